"""A generated world of unions and firms below the counties: seeded, invented, marked as demonstration.

Written whole by tables and not act by act, so that it takes seconds; what is computed and what the ledger is told follow the same
functions as for real records.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from yunjiang.organizations import opening, queries
from yunjiang.organizations.models import Kind, Standing
from yunjiang.organizations.opening import Opening
from yunjiang.persons.models import Person
from yunjiang.persons.writing import spell
from yunjiang.registers.kit import postings
from yunjiang.registers.kit.models import Deadline, Record
from yunjiang.registers.unions import conditions, firms, founding, terms
from yunjiang.registers.unions.choices import (
    Committee,
    CoverageKind,
    EconomicType,
    OperatingStatus,
    Ownership,
    Title,
    UnionForm,
    UnionKind,
    UnionLevel,
    UnionState,
    WorkTime,
)
from yunjiang.registers.unions.firm_registers import Enterprises
from yunjiang.registers.unions.models import (
    Coverage,
    Enterprise,
    Headcount,
    Operation,
    Post,
    Term,
    Union,
)
from yunjiang.registers.unions.register import Posts, Unions
from yunjiang.standards.identifiers import credit_codes

from . import union_life

SEED = 20210201
FIRST = date(2021, 1, 1)
WATCHED = ("530102", "530181")  # counties in which demonstration officers work
FIRMS_EACH = 3  # in every county
MARK = "（演示）"
_WORDS = ("云试", "滇例", "虚山", "拟水", "样川", "示原", "空岭", "假江")
_TRADES = (
    ("机械制造", "34"),
    ("食品加工", "13"),
    ("建筑工程", "47"),
    ("物流运输", "54"),
    ("新材料", "30"),
    ("电力服务", "44"),
    ("采掘", "10"),
    ("信息技术", "65"),
)
_BODIES = (Committee.UNION, Committee.WOMEN, Committee.AUDIT)  # which elect a chair each
_OWNERSHIPS = (Ownership.PRIVATE, Ownership.LIMITED, Ownership.STATE, Ownership.STATE_HELD, Ownership.FOREIGN)
_STAFF = (18, 40, 75, 99, 100, 128, 160, 240, 420, 900, 2100)


@dataclass(frozen=True)
class Made:
    """How many of each came into being."""

    firm_count: int
    union_count: int


@dataclass
class _Firm:
    """One invented firm and what happens to it."""

    key: str
    county: Standing
    name: str
    code: str
    ownership: str
    industry: str
    opened_on: date
    staff: Sequence[tuple[date, int]]
    stops_on: date | None
    founded_on: date | None  # of its union

    @property
    def union_key(self) -> str:
        return f"{self.key}-union"


@transaction.atomic
def make() -> Made:
    """Make the firms and unions unless they are there; return how many came into being."""
    if Union.objects.filter(is_demonstration=True).exists():
        return Made(0, 0)
    chance = random.Random(SEED)  # noqa: S311 - invented things, nothing is guarded by them
    counties = [
        each for each in queries.at(timezone.localdate()).order_by("path") if each.kind == Kind.COUNTY
    ]
    invented = [
        firm for number, county in enumerate(counties) for firm in _firms(chance, county, number * FIRMS_EACH)
    ]
    _open(counties, invented)
    places = _places(counties, invented)
    enterprises = _enterprises(invented, places)
    unions = _unions(chance, counties, invented, places, enterprises)
    conditions.recompute([each.pk for each in enterprises.values()])
    for register, model in ((Unions, Union), (Enterprises, Enterprise), (Posts, Post)):
        keys = list(model._default_manager.filter(is_demonstration=True).values_list("pk", flat=True))
        postings.refresh_many(register, keys, by="演示")
    made = union_life.enliven(MARK, WATCHED)
    return Made(len(enterprises), len(unions) + len(made))


def _firms(chance: random.Random, county: Standing, first: int) -> Iterator[_Firm]:
    for number in range(first, first + FIRMS_EACH):
        trade, industry = chance.choice(_TRADES)
        staff = chance.choice(_STAFF)
        began = FIRST + timedelta(days=chance.randrange(300))
        later = max(1, staff + chance.randrange(-staff // 4, staff // 3 + 1))
        has_union = chance.random() < 0.78
        stops = chance.random() < 0.06
        body = f"91{county.code[:6]:0<6}YY{number:07}"
        yield _Firm(
            key=f"demo-firm-{number}",
            county=county,
            name=f"{county.short_name}{chance.choice(_WORDS)}{trade}有限公司{MARK}",
            code=body + credit_codes.check_character(body),
            ownership=chance.choice(_OWNERSHIPS),
            industry=industry,
            opened_on=began,
            staff=((began + timedelta(days=60), staff), (date(2023, 12, 31), later)),
            stops_on=date(2024, 1, 1) + timedelta(days=chance.randrange(400)) if stops else None,
            founded_on=began + timedelta(days=chance.randrange(120, 900)) if has_union else None,
        )


def _open(counties: Sequence[Standing], invented: Sequence[_Firm]) -> None:
    """Open the places of all in the tree: a county's general union, its firms, and their unions below the general one."""
    openings = [
        _opening(_general_key(county), county.valid_from, Kind.UNION, f"{county.name}总工会{MARK}", county)
        for county in counties
    ]
    for firm in invented:
        openings.append(
            _opening(firm.key, firm.opened_on, Kind.ENTERPRISE, firm.name, firm.county, firm.code)
        )
        if firm.founded_on is not None:
            name = _union_name(firm)
            openings.append(
                _opening(firm.union_key, firm.opened_on, Kind.UNION, name, _general_key(firm.county))
            )
    opening.open_many(openings)


