"""What the register of members tells others about persons: of which union somebody is a member on a day, who of some names is
in a union, and what of a person's memberships must be kept.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from yunjiang.organizations.chronicle import last_paths
from yunjiang.persons.rights import Kept

from .lines import RETAINED
from .models import OPEN_STATES, Membership

_AT_ONCE = 1_000
_NAMES_AT_ONCE = 400
# How long a membership that ended is kept as a file. Neither law nor the Measures name a term; thirty years is that of files of
# the long term (机关文件材料归档范围和文书档案保管期限规定 §6), which unions keep their files by.
YEARS_ON_FILE = 30


def memberships(persons: Collection[int], day: date) -> Mapping[int, Mapping[str, Any]]:
    """Return of each person who is a member on the day: union, path, state (member, retained), since when, quality.

    An application is no membership yet; who is on the way to another union is still a member of the one left.
    """
    found: dict[int, Mapping[str, Any]] = {}
    wanted = list(persons)
    for first in range(0, len(wanted), _AT_ONCE):
        rows = Membership.objects.filter(
            Q(ended_on=None) | Q(ended_on__gt=day),
            person__in=wanted[first : first + _AT_ONCE],
            voided_at=None,
            since_on__lte=day,
        )
        for each in rows:
            found[each.person_id] = {
                "organization_id": each.organization_id,
                "path": each.path,
                "state": "retained" if is_retained(each, day) else "member",
                "is_qualified": is_qualified(each, day),
                "joined_on": each.joined_on,
                "new_form": each.new_form_job,
            }
    return found


def is_qualified(membership: Membership, day: date) -> bool:
    """Say whether the record was qualified on a day."""
    spans = [
        (date.fromisoformat(since), date.fromisoformat(until)) for since, until in membership.qualified_before
    ]
    if membership.qualified_from is not None and membership.qualified_until is not None:
        spans.append((membership.qualified_from, membership.qualified_until))
    return any(since <= day < until for since, until in spans)


def is_retained(membership: Membership, day: date) -> bool:
    """Say whether the membership was kept, and not active, on a day."""
    words = [word for since, word in membership.phases if date.fromisoformat(since) <= day]
    return bool(words) and words[-1] == RETAINED


def in_unit(sought: Sequence[tuple[str, int]]) -> Iterator[tuple[str, int, int]]:
    """Yield who of these names is a member of, or applies to, these unions: (name, union, person)."""
    wanted = set(sought)
    paths = last_paths({unit for _name, unit in wanted})
    by_path: dict[str, set[str]] = {}
    for name, unit in wanted:
        if unit in paths:
            by_path.setdefault(paths[unit], set()).add(name)
    for path, names in by_path.items():
        some = sorted(names)
        for first in range(0, len(some), _NAMES_AT_ONCE):
            rows = Membership.objects.filter(
                path=path, current_person__isnull=False, person_name__in=some[first : first + _NAMES_AT_ONCE]
            )
            for found in rows.values_list("person_name", "organization", "person"):
                if found[:2] in wanted:
                    yield found


def must_keep(persons: Sequence[int]) -> list[Kept]:
    """Return which memberships of these persons stay on file. What was never approved, or is over its time, may go."""
    today = timezone.localdate()
    kept = []
    for each in Membership.objects.filter(person__in=persons, voided_at=None).exclude(since_on=None):
        name = gettext("Membership from %(day)s") % {"day": each.since_on}
        if each.state in OPEN_STATES:
            why = gettext(
                "The person is a member; the union keeps the roll of its members (工会会员会籍管理办法)."
            )
            kept.append(Kept(name, why))
            continue
        until = _years_after(each.ended_on or today, YEARS_ON_FILE)
        if until > today:
            why = gettext("The file of a membership is kept for thirty years after its end.")
            kept.append(Kept(name, why, until))
    if Membership.objects.filter(
        person__in=persons, voided_at=None, since_on=None, state__in=OPEN_STATES
    ).exists():
        kept.append(Kept(gettext("Application for membership"), gettext("It is not decided yet.")))
    return kept


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)
