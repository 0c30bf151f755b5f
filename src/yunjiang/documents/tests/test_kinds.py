"""Whole documents: every kind, for a province, for a unit below, and for one of which nothing is known."""

from dataclasses import replace
from datetime import date

import pytest

from yunjiang.documents import kinds
from yunjiang.documents.composing import Issuance, slots
from yunjiang.documents.kinds.kind import assembled
from yunjiang.documents.layout.blocks import Heading, Paragraph
from yunjiang.documents.numerals import PLACEHOLDER
from yunjiang.documents.opening import opened
from yunjiang.documents.refusals import UnknownKind

from .given import ON, PREFECTURES, appraisal, material, province, yunnan
from .laid import Parts, filed, written


@pytest.fixture(scope="module")
def whole():
    return province()


def text_of(composed, tmp_path):
    return "\n".join(line.text for line in opened(filed(composed, tmp_path)).lines)


@pytest.mark.parametrize("kind", list(kinds.ALL))
def test_every_kind_is_written_for_the_province(kind, whole, tmp_path):
    given = province(date(2025, 12, 31)) if kind == "final_evaluation" else whole
    text = text_of(written(kind, given), tmp_path)
    assert "《云南省新时代产业工人队伍建设改革“十四五”规划》" in text.replace("\n", "")
    assert "，，" not in text
    assert "None" not in text
    assert "。。" not in text


@pytest.mark.parametrize("kind", list(kinds.ALL))
def test_every_kind_is_written_for_a_unit_below_and_for_one_of_which_nothing_is_known(kind, tmp_path):
    kunming = PREFECTURES[0]
    known = material(
        [appraisal("1.1.1", "400", unit=kunming, target="900")], unit=kunming, issuer="昆明市总工会"
    )
    assert "昆明市" in text_of(written(kind, known), tmp_path)
    silent = material(
        [appraisal(each.code, None, unit=kunming, target=None) for each in yunnan().indicators], unit=kunming
    )
    assert "尚无数据" in text_of(written(kind, silent), tmp_path)
    empty = material([], unit=kunming)
    assert text_of(written(kind, empty), tmp_path)


def test_an_annual_report_has_the_chapters_of_its_kind(whole, tmp_path):
    parts = Parts(written("annual_report", whole).content)
    headings = ["".join(each.itertext()) for each in parts.find("//w:p[w:pPr/w:pStyle/@w:val='Heading1']")]
    assert headings == [
        "一、主要指标完成情况",
        "二、重点任务推进情况",
        "三、特色亮点与典型经验",
        "四、存在的困难问题及原因",
        "五、2024年度工作计划",
        "六、意见建议",
    ]
    initiatives = [
        "".join(each.itertext()) for each in parts.find("//w:p[w:pPr/w:pStyle/@w:val='Heading2']")
    ][:5]
    assert [each[:3] for each in initiatives] == ["（一）", "（二）", "（三）", "（四）", "（五）"]


def test_a_final_evaluation_plans_no_next_year(tmp_path):
    text = text_of(written("final_evaluation", province(date(2025, 12, 31))), tmp_path)
    assert "2026年度工作计划" not in text
    assert "对下一个规划期的建议" in text


def test_demonstration_data_are_marked_on_the_first_page_in_the_header_and_under_tables(whole, tmp_path):
    composed = written("annual_report", whole)
    parts = Parts(composed.content)
    assert "演示数据" in "".join(parts.values("//w:p[w:pPr/w:pStyle/@w:val='Notice']//w:t/text()"))
    for name in parts.names():
        if name.startswith("word/header"):
            assert "演示数据" in "".join(parts.values("//w:t/text()", name))
    notes = ["".join(each.itertext()) for each in parts.find("//w:p[w:pPr/w:pStyle/@w:val='TableNote']")]
    assert sum("演示数据" in note for note in notes) >= 3


def test_operational_data_carry_no_such_mark(tmp_path):
    given = material([appraisal("1.1.1", "12400", data_set="operational")], data_set="operational")
    assert "演示数据" not in text_of(written("annual_report", given), tmp_path)


def test_narrative_fills_its_slots_and_the_rest_keep_their_prompts(whole, tmp_path):
    text = text_of(written("annual_report", whole, {"highlights": "全省首创“工匠夜校”。"}), tmp_path)
    assert "全省首创“工匠夜校”。" in text
    assert "【待填：上述问题的主要原因" in text


def test_the_places_for_the_offices_words_are_told_with_their_keys(whole):
    found = {each.key: each for each in slots("annual_report", whole)}
    assert {"highlights", "causes", "suggestions", "practice.1", "progress.3.1.M1", "person.2.2.5"} <= set(
        found
    )
    assert found["highlights"].prompt
    assert len(found) == len(slots("annual_report", whole))


def test_who_issues_to_whom_may_be_told(whole, tmp_path):
    issuance = Issuance(
        "云南省总工会", "省委改革办", "云工报〔2024〕1号", "张三", "省政府办公厅", date(2024, 1, 5)
    )
    text = text_of(written("annual_report", whole, issuance=issuance), tmp_path)
    for each in (
        "云南省总工会文件",
        "省委改革办：",
        "云工报〔2024〕1号",
        "签发人：张三",
        "抄送：省政府办公厅。",
        "2024年1月5日",
    ):
        assert each in text


def test_an_unknown_kind_is_refused_with_those_there_are(whole):
    with pytest.raises(UnknownKind, match="annual_report"):
        written("poem", whole)


def test_the_same_material_gives_the_same_bytes_and_another_position_does_not(whole):
    first, second = written("bulletin", whole), written("bulletin", whole)
    assert first.content == second.content
    assert written("bulletin", replace(whole, position=13)).number != first.number


def test_a_heading_with_nothing_under_it_is_left_out():
    blocks = [
        Heading(1, ("甲",)), Heading(2, ("空",)), Heading(1, ("乙",)), Paragraph(("有",)), Heading(1, ("丙",)),
    ]  # fmt: skip
    assert assembled(blocks) == [Heading(1, ("乙",)), Paragraph(("有",))]


def test_units_stand_in_the_order_of_their_codes_unless_ranked(whole):
    parts = Parts(written("annual_report", whole).content)
    header = ["".join(each.itertext()) for each in parts.find("//w:tbl[.//w:t='曲靖']/w:tr[1]/w:tc")]
    assert header[2:5] == ["昆明", "曲靖", "玉溪"]
    assert header[-1] == "迪庆"


def test_binding_and_expected_targets_stand_apart_when_the_plan_tells_them(tmp_path):
    from yunjiang.plans.document import Nature

    plan = yunnan()
    natures = {"1.1.1": Nature.BINDING, "1.3.4": Nature.EXPECTED}
    changed = replace(
        plan,
        indicators=tuple(
            replace(each, nature=natures[each.code]) for each in plan.indicators if each.code in natures
        ),
    )
    given = material(
        [appraisal("1.1.1", "12400", plan=changed), appraisal("1.3.4", "20", plan=changed)], plan=changed
    )
    text = text_of(written("annual_report", given), tmp_path)
    assert f"约束性指标{PLACEHOLDER}，基本符合预期。预期性指标{PLACEHOLDER}，" in text
    bands = Parts(written("annual_report", given).content).find("//w:p[w:pPr/w:pStyle/@w:val='TableBand']")
    assert ["".join(each.itertext()) for each in bands][:2] == ["约束性指标", "预期性指标"]
    assert given.on == ON