def _opening(key: str, on: date, kind: Kind, name: str, parent: Standing | str, code: str = "") -> Opening:
    above = parent if isinstance(parent, str) else parent.organization
    return Opening(key, max(on, FIRST), kind, code, name, founding.short_name(name), above)


def general_of(county: str) -> str:
    """Return the key of a county's general union, by the county's own."""
    return f"demo-union-{county}"


def _general_key(county: Standing) -> str:
    return general_of(county.organization.key)


def _union_name(firm: _Firm) -> str:
    return f"{firm.name.removesuffix(MARK)}工会委员会{MARK}"


def _places(counties: Sequence[Standing], invented: Sequence[_Firm]) -> dict[str, Standing]:
    keys = [_general_key(each) for each in counties]
    keys += [key for each in invented for key in (each.key, each.union_key)]
    rows = queries.at(timezone.localdate()).filter(organization__key__in=keys)
    return {each.organization.key: each for each in rows}


def _kept(model: type[Record], place: Standing, **values: Any) -> Any:
    """Return a row of a unit, marked as demonstration, not yet written."""
    return model(organization_id=place.organization_id, path=place.path, is_demonstration=True, **values)


def _write(rows: Sequence[models.Model]) -> None:
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=500)


def _enterprises(invented: Sequence[_Firm], places: dict[str, Standing]) -> dict[str, Enterprise]:
    made = {}
    for firm in invented:
        row = _kept(
            Enterprise,
            places[firm.key],
            name=firm.name,
            code=firm.code,
            ownership=firm.ownership,
            economic_type=EconomicType.PRIVATE
            if firm.ownership == Ownership.PRIVATE
            else EconomicType.SHARES,
            industry=firm.industry,
            opened_on=firm.opened_on,
        )
        firms.derive(row)
        made[firm.key] = row
    _write(list(made.values()))
    operations, headcounts = [], []
    for firm in invented:
        about = {"place": places[firm.key], "enterprise": made[firm.key]}
        operations.append(
            _kept(Operation, **about, status=OperatingStatus.OPERATING, since_on=firm.opened_on)
        )
        if firm.stops_on is not None:
            operations.append(
                _kept(Operation, **about, status=OperatingStatus.SUSPENDED, since_on=firm.stops_on)
            )
        headcounts += [_kept(Headcount, **about, as_of_on=day, staff=staff) for day, staff in firm.staff]
    _write(operations)
    _write(headcounts)
    return made


