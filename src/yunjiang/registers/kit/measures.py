"""The measures that registers count in, declared in the ledger before anything is posted."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation

from yunjiang.ledger import measures
from yunjiang.ledger.models import Dimension, Measure

from . import counting, registry
from .declaration import Count, Register
from .refusals import MeasureOfAnotherMeaning

_MEANING = ("unit", "kind", "scale", "counts_persons")


@dataclass(frozen=True)
class _Declared:
    code: str
    name: str
    unit: str
    kind: str
    scale: int
    counts_persons: bool
    is_additive: bool
    dimensions: Sequence[str]
    definition: str


@dataclass(frozen=True)
class _Dimension:
    code: str
    name: str
    values: Sequence[tuple[str, str]]


def declare_measures(registers: Sequence[type[Register]] | None = None) -> None:
    """Declare what registers count, all of them unless told which; again and again changes nothing.

    A measure that a plan declared keeps the plan's words and gets the dimensions it lacks. Raises MeasureOfAnotherMeaning when
    it is counted in another unit or way there.
    """
    wanted = [(each, count) for each in registers or registry.every() for count in each.counts]
    known = {each.code: each for each in Measure.objects.filter(code__in={c.measure for _r, c in wanted})}
    dimensions = {each.code: each for each in Dimension.objects.all()}
    declared: dict[str, _Declared] = {}
    lacking: dict[str, _Dimension] = {}
    # What is kept is read by everybody: in the language of the house, whoever happens to be the first to post.
    with translation.override("zh-hans"):
        for register, count in wanted:
            for code, name in counting.labels(register, count).items():
                found = _dimension(code, name, count, lacking.get(code) or _kept(dimensions.get(code)))
                kept = dimensions.get(code)
                if kept is None or (found.name, dict(found.values)) != (kept.name, kept.values):
                    lacking[code] = found
            stated = declared.get(count.measure) or _stated(known.get(count.measure), count)
            _refuse_another_meaning(register, count, stated)
            wider = sorted({*stated.dimensions, *count.dimensions})
            if count.measure not in known or wider != sorted(stated.dimensions):
                declared[count.measure] = _Declared(**{**vars(stated), "dimensions": wider})
    if declared or lacking:
        measures.declare(declared.values(), dimensions=lacking.values())


def are_declared(count: Count) -> bool:
    """Tell whether the ledger knows the measure of a count with its dimensions and their values."""
    measure = Measure.objects.filter(code=count.measure).first()
    if measure is None or set(count.dimensions) - set(measure.dimensions):
        return False
    known = dict(Dimension.objects.filter(code__in=count.dimensions).values_list("code", "values"))
    return all(set(values) <= set(known.get(code, ())) for code, values in count.dimensions.items())


def _stated(measure: Measure | None, count: Count) -> _Declared:
    if measure is None:
        return _Declared(
            count.measure,
            str(count.name),
            count.unit,
            count.kind,
            count.scale,
            count.counts_persons,
            True,
            (),
            count.definition,
        )
    return _Declared(
        measure.code,
        measure.name,
        measure.unit,
        measure.kind,
        measure.scale,
        measure.counts_persons,
        measure.is_additive,
        measure.dimensions,
        measure.definition,
    )


def _kept(dimension: Dimension | None) -> _Dimension | None:
    if dimension is None:
        return None
    return _Dimension(dimension.code, dimension.name, list(dimension.values.items()))


def _dimension(code: str, name: str, count: Count, known: _Dimension | None) -> _Dimension:
    """Return a dimension with the values of a count after those it has already; one called by its code gets a name."""
    values = dict(known.values) if known else {}
    for value, label in count.dimensions[code].items():
        values.setdefault(value, str(label))
    return _Dimension(code, known.name if known and known.name != code else name, list(values.items()))


def _refuse_another_meaning(register: type[Register], count: Count, stated: _Declared) -> None:
    for name in _MEANING:
        if getattr(stated, name) != getattr(count, name):
            raise MeasureOfAnotherMeaning(
                register.code, count.measure, name, getattr(stated, name), getattr(count, name)
            )
