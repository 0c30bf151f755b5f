"""What the units of the generated province report, quarter by quarter: pure, always the same for the same seed.

Some units are late or silent and some returns wrong at first (see `frailties`); one county reports its year on top of its
quarters and takes that back. Zeros are reported as zeros.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from yunjiang.demonstration.province.frailties import silence, wrong_at_first
from yunjiang.demonstration.province.shapes import FIRST_YEAR, LAST_YEAR, Shape, shapes, sizes
from yunjiang.demonstration.province.sharing import share_out
from yunjiang.ledger.records import Line, Record

SOURCE = "demonstration"
SEED = 20220207  # the day of the notice

_TOLD_TWICE_YEAR = 2022

COMPETITORS = "demonstration_contest_competitors"  # the one measure that counts persons
_COMPETITOR_PREFECTURES = ("530100", "530300")


@dataclass(frozen=True)
class Reporter:
    """A unit that reports: its id and key, its kind, and the prefecture it lies in (its own key for a prefecture)."""

    id: int
    key: str
    kind: str
    prefecture: str = ""


@dataclass(frozen=True)
class Quarter:
    """What arrives about one quarter: new returns and corrections of earlier ones, and sources taken back."""

    title: str
    last_on: date
    records: list[Record] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)


def evidence(note: str = "") -> dict[str, str]:
    """Return what stands beside every generated posting."""
    return {"title": "演示数据", "note": note or "按固定种子生成，不是真实数据"}


def quarters(reporters_of: Mapping[str, Sequence[Reporter]], seed: int = SEED) -> Iterator[Quarter]:
    """Yield everything that is reported, in the order in which it arrives; the state before the plan comes first.

    `reporters_of` names, for each measure, the units that owe it.
    """
    province = _Province(reporters_of, seed)
    yield province.before_the_plan()
    corrections: list[Record] = []
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        for number in range(1, 5):
            quarter, later = province.quarter(year, number)
            quarter.records.extend(corrections)
            corrections = later
            yield quarter
    if corrections:
        title = f"演示数据：{LAST_YEAR}年末更正"
        yield Quarter(title, date(LAST_YEAR, 12, 31), corrections)


class _Province:
    def __init__(self, reporters_of: Mapping[str, Sequence[Reporter]], seed: int) -> None:
        self.seed = seed
        self.shapes = shapes()
        self.reporters_of = {
            measure: sorted(reporters_of.get(measure, ()), key=lambda unit: unit.key)
            for measure in self.shapes
        }
        self.sizes = sizes()
        units = {unit for units in self.reporters_of.values() for unit in units if unit.kind == "county"}
        self.parts: dict[str, float] = defaultdict(float)  # what the counties of a prefecture weigh together
        for unit in sorted(units, key=lambda each: each.key):
            self.parts[unit.prefecture] += self._own(unit)
        counties = sorted(units, key=lambda unit: (self._size(unit), unit.key))
        self.counties = counties
        self.silence = silence([unit.key for unit in counties], self._random("silence"))
        self.weights = {measure: self._weights(measure) for measure in self.shapes}

    def before_the_plan(self) -> Quarter:
        """Return what stood at the end of the year before the plan."""
        day = date(FIRST_YEAR - 1, 12, 31)
        lines = self._standing(day, annual=True)
        return Quarter("演示数据：规划期前", day, self._returns(str(day.year), day, lines))

    def quarter(self, year: int, number: int) -> tuple[Quarter, list[Record]]:
        """Return what arrives about a quarter, and the corrections that will arrive with the next."""
        first_month = 3 * number - 2
        last_on = _end_of_month(year, first_month + 2)
        quarter = Quarter(f"演示数据：{year}年第{number}季度", last_on)
        for month in range(first_month, first_month + 3):
            lines = self._flows("month", year, month, month)
            quarter.records.extend(self._returns(f"{year}-{month:02}", _end_of_month(year, month), lines))
        lines = self._flows("quarter", year, first_month, first_month + 2)
        if number in (2, 4):
            for unit, standing in self._standing(last_on, annual=number == 4).items():
                lines[unit].extend(standing)
        returns = self._returns(f"{year}-Q{number}", last_on, lines)
        random = self._random("wrong", f"{year}-Q{number}")
        arriving, corrections = wrong_at_first(returns, random, evidence)
        quarter.records.extend(arriving)
        quarter.records.extend(self._lists(year, first_month, first_month + 2))
        if number == 4:
            quarter.records.extend(self._competitors(year))
        self._tell_twice(quarter, year, number)
        return quarter, corrections

    def _flows(self, when: str, year: int, first: int, last: int) -> dict[Reporter, list[Line]]:
        lines: dict[Reporter, list[Line]] = defaultdict(list)
        since_on, happened_on = date(year, first, 1), _end_of_month(year, last)
        for shape in self.shapes.values():
            if shape.kind != "flow" or shape.when != when:
                continue
            total = shape.in_months(year, first, last)
            weights = self._jittered(shape.measure, f"{year}-{first}", 0.12)
            for unit, amount in self._among(shape, total, weights).items():
                lines[unit].extend(self._split(shape, unit, amount, happened_on, since_on))
        return lines

    def _standing(self, day: date, *, annual: bool) -> dict[Reporter, list[Line]]:
        lines: dict[Reporter, list[Line]] = defaultdict(list)
        amounts: dict[str, dict[Reporter, int]] = {}
        for shape in self.shapes.values():
            if shape.when != "half" and not (annual and shape.when == "year"):
                continue
            if shape.kind == "level":
                amounts[shape.measure] = self._among(shape, shape.on(day), self.weights[shape.measure])
            else:
                amounts[shape.measure] = self._part(shape, day, amounts[shape.whole])
            for unit, amount in amounts[shape.measure].items():
                lines[unit].extend(self._split(shape, unit, amount, day))
        return lines

    def _lists(self, year: int, first: int, last: int) -> Iterator[Record]:
        """Yield what is published as a list on one day: awards, selections, projects."""
        amounts: dict[str, dict[Reporter, int]] = {}
        for shape in self.shapes.values():
            if "-" not in shape.when:
                continue
            month, day_of_month = (int(each) for each in shape.when.split("-"))
            if not first <= month <= last:
                continue
            day = date(year, month, day_of_month)
            if shape.kind == "flow":
                weights = self._jittered(shape.measure, str(year), 0.5)
                amounts[shape.measure] = self._among(shape, shape.in_year(year), weights)
            else:
                amounts[shape.measure] = self._part(shape, day, amounts[shape.whole])
            lines = [
                line
                for unit, amount in amounts[shape.measure].items()
                for line in self._split(shape, unit, amount, day)
            ]
            if lines:
                yield Record(f"{SOURCE}:list/{day}/{shape.measure}", lines, revision=1, evidence=evidence())

    def _competitors(self, year: int) -> Iterator[Record]:
        """Yield who competed in some prefectures: the same person may compete in several years and counties."""
        for unit in self.counties:
            if unit.prefecture not in _COMPETITOR_PREFECTURES or self.silence.covers(
                unit.key, date(year, 1, 1)
            ):
                continue
            random = self._random("competitors", year, unit.key)
            lines = [
                Line(
                    measure=COMPETITORS,
                    organization=unit.id,
                    happened_on=date(year, 1, 1) + timedelta(days=random.randrange(90, 300)),
                    quantity=1,
                    person=f"{SOURCE}-person-{random.randrange(4000):04}",
                )
                for _ in range(random.randrange(30, 90))
            ]
            yield Record(f"{SOURCE}:competitors/{year}/{unit.key}", lines, revision=1, evidence=evidence())

    def _tell_twice(self, quarter: Quarter, year: int, number: int) -> None:
        """Let one county report its year on top of its quarters, and take that back a quarter later."""
        teller = self.counties[-1] if self.counties else None
        measure = "technical_innovation_projects"
        if teller is None or teller not in self.reporters_of[measure]:
            return
        source = f"{SOURCE}:{_TOLD_TWICE_YEAR}/{teller.key}"
        if (year, number) == (_TOLD_TWICE_YEAR, 4):
            told = [
                line
                for record in quarter.records
                for line in record.lines
                if line.measure == measure and line.organization == teller.id
            ]
            amount = 4 * sum(int(line.quantity) for line in told)
            whole_year = Line(measure, teller.id, date(year, 12, 31), amount, since_on=date(year, 1, 1))
            quarter.records.append(
                Record(source, [whole_year], revision=1, evidence=evidence("年报与季报重复，后来撤回"))
            )
        elif (year, number) == (_TOLD_TWICE_YEAR + 1, 1):
            quarter.withdrawn.append(source)

    def _returns(self, label: str, last_on: date, lines: Mapping[Reporter, list[Line]]) -> list[Record]:
        return [
            Record(f"{SOURCE}:{label}/{unit.key}", lines[unit], revision=1, evidence=evidence())
            for unit in sorted(lines, key=lambda each: each.key)
            if lines[unit] and not self.silence.covers(unit.key, last_on)
        ]

    def _among(self, shape: Shape, total: int, weights: Mapping[Reporter, float]) -> dict[Reporter, int]:
        """Share a total out among the units that report the measure, industry systems having their own part."""
        systems = [unit for unit in weights if unit.kind == "industry_system"]
        others = [unit for unit in weights if unit.kind != "industry_system"]
        theirs = total * shape.systems // 100 if systems else 0
        shares = share_out(theirs, [weights[unit] for unit in systems])
        shares += share_out(total - theirs, [weights[unit] for unit in others])
        return dict(zip(systems + others, shares, strict=True))

    def _part(self, shape: Shape, day: date, whole: Mapping[Reporter, int]) -> dict[Reporter, int]:
        """Return how much of each unit's whole is the part; units differ, the total is as the shape says."""
        units = [unit for unit in self.reporters_of[shape.measure] if unit in whole]
        caps = [whole[unit] for unit in units]
        total = round(sum(caps) * shape.rate_on(day))
        weights = [
            cap * self._random("part", shape.measure, unit.key).uniform(0.9, 1.1)
            for unit, cap in zip(units, caps, strict=True)
        ]
        return dict(zip(units, share_out(total, weights, caps), strict=True))

    def _split(
        self, shape: Shape, unit: Reporter, amount: int, happened_on: date, since_on: date | None = None
    ) -> list[Line]:
        line = Line(shape.measure, unit.id, happened_on, amount, since_on=since_on)
        if shape.breakdown is None or amount == 0:
            return [line]
        dimension, parts = shape.breakdown
        random = self._random("split", shape.measure, unit.key)
        shares = share_out(amount, [share * random.uniform(0.9, 1.1) for _, share in parts])
        return [
            replace(line, quantity=share, breakdown={dimension: value})
            for (value, _), share in zip(parts, shares, strict=True)
        ]

    def _weights(self, measure: str) -> dict[Reporter, float]:
        """Return how units compare for a measure: their size, how well their prefecture does, and their own way."""
        weights = {}
        for unit in self.reporters_of[measure]:
            does_well = min(1.45, max(0.6, self._random(measure, unit.prefecture).gauss(1, 0.2)))
            own_way = self._random(measure, unit.key).uniform(0.85, 1.15)
            weights[unit] = self._size(unit) * does_well * own_way
        return weights

    def _jittered(self, measure: str, label: str, width: float) -> dict[Reporter, float]:
        random = self._random("period", measure, label)
        return {
            unit: weight * random.uniform(1 - width, 1 + width)
            for unit, weight in self.weights[measure].items()
        }

    def _size(self, unit: Reporter) -> float:
        """Return how large a unit is: the counties of a prefecture share its size."""
        whole = float(self.sizes.get(unit.prefecture, 100))
        return whole * self._own(unit) / self.parts[unit.prefecture] if unit.kind == "county" else whole

    def _own(self, unit: Reporter) -> float:
        return self._random("size", unit.key).lognormvariate(0, 0.45)

    def _random(self, *about: object) -> Random:
        return Random("/".join(str(each) for each in (self.seed, *about)))  # noqa: S311 - nothing secret


def _end_of_month(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