def _unions(
    chance: random.Random,
    counties: Sequence[Standing],
    invented: Sequence[_Firm],
    places: dict[str, Standing],
    enterprises: dict[str, Enterprise],
) -> list[Union]:
    generals = {
        _general_key(each): _general(
            each, places[_general_key(each)], FIRST + timedelta(days=number * 17 % 330)
        )
        for number, each in enumerate(counties)
    }
    own = {
        each.union_key: _own(each, places[each.union_key], enterprises[each.key])
        for each in invented
        if each.founded_on
    }
    unions = {**generals, **own}
    _write(list(unions.values()))
    coverages = []
    for firm in invented:
        if firm.founded_on is not None:
            coverages.append(
                _kept(
                    Coverage,
                    places[firm.union_key],
                    union=own[firm.union_key],
                    enterprise=enterprises[firm.key],
                    kind=CoverageKind.SINGLE,
                    since_on=firm.founded_on,
                )
            )
    _write(coverages)
    _terms(chance, unions, places)
    _posts(chance, generals, places)
    return list(unions.values())


def _general(county: Standing, place: Standing, founded_on: date) -> Union:
    name = f"{county.name}总工会{MARK}"
    return _union(place, name, UnionKind.GENERAL, UnionForm.GENERAL, founded_on, UnionLevel.COUNTY)


def _own(firm: _Firm, place: Standing, workplace: Enterprise) -> Union:
    assert firm.founded_on is not None
    union = _union(
        place, _union_name(firm), UnionKind.SINGLE, UnionForm.COMMITTEE, firm.founded_on, UnionLevel.WORKPLACE
    )
    staff = firm.staff[0][1]
    union.workplace = workplace
    union.staff_at_founding, union.members_at_founding = staff, max(3, staff * 4 // 5)
    union.term_years = 3 if staff < 100 else 5
    return union


def _union(place: Standing, name: str, kind: str, form: str, founded_on: date, level: str) -> Union:
    union: Union = _kept(
        Union,
        place,
        name=name,
        kind=kind,
        form=form,
        level=level,
        prepared_on=founded_on - timedelta(days=90),
        elected_on=founded_on - timedelta(days=20),
        founded_on=founded_on,
        state=UnionState.NORMAL,
    )
    founding.derive(union)
    return union


def _terms(chance: random.Random, unions: dict[str, Union], places: dict[str, Standing]) -> None:
    rows = []
    for key, union in unions.items():
        # Most elect anew when a term is over; some are late, and stand in the list of those.
        is_late = chance.random() >= 0.8
        bodies = _BODIES if union.kind == UnionKind.GENERAL else _BODIES[:1]
        for committee in bodies:
            said = {"union": union, "committee": committee, "years": union.term_years}
            term = _kept(Term, places[key], **said, number=1, elected_on=union.elected_on or FIRST)
            terms.derive(term)
            rows.append(term)
            if term.due_on < timezone.localdate() and not is_late:
                term.ended_on = term.due_on - timedelta(days=10)
                terms.derive(term)
                second = _kept(Term, places[key], **said, number=2, elected_on=term.ended_on)
                terms.derive(second)
                rows.append(second)
    _write(rows)
    Deadline.objects.bulk_create(terms.deadline_of(each) for each in rows if each.is_running)


def _posts(chance: random.Random, generals: dict[str, Union], places: dict[str, Standing]) -> None:
    """Let every county's general union have the chairs of its bodies and some social workers, none of whom there is."""
    people, rows = [], []
    for number, (key, union) in enumerate(generals.items()):
        kept = {"union": union, "work_time": WorkTime.FULL, "since_on": union.founded_on}
        for committee, called in zip(_BODIES, ("主席", "女工主任", "经审主任"), strict=True):
            people.append(Person(name=f"演示{number:03}{called}"))
            rows.append(_kept(Post, places[key], **kept, committee=committee, title=Title.CHAIR))
        for turn in range(1, 1 + chance.randrange(1, 4)):
            people.append(Person(name=f"演示{number:03}社工{turn}"))
            worker: dict[str, Any] = {
                "is_social_worker": True,
                "social_since_on": _later(union.founded_on, 200 * turn),
            }
            worker |= {"committee": Committee.STAFF, "title": Title.SOCIAL_WORKER}
            rows.append(_kept(Post, places[key], **kept, **worker))
    for person, post in zip(people, rows, strict=True):
        spell(person)
        post.person, post.person_name, post.person_pinyin = person, person.name, person.pinyin
    _write(people)
    _write(rows)


def _later(day: date | None, days: int) -> date | None:
    return day + timedelta(days=days) if day else None
