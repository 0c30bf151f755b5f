"""Next year's plan: what each indicator must reach, by whom and by when; what only the office knows stays blank."""

from yunjiang.documents.citing import scale_of
from yunjiang.documents.drafting import Draft
from yunjiang.documents.layout.blocks import Align, Band, Column, Table, TableRow
from yunjiang.documents.material import Appraisal
from yunjiang.documents.number import What
from yunjiang.documents.phrase import phrase
from yunjiang.documents.remarks import as_of
from yunjiang.standards.periods import day_label

from . import NOT_APPLICABLE, NOT_AVAILABLE, cell
from .indicators import responsible, target, value


def planned(draft: Draft) -> list[Appraisal]:
    """Return the indicators that next year asks something of."""
    return [each for each in draft.material.appraisals if each.next_year is not None]


def next_year(draft: Draft) -> Table:
    """Build the table of next year's tasks, by initiative."""
    material = draft.material
    columns = (
        Column("序号", 2.6, Align.MIDDLE),
        Column("任务（指标）", 11.5),
        Column("单位", 3.7, Align.MIDDLE),
        Column("规划\n目标", 4.4, Align.NUMBER),
        Column("已完成", 4.6, Align.NUMBER),
        Column("下年末\n应达", 4.4, Align.NUMBER),
        Column("下年需\n完成", 4.4, Align.NUMBER),
        Column("主要措施", 8),
        Column("完成时限", 7.2, Align.MIDDLE),
        Column("责任单位", 5.2),
        Column("责任人", 5.2),
    )
    rows: list[TableRow | Band] = []
    order = 0
    for initiative in material.plan.initiatives:
        chosen = [each for each in material.of_initiative(initiative.code) if each.next_year is not None]
        if chosen:
            rows.append(Band(phrase(initiative.name)))
        for each in chosen:
            order += 1
            rows.append(_row(draft, order, each))
    return Table(
        f"{material.on.year + 1}年度工作计划",
        columns,
        rows,
        notes=(
            as_of(material),
            phrase(
                "下年末应达：按规划进程要求到下年末应达到的数值；下年需完成：应达数值减已完成数值，比率和时点类指标不计。"
            ),
        ),
        is_wide=True,
    )


def _row(draft: Draft, order: int, each: Appraisal) -> TableRow:
    assert each.next_year is not None
    scale = scale_of(each.indicator, each.judgement.target)
    code, name = each.indicator.code, each.indicator.name
    missing = NOT_AVAILABLE if each.value is None else NOT_APPLICABLE
    return (
        phrase(str(order)),
        phrase(name),
        phrase(scale.unit),
        target(draft, each, scale),
        value(draft, each, scale),
        cell(draft.cited.cell(What.NEXT_YEAR_STAND, each, scale), missing=NOT_APPLICABLE),
        cell(draft.cited.cell(What.NEXT_YEAR_ADD, each, scale), missing=missing),
        phrase(draft.blank(f"measures.{code}", f"主要措施 {name}")),
        phrase(day_label(each.next_year.ends_on)),
        responsible(draft, each),
        phrase(draft.blank(f"person.{code}", f"责任人 {name}")),
    )
