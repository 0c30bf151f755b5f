"""The tables of the units below: how many of their indicators are in which state, and the ranking on comparable ground."""

from yunjiang.assessment.rules.judgement import Status
from yunjiang.documents import ranking
from yunjiang.documents.drafting import Draft
from yunjiang.documents.layout.blocks import Align, Column, Table, TableRow
from yunjiang.documents.material import Unit
from yunjiang.documents.number import What
from yunjiang.documents.phrase import Phrase, phrase
from yunjiang.documents.remarks import as_of
from yunjiang.documents.states import LEGEND, MARKS, WORDS, Among, kept_word, late_word

from . import NOT_APPLICABLE, cell

MATRIX_WIDTH = 20  # units beside each other on a landscape page
_COUNTED = (
    Status.ACHIEVED,
    Status.MET,
    Status.AHEAD,
    Status.ON_COURSE,
    Status.BEHIND,
    Status.NOT_MET,
    Status.NOT_REPORTED,
    Status.NO_DATA,
    Status.NOT_ASSESSED,
)


def by_state(draft: Draft) -> Table:
    """Build the table of the units below with the count of their indicators in each state that occurs."""
    peers = ranking.peers(draft.material)
    occurring = [
        status
        for status in _COUNTED
        if any(each.judgement.status is status for _, all_of in peers for each in all_of)
    ]
    columns = [Column(ranking.counter([unit for unit, _ in peers]), 6.4)]
    columns += [Column(WORDS[status], 3.6, Align.NUMBER) for status in occurring]
    columns.append(Column(f"{kept_word(draft.material)}\n占比（%）", 6.6, Align.NUMBER))
    rows = [
        (
            phrase(unit.short_name),
            *(_count(draft, unit, status.value) for status in occurring),
            _rate(draft, unit),
        )
        for unit, _ in peers
    ]
    return Table(
        f"{_peers_name(draft)}指标进展情况",
        columns,
        rows,
        unit="项",
        notes=(
            as_of(draft.material),
            phrase(
                f"{kept_word(draft.material)}占比=（完成、提前完成、快于预期、基本符合预期）÷可评价指标，"
                "未报送、尚无数据、暂不评价的不计入。"
            ),
        ),
    )


def ranked(draft: Draft) -> Table:
    """Build the ranking of the comparable units; who could not be judged stands last, without a place."""
    columns = (
        Column("位次", 3, Align.MIDDLE),
        Column(ranking.counter([unit for unit, _ in ranking.peers(draft.material)]), 8),
        Column(f"{kept_word(draft.material)}\n占比（%）", 6.6, Align.NUMBER),
        Column("可评价\n（项）", 4, Align.NUMBER),
        Column("达到\n（项）", 4, Align.NUMBER),
        Column(f"{late_word(draft.material)}\n（项）", 4, Align.NUMBER),
        Column("未报送\n（项）", 4, Align.NUMBER),
    )
    rows = [
        (
            cell(draft.cited.cell(What.RANK, organization=unit.key), missing=NOT_APPLICABLE),
            phrase(unit.short_name),
            _rate(draft, unit),
            _count(draft, unit, Among.JUDGED),
            _count(draft, unit, Among.IN_LINE),
            _count(draft, unit, Among.LATE),
            _count(draft, unit, Status.NOT_REPORTED.value),
        )
        for unit, _ in ranking.ranked(draft.material)
    ]
    return Table(
        f"{_peers_name(draft)}进展位次",
        columns,
        rows,
        notes=(
            as_of(draft.material),
            phrase("只对可评价的指标排位，占比相同的位次并列；没有可评价指标的不排位。"),
        ),
    )


def matrix(draft: Draft) -> Table:
    """Build the table of every indicator at every unit below as a mark, for landscape pages."""
    peers = ranking.peers(draft.material)
    columns = [Column("序号", 2.6, Align.MIDDLE), Column("指标", 16.5)]
    columns += [Column(unit.short_name, 2.6, Align.MIDDLE) for unit, _ in peers]
    rows: list[TableRow] = []
    for order, own in enumerate(draft.material.appraisals, start=1):
        marks = []
        for unit, _ in peers:
            each = draft.material.appraisal(own.indicator.code, unit.key)
            marks.append(phrase(MARKS[each.judgement.status] if each else NOT_APPLICABLE))
        rows.append((phrase(str(order)), phrase(own.indicator.name), *marks))
    return Table(
        f"{_peers_name(draft)}各项指标评价一览",
        columns,
        rows,
        notes=(as_of(draft.material), phrase(f"{LEGEND}；—不适用。")),
        is_wide=True,
    )


def _peers_name(draft: Draft) -> str:
    counter = ranking.counter([unit for unit, _ in ranking.peers(draft.material)])
    return f"各{counter}"


def _count(draft: Draft, unit: Unit, among: str) -> Phrase:
    return cell(draft.cited.cell(What.COUNT_AT, organization=unit.key, among=str(among)))


def _rate(draft: Draft, unit: Unit) -> Phrase:
    return cell(draft.cited.cell(What.IN_LINE_RATE, organization=unit.key), missing=NOT_APPLICABLE)
