"""The indicator tables: the short one of the body and the detailed one of the annex, binding and expected apart."""

from collections.abc import Callable, Iterable

from yunjiang.assessment.rules.judgement import Status
from yunjiang.documents.citing import Scale, scale_of
from yunjiang.documents.drafting import Draft
from yunjiang.documents.layout.blocks import Align, Band, Column, Table, TableRow
from yunjiang.documents.material import Appraisal
from yunjiang.documents.number import What
from yunjiang.documents.phrase import Blank, Phrase, Wording, phrase
from yunjiang.documents.remarks import as_of, rounding
from yunjiang.documents.states import LEGEND, marked
from yunjiang.plans.document import Basis, Comparator, Nature

from . import NOT_APPLICABLE, NOT_AVAILABLE, cell

_NATURES = {Nature.BINDING: "约束性", Nature.EXPECTED: "预期性", Nature.NOT_GIVEN: "未注明"}
_COMPARATORS = {
    Comparator.AT_LEAST: "≥",
    Comparator.MORE_THAN: "＞",
    Comparator.AT_MOST: "≤",
    Comparator.LESS_THAN: "＜",
    Comparator.EQUAL: "",
    Comparator.RANGE: "",
}

RowOf = Callable[[int, Appraisal], TableRow]


def short(draft: Draft) -> Table:
    """Build the table of the main indicators for a portrait page."""
    columns = (
        Column("序号", 2.6, Align.MIDDLE),
        Column("指标", 12.1),
        Column("单位", 3.7, Align.MIDDLE),
        Column("目标值", 4.4, Align.NUMBER),
        Column("完成值", 4.8, Align.NUMBER),
        Column("完成率\n（%）", 3.8, Align.NUMBER),
        Column("差距\n（点）", 3.9, Align.NUMBER),
        Column("评价", 7.8),
    )

    def row(order: int, each: Appraisal) -> TableRow:
        scale = _scale(each)
        return (
            phrase(str(order)),
            phrase(each.indicator.name),
            phrase(scale.unit),
            target(draft, each, scale),
            value(draft, each, scale),
            rate(draft, each, What.COMPLETION),
            rate(draft, each, What.GAP),
            phrase(marked(each)),
        )

    return Table(
        f"{draft.material.unit.name}主要指标完成情况",
        columns,
        list(_grouped(draft, row)),
        notes=(
            as_of(draft.material),
            phrase(
                "完成值：累计类指标自规划期初累计，年度类指标为当年值，其余为期末值。差距：实际进度比应达进度超前（正）或"
                "落后（负）的百分点。"
            ),
            phrase(f"评价：{LEGEND}。“…”表示数据缺，“—”表示不适用。"),
        ),
    )


def detailed(draft: Draft) -> Table:
    """Build the detailed table for landscape pages: this year beside the sum, the course, the forecast, who leads."""
    columns = (
        Column("序号", 2.6, Align.MIDDLE),
        Column("指标", 11),
        Column("属性", 3.9, Align.MIDDLE),
        Column("单位", 3.7, Align.MIDDLE),
        Column("目标值", 4.4, Align.NUMBER),
        Column("当年\n完成", 4.4, Align.NUMBER),
        Column("完成值", 4.6, Align.NUMBER),
        Column("完成率\n（%）", 3.8, Align.NUMBER),
        Column("应达值", 4.4, Align.NUMBER),
        Column("差距\n（点）", 3.9, Align.NUMBER),
        Column("评价", 7.8),
        Column("预计\n到期", 4.4, Align.NUMBER),
        Column("责任\n单位", 5),
    )

    def row(order: int, each: Appraisal) -> TableRow:
        scale = _scale(each)
        return (
            phrase(str(order)),
            phrase(each.indicator.name),
            phrase(_NATURES[each.indicator.nature]),
            phrase(scale.unit),
            target(draft, each, scale),
            _year(draft, each, scale),
            value(draft, each, scale),
            rate(draft, each, What.COMPLETION),
            cell(draft.cited.cell(What.REQUIRED, each, scale), missing=NOT_APPLICABLE),
            rate(draft, each, What.GAP),
            phrase(marked(each)),
            cell(draft.cited.cell(What.FORECAST, each, scale), missing=NOT_AVAILABLE),
            responsible(draft, each),
        )

    return Table(
        f"{draft.material.unit.name}指标完成情况明细",
        columns,
        list(_grouped(draft, row)),
        notes=(as_of(draft.material), rounding(), phrase(f"评价：{LEGEND}。")),
        is_wide=True,
    )


def target(draft: Draft, each: Appraisal, scale: Scale) -> Phrase:
    """Return the target as a table shows it: with its comparator, or as a range; — where nothing was handed down."""
    number = draft.cited.cell(What.TARGET, each, scale, fixed=False)
    if each.indicator.comparator is Comparator.RANGE:
        return cell(
            number, "～", draft.cited.cell(What.TARGET_MAX, each, scale, fixed=False), missing=NOT_APPLICABLE
        )
    return cell(_COMPARATORS[each.indicator.comparator], number, missing=NOT_APPLICABLE)


def value(draft: Draft, each: Appraisal, scale: Scale) -> Phrase:
    """Return the value to date; … when nothing is known."""
    return cell(draft.cited.cell(What.VALUE, each, scale))


def rate(draft: Draft, each: Appraisal, what: What) -> Phrase:
    """Return a rate or a gap: … when the value is not known, — when it is but the number has no meaning.

    A gap has none where the indicator is not judged: it would be read as the judgement that was withheld.
    """
    if what is What.GAP and each.judgement.status is Status.NOT_ASSESSED:
        return phrase(NOT_APPLICABLE)
    missing = NOT_AVAILABLE if each.value is None else NOT_APPLICABLE
    return cell(draft.cited.cell(what, each), missing=missing)


def responsible(draft: Draft, each: Appraisal) -> Phrase:
    """Return who leads, by the plan; a blank where the plan names nobody."""
    if each.indicator.lead is None:
        return phrase(Blank(f"lead.{each.indicator.code}", f"责任单位 {each.indicator.name}"))
    return phrase("、".join(draft.material.names.get(key, key) for key in each.indicator.lead))


def _year(draft: Draft, each: Appraisal, scale: Scale) -> Phrase:
    if each.indicator.basis is not Basis.CUMULATIVE:
        return phrase(NOT_APPLICABLE)
    return cell(draft.cited.cell(What.YEAR_VALUE, each, scale))


def _scale(each: Appraisal) -> Scale:
    return scale_of(each.indicator, each.judgement.target)


def _grouped(draft: Draft, row: RowOf) -> Iterable[TableRow | Band]:
    """Yield the rows in bands: by nature when the plan tells natures apart, otherwise by initiative."""
    order = 0
    for title, appraisals in _bands(draft):
        if not appraisals:
            continue
        yield Band(phrase(title))
        for each in appraisals:
            order += 1
            yield row(order, each)


def _bands(draft: Draft) -> Iterable[tuple[Wording, list[Appraisal]]]:
    material = draft.material
    natures = {each.indicator.nature for each in material.appraisals}
    if natures - {Nature.NOT_GIVEN}:
        for nature in Nature:
            chosen = [each for each in material.appraisals if each.indicator.nature is nature]
            yield f"{_NATURES[nature]}指标" if nature is not Nature.NOT_GIVEN else "未注明属性的指标", chosen
        return
    for initiative in material.plan.initiatives:
        yield initiative.name, material.of_initiative(initiative.code)
