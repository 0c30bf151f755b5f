"""Published values: as stated, with their bounds, their odd periods and their contradictions."""

from datetime import date
from decimal import Decimal

from yunjiang.documents.material import Statement
from yunjiang.documents.opening import opened
from yunjiang.documents.tables.sources import groups

from .given import appraisal, material
from .laid import filed, written


def statement(row: int, subject: str, printed: str, value: str, unit: str, **more: object) -> Statement:
    told: dict[str, object] = {
        "organization": "530000", "organization_name": "云南省", "measure": "m", "period": "2024",
        "since_on": None, "happened_on": date(2023, 5, 7), "bound": "exact", "title": "云南网", "url": "", "quote": printed,
        **more,
    }  # fmt: skip
    return Statement(
        source=f"publication:{row}", subject=subject, printed=printed, value=Decimal(value), unit=unit, **told
    )  # type: ignore[arg-type]


SAID = (
    statement(1, "技能人才总量", "541.28万人", "5412800", "人"),
    statement(2, "各级工匠学院", "51所", "51", "所", conflicts_with=("publication:3",)),
    statement(3, "各级工匠学院", "71家", "71", "家", conflicts_with=("publication:2",)),
    statement(
        4, "职业技能竞赛参赛选手", "近12万人", "120000", "人", bound="about", since_on=date(2021, 10, 19)
    ),
    statement(5, "元旦春节走访慰问", "21万人次", "210000", "人次", is_expected=True),
    statement(6, "参赛职工", "600万人次", "6000000", "人次", bound="at_least", since_on=date(2021, 1, 1)),
    statement(7, "互助金", "2631760万元", "26317600000", "元", doubt="数值与参加人数不符"),
)


def test_contradictions_announcements_odd_periods_and_doubts_stand_apart():
    found = {
        title: [each.source[-1] for each in given] for title, given in groups(material([], statements=SAID))
    }
    assert found == {
        "同一事项有不同说法的，分别照录": ["2", "3"],
        "属预计或安排、并非完成数的": ["5"],
        "统计时段与规划期不一致的": ["4"],
        "来源存疑的": ["7"],
        "其他": ["1", "6"],
    }


def test_every_statement_stands_in_exactly_one_group():
    given = [each for _, group in groups(material([], statements=SAID)) for each in group]
    assert sorted(each.source for each in given) == sorted(each.source for each in SAID)


def test_values_are_printed_as_their_sources_print_them_and_bound(tmp_path):
    given = material(
        [appraisal("2.1.2", "6000000", bound="at_least", data_set="published")],
        data_set="published",
        statements=SAID,
    )
    composed = written("annual_report", given)
    text = "".join(line.text for line in opened(filed(composed, tmp_path)).lines)
    assert "公开发布值来源清单" in text
    assert "未经核实汇总" in text
    shown = [each.shown for each in composed.identities.numbers]
    for each in ("近12万人", "51所", "71家", "2631760万元", "至少600万人次", "7条"):
        assert each in shown


def test_statements_about_later_days_are_counted_and_not_used(tmp_path):
    later = statement(8, "技能人才总量", "560万人", "5600000", "人", happened_on=date(2025, 5, 7))
    given = material([appraisal("3.4.1", "5412800")], data_set="published", statements=(*SAID, later))
    composed = written("annual_report", given)
    shown = [each.shown for each in composed.identities.numbers]
    assert "560万人" not in shown
    assert "1条" in shown
    assert "7条" in shown


def test_a_document_of_published_values_says_what_they_are_not(tmp_path):
    given = material([appraisal("3.4.1", "5412800")], data_set="published", statements=SAID)
    for kind in ("annual_report", "mid_term_evaluation"):
        text = "".join(line.text for line in opened(filed(written(kind, given), tmp_path)).lines)
        assert "没有见到发布不等于没有完成" in text
