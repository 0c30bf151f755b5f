"""How a pivot is to be laid out, read from the address: what down, what across, which values, of what."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yunjiang.figures.crossing import Axis
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Kind
from yunjiang.standards.periods import PeriodKind
from yunjiang.web.pages.selection import Selection

Choice = TypeVar("Choice", bound=StrEnum)

AXES: dict[Axis, Promise] = {
    Axis.INDICATOR: pgettext_lazy("axis", "indicators"),
    Axis.UNIT: pgettext_lazy("axis", "units"),
    Axis.PERIOD: pgettext_lazy("axis", "periods"),
    Axis.BREAKDOWN: pgettext_lazy("axis", "breakdown"),
    Axis.CHANNEL: pgettext_lazy("axis", "reported and evidenced"),
}


class Shown(StrEnum):
    """What stands in the cells."""

    VALUE = "value"
    SHARE = "share"
    CHANGE = "change"
    COMPLETION = "completion"


SHOWN: dict[Shown, Promise] = {
    Shown.VALUE: _("value"),
    Shown.SHARE: _("share of the column's total"),
    Shown.CHANGE: _("change against the same days a year before"),
    Shown.COMPLETION: _("completion rate"),
}
RHYTHMS: dict[PeriodKind, Promise] = {
    PeriodKind.YEAR: _("years"),
    PeriodKind.HALF: _("halves"),
    PeriodKind.QUARTER: _("quarters"),
    PeriodKind.MONTH: _("months"),
}
LEVELS = (
    Kind.PREFECTURE,
    Kind.COUNTY,
    Kind.DEPARTMENT,
    Kind.INDUSTRY_SYSTEM,
    Kind.FUNCTIONAL_AREA,
    Kind.ENTERPRISE,
    Kind.UNION,
)


@dataclass(frozen=True)
class Wishes:
    """`levels` are the kinds of units that there are below; `codes` the indicators, in plan order and never none."""

    rows: Axis
    columns: Axis
    shown: Shown
    codes: tuple[str, ...]
    level: Kind | None
    rhythm: PeriodKind
    dimension: str
    levels: tuple[Kind, ...]

    @classmethod
    def asked(cls, selection: Selection, asked: QueryDict) -> "Wishes":
        """Read the wishes; what is missing or not understood is what most people want to see."""
        rows = _one(Axis, asked.get("rows", ""), Axis.UNIT)
        columns = _one(Axis, asked.get("columns", ""), Axis.PERIOD)
        if rows is columns:
            columns = Axis.PERIOD if rows is not Axis.PERIOD else Axis.UNIT
        document = selection.document
        wanted = set(asked.getlist("code"))
        codes = tuple(each.code for each in document.indicators if each.code in wanted)
        is_laid_out = Axis.INDICATOR in (rows, columns)
        if not codes:
            codes = tuple(each.code for each in document.indicators[: None if is_laid_out else 1])
        below = organizations.descendants(selection.place.organization_id, selection.on)
        kinds = set(below.order_by().values_list("kind", flat=True).distinct())
        levels = tuple(each for each in LEVELS if each in kinds)
        level = next((each for each in levels if each == asked.get("level")), levels[0] if levels else None)
        dimensions = [each.code for each in document.dimensions]
        dimension = asked.get("dimension", "")
        if dimension not in dimensions:
            dimension = dimensions[0] if dimensions else ""
        return cls(
            rows,
            columns,
            _one(Shown, asked.get("shown", ""), Shown.VALUE),
            codes if is_laid_out else codes[:1],
            level,
            _one(PeriodKind, asked.get("by", ""), PeriodKind.YEAR),
            dimension,
            levels,
        )

    @property
    def axes(self) -> tuple[Axis, Axis]:
        return self.rows, self.columns

    @property
    def fields(self) -> Sequence[tuple[str, str]]:
        """Return what an address carries to lay out the same again."""
        return [
            ("rows", self.rows.value),
            ("columns", self.columns.value),
            ("shown", self.shown.value),
            ("by", self.rhythm.value),
            ("level", self.level.value if self.level else ""),
            ("dimension", self.dimension),
            *(("code", each) for each in self.codes),
        ]


def _one(choices: type[Choice], text: str, otherwise: Choice) -> Choice:
    return next((each for each in choices if each.value == text), otherwise)
