"""What a document tells of how things stand: kept as such, and the baseline of a promise on the same thing.

产茶300吨 in 2030年产茶300吨，到2035年达到500吨 is no promise; it is where the promise starts from.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from . import naming
from .plain import Plain
from .promises import Passed, Target

_REACHED = "reached"  # the reason for which a number is no promise but a fact
_NO_LEVEL = ("年", "月", "天", "日", "小时", "个工作日", "工作日", "倍", "个百分点")  # how long, by how much
_YEAR = re.compile(r"(?<![\d—])((?:19|20)\d\d)年")
_STOPS = re.compile(r"[，；。：！？\n]")
_LEADS_IN = re.compile(r"^.*(?:(?:19|20)\d\d年(?:底|末|全年)?|截[至止]目前|目前|去年)[，、]?")
_LEADING = re.compile(
    r"^(?:我[国省市县]|全[国省市县区州]|本[省市县区州])?(?:的)?(?:现|共|已)?(?:有|建成|拥有)?"
)
_TRAILING = re.compile(r"(?:仅|仍|只|已|连续|一度|首次|由|从|高|共)+$")
_LEVELS = ("stock", "ratio", "share")  # what a level of before is the baseline of


@dataclass(frozen=True)
class Actual:
    """One number as a document tells that it stood; `year` as far as its sentence says."""

    name: str
    value: Decimal
    unit: str
    year: int | None
    start: int
    end: int


def actuals(plain: Plain, passed: Iterable[Passed]) -> Iterator[Actual]:
    """Yield the numbers that were passed over because they tell what has been reached, with their names."""
    for each in passed:
        is_level = (
            each.quantity.unit and each.quantity.unit not in _NO_LEVEL and each.quantity.value_max is None
        )
        if each.reason != _REACHED or not is_level:
            continue
        start, end = each.at + each.quantity.start, each.at + each.quantity.end
        before = plain.text[each.at : start]
        clause = _LEADS_IN.sub("", before[max((stop.end() for stop in _STOPS.finditer(before)), default=0) :])
        name = _LEADING.sub("", _TRAILING.sub("", naming.before(clause)))
        years = _YEAR.findall(before)
        if len(name) > 1 and not re.search(r"\d", name):
            year = int(years[-1]) if years else None
            yield Actual(name, each.quantity.value, each.quantity.unit, year, start - len(clause), end)


def with_baselines(targets: Sequence[Target], told: Sequence[Actual]) -> list[Target]:
    """Return promises of a level with what the document says that it was, the latest year first, where it says the year."""
    known = sorted((each for each in told if each.year), key=lambda each: -(each.year or 0))
    return [_with_baseline(each, known) for each in targets]


def _with_baseline(target: Target, known: Sequence[Actual]) -> Target:
    if target.baseline is not None or target.basis not in _LEVELS:
        return target
    for each in known:
        is_before = target.by.year is None or (each.year or 0) < target.by.year
        if is_before and each.unit == target.unit and each.name == _LEADING.sub("", target.name):
            return replace(target, baseline=each.value, baseline_year=each.year)
    return target
