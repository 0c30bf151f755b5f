"""What an officer's desk asks besides lists: who may be on record already, and how good records of a county or a province are."""

import random
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import asking
import filling
import polars as pl
import roster

LACKS = ("incomplete", "invalid", "duplicate", "stale")
# name, what is made ready for the n-th person, what is asked of that
Ask = tuple[str, Callable[[int], Any], Callable[[Any], object]]


def measure(
    users: dict[str, Any], units: dict[str, str], members: int, times: int, only: str = ""
) -> Iterator[dict[str, Any]]:
    """Yield how long it takes to find doubles of somebody at a form, and to open the cockpit of quality."""
    from yunjiang.registers.members.models import Membership

    chance = random.Random(7)
    drawn = [chance.randrange(members) for _ in range(times * 2)]
    rows = Membership.objects.filter(pk__in=[each + 1 for each in drawn], current_person__isnull=False)
    current = set(rows.values_list("pk", flat=True))
    numbers = [each for each in drawn if each + 1 in current][:times]
    for name, ready, ask in (*_candidates(members), *_cockpits(users, units)):
        if only not in name:
            continue
        made = [ready(each) for each in numbers]
        first = asking.seconds(partial(ask, made[-1]))
        taken = [asking.seconds(partial(ask, each)) for each in made]
        yield {"name": name, "asked": len(taken), **asking.told(taken), "first": round(first * 1000, 1)}


def _candidates(members: int) -> Iterator[Ask]:
    """Yield the ways in which somebody who is written down can be like somebody on record; the last is like nobody."""
    from yunjiang.persons import likeness, sealed
    from yunjiang.persons.likeness import Likeness, Sought
    from yunjiang.registers.members.models import Membership

    def sought(number: int, *, alike_by: str) -> Sought:
        """Return somebody of the same name and union, who is a stranger in the rest: born and numbered as somebody unknown is."""
        each, other = (
            roster.people(n, 1).row(0, named=True) for n in (number, members + 5_000_000 + number % 1_000_000)
        )
        union = Membership.objects.values_list("organization_id", flat=True).get(pk=number + 1)
        phone, birth_on = ((each if alike_by == "phone" else other)[name] for name in ("phone", "birth_on"))
        identity = (each if alike_by == "identity" else other)["identity"]
        return Sought(
            row=number + 1,
            name=other["name"] if alike_by == "nothing" else each["name"],
            birth_on=birth_on,
            phone_key=sealed.phone_key(phone),
            identity_key=None if alike_by == "union" else sealed.identity_key(identity),
            organization=union,
        )

    def candidates(asked: Sought, *, wanted: Likeness | None) -> None:
        found = {each.likeness for each in likeness.alike([asked]) if each.person == asked.row}
        assert wanted is None or wanted in found, f"{asked.row}: {wanted} is not found"

    for alike_by, wanted in (
        ("identity", Likeness.EXACT),
        ("phone", Likeness.STRONG),
        ("union", Likeness.WEAK),
        ("nothing", None),
    ):
        name = f"candidates at a form: {wanted.value if wanted else 'nobody'}"
        yield name, partial(sought, alike_by=alike_by), partial(candidates, wanted=wanted)


def _cockpits(users: dict[str, Any], units: dict[str, str]) -> Iterator[Ask]:
    """Yield the page of quality of each level, with a queue of rows to mend; the reader has signed in."""
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    settings.YUNJIANG_SECOND_FACTOR = "offered"
    call_command("collectstatic", interactive=False, verbosity=0)

    def page(number: int, *, client: Client, unit: str) -> None:
        asked = {"unit": unit, "lack": LACKS[number % len(LACKS)]}
        answer = client.get("/members/quality/", asked, secure=True)
        assert answer.status_code == 200, f"{answer.status_code} {answer.headers}"

    for scope in ("province", "county", "union"):
        client = Client(headers={"host": "localhost"})
        client.force_login(users[scope])
        name = f"{scope}: cockpit of quality, the whole page"
        yield name, lambda number: number, partial(page, client=client, unit=units[scope])


def tally(members: int) -> int:
    """Count the records of each union that nobody has counted yet; return how many unions were counted."""
    from yunjiang.registers.members import tallies
    from yunjiang.registers.members.models import OPEN_STATES, Tally

    unions = filling.unions()
    known = set(Tally.objects.values_list("organization_id", flat=True))
    missing = [unit for unit, _path in unions if unit not in known]
    if not missing:
        return 0
    make, parts = filling.memberships(unions), []
    for first in range(0, members, filling.PART):
        rows = make(first, min(filling.PART, members - first))
        is_counted = pl.col("since_on").is_not_null() & pl.col("state").is_in(
            [str(each) for each in OPEN_STATES]
        )
        parts.append(rows.filter(is_counted).group_by("organization_id", "quality").len())
    total = pl.concat(parts).group_by("organization_id", "quality").agg(pl.col("len").sum())
    counts = {(unit, quality): count for unit, quality, count in total.iter_rows()}
    named = [each for each in tallies.COUNTS if each != "member"]
    paths = dict(unions)
    made = []
    for unit in missing:
        own = {name: counts.get((unit, name), 0) for name in named}
        lacks = {"phone": own["incomplete"]} if own["incomplete"] else {}
        made.append(
            Tally(
                organization_id=unit, path=paths[unit], member_count=sum(own.values()), missing=lacks,
                **{f"{name}_count": count for name, count in own.items()},
            )
        )  # fmt: skip
    Tally.objects.bulk_create(made, batch_size=500)
    return len(made)
