"""Some thousands of generated members in the generated unions, and what befell some of them.

Written whole by tables; then a few dozen acts through the register itself, so that every state, a transfer that waits, pairs of
records that may be one person, and a drive to confirm can be looked at.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import cycle

import polars as pl
from django.db import transaction
from django.utils import timezone

from yunjiang.access.models import User
from yunjiang.organizations import queries
from yunjiang.organizations.models import Organization
from yunjiang.persons import likeness, purposes, sealed
from yunjiang.persons.models import Sex
from yunjiang.registers.kit import effects, registry, scope
from yunjiang.registers.members import applying, confirming, generated, joining, tallies, transfers
from yunjiang.registers.members.generated import Place
from yunjiang.registers.members.models import Membership, TransferStarter
from yunjiang.registers.unions.choices import UnionState
from yunjiang.registers.unions.models import Union
from yunjiang.standards.identifiers import citizens

STAFF_EACH = 9  # of a firm, for one member on record: the base is being built up
FEWEST = 3
WHOLE = ("530102", "530181")  # where demonstration officers work: all unions; elsewhere one in so many
ONE_IN = 5
SCOPE = "530100"  # of the drive
_MOVES = (
    *(("retain_retired", "到龄退休，保留会籍") for _turn in range(8)),
    *(("retain_unemployed", "合同到期，待业") for _turn in range(5)),
    *(("retain_waiting", "待岗") for _turn in range(3)),
    *(("leave", "本人书面申请退会") for _turn in range(5)),
    *(("expel_discipline", "会员大会决议") for _turn in range(2)),
    ("expel_crime", "会员大会决议"),
    *(("cancel_death", "用人单位报告") for _turn in range(3)),
)
_SAME = (
    "name", "sex", "ethnic_group", "identity_kind", "education", "political_status", "skill_level", "household_kind",
    "household_place", "native_place", "is_migrant_worker",
)  # fmt: skip
_APPLIED, _TWINS, _SENT = 9, 4, 7
_ASKED = (
    r"^(person__(name|identity_kind|identity|phone|education|is_migrant_worker)|work_place|new_form_job)$"
)


def bring(by: str, today: date, officer: User | None = None) -> int:
    """Write the members if there are none, and return how many are new; `officer` begins a drive to confirm in Kunming."""
    if Membership.objects.exists():
        return 0
    places = _places(today)
    if not places:
        return 0
    with transaction.atomic():
        made = generated.write(len(places), places, by=by, today=today)
        _befall()
        made += _apply(len(places), places) + _twins()
        tallies.recount()
        if officer is not None:
            confirming.begin(
                "会员信息集中核实（演示）",
                queries.resolve(SCOPE),
                before_on=today - timedelta(days=365),
                until_on=max(today, timezone.localdate())
                + timedelta(days=30),  # it begins on the day of asking
                by=officer,
                note="演示数据：一年以上未核实的会员信息，由各基层工会逐人核实。",
            )
    return made


def _places(today: date) -> list[Place]:
    """Return a place for every member to be: a union as often as its firm has nine people."""
    standing = {each.organization_id: each.path for each in queries.at(today)}
    unions = Union.objects.filter(
        is_demonstration=True, staff_at_founding__isnull=False, state=UnionState.NORMAL
    ).order_by("path")
    whole = tuple(standing[queries.resolve(key).pk] for key in WHOLE)
    rows = unions.values_list("organization", "path", "staff_at_founding")
    chosen = [row for place, row in enumerate(rows) if row[1].startswith(whole) or place % ONE_IN == 0]
    turns = [
        [Place(unit, standing.get(unit, path))] * max(FEWEST, (staff or 0) // STAFF_EACH)
        for unit, path, staff in chosen
    ]
    return [place for places in turns for place in places]


def _befall() -> None:
    """Let some retire, leave and die, and some be on their way to another union."""
    register = registry.of("members")
    ready = _spread(len(_MOVES) + _SENT)
    for member, (move, because) in zip(ready, _MOVES, strict=False):
        effects.move(register, member, move, by=None, because=because)
    here, there = (_unions_in(key) for key in WHOLE)
    for number, member in enumerate(_leaving(here, there)):
        transfers.claim(
            member,
            (there if member.organization_id in {each.pk for each in here} else here)[0],
            by=None,
            starter=TransferStarter.WORKER if number % 2 else TransferStarter.SOURCE,
            note="调到新单位工作",
        )


def _leaving(here: Sequence[Organization], there: Sequence[Organization]) -> Iterator[Membership]:
    """Return members of both sides who are to go to the other."""
    for units, count in ((here, _SENT - _SENT // 2), (there, _SENT // 2)):
        rows = Membership.objects.filter(organization__in=units, state="current").select_related("person")
        yield from rows.order_by("-pk")[:count]


def _unions_in(key: str) -> list[Organization]:
    path = scope.path_of(queries.resolve(key).pk)
    rows = Union.objects.filter(
        path__startswith=path, staff_at_founding__isnull=False, state=UnionState.NORMAL
    )
    return [each.organization for each in rows.select_related("organization").order_by("pk")]


def _spread(count: int) -> list[Membership]:
    """Return so many members spread over all, those with sound records."""
    rows = Membership.objects.filter(state="current", quality="qualified")
    rows = rows.select_related("person", "organization")
    step = max(1, rows.count() // count)
    return list(rows.order_by("pk")[::step])[:count]


def _apply(first: int, places: Sequence[Place]) -> int:
    """Let people ask from their phones to join."""
    units = _unions_in(WHOLE[0]) + _unions_in(WHOLE[1])
    # Who has no telephone cannot ask from one.
    asking = generated.rows(2 * _APPLIED, places, first=first).drop_nulls("person__phone").head(_APPLIED)
    notice = purposes.of(applying.PURPOSE).notice_version
    for unit, values in zip(cycle(units), asking.select(pl.col(_ASKED)).to_dicts(), strict=False):
        given = {path: value for path, value in values.items() if value is not None}
        applying.receive(unit, given, notice=notice, agrees={}, is_demonstration=True)
    return 0  # nobody is on record by it


def _twins() -> int:
    """Write some down once more under a number that was read wrongly: pairs to decide."""
    register = registry.of("members")
    here = Membership.objects.filter(organization__in=_unions_in(WHOLE[0]), quality="qualified")
    seen = [*_spread(_TWINS), *here.select_related("person", "organization").order_by("pk")[:_TWINS]]
    for member in seen:
        person = member.person
        body = sealed.identity_of(person.identity)[:14] + ("901" if person.sex == Sex.MALE else "902")
        values = {
            **{f"person__{name}": getattr(person, name) for name in _SAME},
            "person__phone": sealed.phone_of(person.phone),
            "person__identity": body + citizens.check_character(body),
            "work_place": member.work_place,
            "work_state": member.work_state,
        }
        made = joining.enrol(member.organization, values, by=None, is_demonstration=True)
        likeness.note(made.person, made.path, made.organization_id)
        for doubted in (member, made):
            effects.change(register, doubted, {"is_unique": False}, by=None, because="疑似重复")
    return len(seen)
