"""Declaring what is counted. A declaration may come again and again; it never changes what posted quantities mean."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from yunjiang.access import trail

from .models import Breakdown, Dimension, Entry, Measure, MeasureKind
from .refusals import BadDeclaration, DimensionValueInUse, MeasureInUse, UnknownDimension

_CODE = re.compile(r"[\w.\-]{1,64}")
_VALUE = re.compile(r"[^;=\s\x00-\x1f]{1,60}")  # `;` and `=` divide the parts of a breakdown's key
_MEANING = ("unit", "kind", "scale", "counts_persons", "is_additive")
_LARGEST_SCALE = 9


class MeasureDeclaration(Protocol):
    """Anything that says what a measure is; a plan's declarations do."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def scale(self) -> int: ...
    @property
    def counts_persons(self) -> bool: ...
    @property
    def is_additive(self) -> bool: ...
    @property
    def dimensions(self) -> Sequence[str]: ...
    @property
    def definition(self) -> str: ...


class DimensionDeclaration(Protocol):
    """Anything that says by what quantities are broken down; `values` are pairs of code and label."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def values(self) -> Sequence[tuple[str, str]]: ...


def declare(
    declarations: Iterable[MeasureDeclaration], *, dimensions: Iterable[DimensionDeclaration] = ()
) -> None:
    """Make or renew measures, and before them the dimensions they name. Declaring the same twice changes nothing.

    Once a measure has entries its unit, kind, scale, additivity, counting of persons and existing dimensions stand: raises
    MeasureInUse. Raises UnknownDimension, DimensionValueInUse and BadDeclaration.
    """
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    with trail.recording("ledger.declare") as deed:
        for dimension in dimensions:
            if _declare_dimension(dimension):
                after[f"dimension {dimension.code}"] = dict(dimension.values)
        known = set(Dimension.objects.values_list("code", flat=True))
        measures = {measure.code: measure for measure in Measure.objects.all()}
        for declaration in declarations:
            _refuse_the_impossible(declaration)
            for code in declaration.dimensions:
                if code not in known:
                    raise UnknownDimension(declaration.code, code)
            stated: dict[str, Any] = {
                "name": declaration.name,
                "unit": declaration.unit,
                "kind": str(declaration.kind),
                "scale": declaration.scale,
                "counts_persons": declaration.counts_persons,
                "is_additive": declaration.is_additive,
                "dimensions": sorted(set(declaration.dimensions)),
                "definition": declaration.definition,
            }
            measure = measures.get(declaration.code)
            if measure is None:
                measures[declaration.code] = Measure.objects.create(code=declaration.code, **stated)
                after[declaration.code] = stated
            elif any(getattr(measure, name) != value for name, value in stated.items()):
                _refuse_new_meaning(measure, stated)
                before[declaration.code] = {name: getattr(measure, name) for name in stated}
                after[declaration.code] = stated
                for name, value in stated.items():
                    setattr(measure, name, value)
                measure.save()
        if after:
            deed.changed(before=before, after=after)
        else:
            deed.changed_nothing()


def _declare_dimension(declaration: DimensionDeclaration) -> bool:
    """Make or renew a dimension; say whether anything changed."""
    values = dict(declaration.values)
    for value in values:
        if not _VALUE.fullmatch(value):
            raise BadDeclaration(declaration.code, "values", value)
    if not _VALUE.fullmatch(declaration.code):
        raise BadDeclaration(declaration.code, "code", declaration.code)
    dimension = Dimension.objects.filter(code=declaration.code).first()
    if dimension is None:
        Dimension.objects.create(code=declaration.code, name=declaration.name, values=values)
        return True
    for dropped in sorted(set(dimension.values) - set(values)):
        if _is_carried(declaration.code, dropped):
            raise DimensionValueInUse(declaration.code, dropped)
    if (dimension.name, dimension.values) == (declaration.name, values):
        return False
    dimension.name, dimension.values = declaration.name, values
    dimension.save()
    return True


def _is_carried(dimension: str, value: str) -> bool:
    part = f"{dimension}={value}"
    return any(part in key.split(";") for key in Breakdown.objects.values_list("key", flat=True))


def _refuse_the_impossible(declaration: MeasureDeclaration) -> None:
    if not _CODE.fullmatch(declaration.code):
        raise BadDeclaration(declaration.code, "code", declaration.code)
    if declaration.kind not in MeasureKind.values:
        raise BadDeclaration(declaration.code, "kind", declaration.kind)
    if not 0 <= declaration.scale <= _LARGEST_SCALE:
        raise BadDeclaration(declaration.code, "scale", declaration.scale)
    if not declaration.unit:
        raise BadDeclaration(declaration.code, "unit", "")


def _refuse_new_meaning(measure: Measure, stated: dict[str, Any]) -> None:
    changed = [name for name in _MEANING if getattr(measure, name) != stated[name]]
    if set(measure.dimensions) - set(stated["dimensions"]):
        changed.append("dimensions")
    if changed and Entry.objects.filter(measure=measure).exists():
        raise MeasureInUse(measure.code, changed[0], getattr(measure, changed[0]), stated[changed[0]])
