"""What befalls some of the generated unions, by the same acts as in real life: industrial unions and federations, unions that are
just being founded at every step, one that was merged and one that was closed.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from yunjiang.organizations import queries
from yunjiang.organizations.models import Organization, ids_in
from yunjiang.organizations.prefixes import begins
from yunjiang.registers.kit import workflow
from yunjiang.registers.unions import founding, moving
from yunjiang.registers.unions.choices import OperatingStatus, UnionForm, UnionKind, UnionLevel, UnionState
from yunjiang.registers.unions.models import Enterprise, Union
from yunjiang.registers.unions.register import Unions
from yunjiang.registers.unions.rules import LARGE_FROM
from yunjiang.standards.identifiers import credit_codes

INDUSTRIES = {"47": "建筑", "44": "电力", "54": "物流运输"}  # code of the division → what its union is called
FEDERATIONS = 6
_STEPS = ("approve", "elect", "confirm", "register", "open")
_FOUNDED, _ENDED = date(2022, 3, 1), date(2025, 6, 30)


def enliven(mark: str, first: Sequence[str]) -> list[Union]:
    """Let all this befall unions, in the counties of these codes before others, and return the unions that came into being."""
    made = [*_industrial(mark), *_federations(mark), *_being_founded(mark, first)]
    _ending(first)
    return made


def _industrial(mark: str) -> list[Union]:
    """Found the province's industrial unions, and place the unions of their trades below them."""
    root = queries.root(timezone.localdate())
    assert root is not None
    made = []
    for number, (industry, trade) in enumerate(INDUSTRIES.items()):
        upper = _found(
            founding.Plan(
                f"{root.name}{trade}产业工会{mark}",
                UnionKind.INDUSTRIAL,
                UnionForm.COMMITTEE,
                _FOUNDED - timedelta(days=60),
                level=UnionLevel.PROVINCE,
                members=60,
            ),
            root.organization,
            number,
            _FOUNDED,
        )
        for lower in Union.objects.filter(workplace__industry=industry, is_demonstration=True).order_by(
            "path"
        ):
            assert lower.founded_on is not None
            moving.place(lower, upper, on=max(_FOUNDED, lower.founded_on), by=None)
        made.append(upper)
    return made


def _federations(mark: str) -> list[Union]:
    """Found federations that cover small firms without a union of their own, one in each of some counties."""
    rows = _bare().filter(staff__lt=LARGE_FROM, opened_on__lt=_FOUNDED).order_by("-path")
    by_county: dict[int, list[Enterprise]] = {}
    for firm in rows:
        by_county.setdefault(ids_in(firm.path)[-2], []).append(firm)
    counties = Organization.objects.in_bulk(sorted(by_county)[:FEDERATIONS])
    names = queries.standings_of(list(counties), timezone.localdate())
    made = []
    for number, county in enumerate(counties):
        plan = founding.Plan(
            f"{names[county].name}小微企业工会联合会{mark}",
            UnionKind.FEDERATION,
            UnionForm.FEDERATION,
            _FOUNDED - timedelta(days=60),
            level=UnionLevel.TOWNSHIP,
            members=30,
        )
        union = _found(plan, counties[county], 100 + number, _FOUNDED)
        for firm in by_county[county]:
            founding.cover(union, firm, _FOUNDED, by=None)
        made.append(union)
    return made


def _being_founded(mark: str, first: Sequence[str]) -> list[Union]:
    """Let unions stand at every step of their founding, each in a large firm that has none."""
    large, near = _bare().filter(staff__gte=LARGE_FROM).order_by("path"), _below(first)
    made = []
    for done, firm in enumerate([*large.filter(near)[:2], *large.exclude(near)][: len(_STEPS)]):
        staff = firm.staff or LARGE_FROM
        county = Organization.objects.get(pk=ids_in(firm.path)[-2])
        plan = founding.Plan(
            f"{firm.name.removesuffix(mark)}工会委员会{mark}",
            UnionKind.SINGLE,
            UnionForm.COMMITTEE,
            timezone.localdate() - timedelta(days=5 if not done else 60),
            staff=staff,
            members=staff // 2,
            workplace=firm,
        )
        made.append(_found(plan, county, 200 + done, None, _STEPS[:done]))
    return made


def _found(
    plan: founding.Plan,
    place: Organization,
    number: int,
    on: date | None,
    steps: Sequence[str] = ("approve", "elect", "confirm", "open"),
) -> Union:
    """Found a union step by step, on a day or about now."""
    union = founding.begin(plan, place, by=None, is_demonstration=True)
    day = on or timezone.localdate()
    body = f"81530000YY{number:07}"
    said: dict[str, dict[str, Any]] = {
        "approve": {
            "approval_number": f"演工复〔{day.year}〕{number + 1}号",
            "approved_on": day - timedelta(days=40),
        },
        "elect": {
            "elected_on": day - timedelta(days=20),
            "members_at_founding": plan.members,
            "is_chair_relative": False,
        },
        "confirm": {
            "confirmation_number": f"演工复〔{day.year}〕{number + 501}号",
            "confirmed_on": day - timedelta(days=8),
        },
        "register": {
            "code": body + credit_codes.check_character(body),
            "certificate_number": f"演示{number:04}",
            "legal_since_on": day - timedelta(days=2),
            "certificate_until_on": day.replace(year=day.year + 5, day=1),
        },
        "open": {"founded_on": day},
    }
    for step in steps:
        workflow.move(Unions, union, step, by=None, values=said[step])
    union.refresh_from_db()
    return union


def _ending(first: Sequence[str]) -> None:
    """Let one union be merged into another of its county and one be closed, away from the counties where officers try things."""
    own = Union.objects.filter(kind=UnionKind.SINGLE, state=UnionState.NORMAL, is_demonstration=True)
    by_general: dict[int, list[Union]] = {}
    for union in own.exclude(_below(first)).order_by("path"):
        by_general.setdefault(ids_in(union.path)[-2], []).append(union)
    several = sorted((general, unions) for general, unions in by_general.items() if len(unions) > 1)
    (_general, (merged, into, *_others)), (general, (closed, *_rest)) = several[0], several[-1]
    above = Union.objects.get(organization=general)
    for step, union, successor in (("merge", merged, into), ("close", closed, above)):
        said = {"closed_on": _ENDED, "closing_number": f"演工复〔2025〕{union.pk}号", "successor": successor}
        workflow.move(Unions, union, step, by=None, reason="所在单位合并或者注销", values=said)


def _below(keys: Sequence[str]) -> Q:
    """Return the condition that something lies below one of these units."""
    found = Q(pk__in=())
    for place in queries.at(timezone.localdate()).filter(organization__key__in=keys):
        found |= begins("path", place.path)
    return found


def _bare() -> Any:
    return Enterprise.objects.filter(
        is_covered=False, status=OperatingStatus.OPERATING, is_demonstration=True, voided_at=None
    )
