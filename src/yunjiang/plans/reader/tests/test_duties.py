"""Who reports, assesses and meets by when, and who is responsible."""

from datetime import date

import pytest

from yunjiang.plans.reader.drafting import resolved
from yunjiang.plans.reader.duties import Duty
from yunjiang.plans.reader.duty_drafting import due_of, kind_of
from yunjiang.plans.reader.items import items_of
from yunjiang.plans.reader.reading import Reading, read


def reading(sentence: str) -> Reading:
    return read(f"就业促进方案（2023—2025年）\n一、扩大就业容量\n加强培训。\n二、保障措施\n{sentence}")


def only(sentence: str) -> Duty:
    (found,) = reading(sentence).duties
    return found


def test_a_report_says_who_to_whom_by_when() -> None:
    found = only("各市（州）要于每年12月15日前将进展情况报省就业工作领导小组办公室。")
    assert (found.kind, found.who, found.to, found.when) == (
        "report",
        "各市（州）",
        "省就业工作领导小组办公室",
        "每年12月15日前",
    )


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("2024年底开展中期评估。", "mid_term"),
        ("2025年末对规划实施情况进行总体评估。", "final"),
        ("每年年底对实施情况进行总结评价。", "annual_summary"),
        ("各县每年12月底前向省就业办报送工作总结情况表。", "annual_summary"),
        ("各县每年12月底前向省就业办报送进展情况。", "annual_return"),
        ("定期召开协调推进会。", "meeting"),
        ("各地要结合实际制定实施方案。", "work_list"),
        ("近期开展1次专题学习研讨活动。", "study"),
    ],
)
def test_a_duty_is_of_a_kind_that_plan_files_know(sentence: str, kind: str) -> None:
    assert kind_of(only(sentence)) == kind


def test_a_duty_of_two_years_is_two() -> None:
    found = reading("各地要分别在2023年末和2025年末，开展中期评估和总体评估。").duties
    assert [(each.when, kind_of(each)) for each in found] == [("2023年末", "mid_term"), ("2025年末", "final")]


def test_what_was_done_is_no_duty() -> None:
    assert reading("会议听取了工作报告，已向省政府报送。").duties == []


@pytest.mark.parametrize(
    ("when", "every", "due"),
    [
        ("每年12月15日前", "year", "12-15"),
        ("当年12月底", "year", "12-31"),
        ("每年年底", "year", "12-31"),
        ("2023年末", "once", date(2023, 12, 31)),
        ("2024年6月底前", "once", date(2024, 6, 30)),
        ("2024年2月", "once", date(2024, 2, 29)),
        ("定期", "as_needed", ""),
        ("", "as_needed", ""),
    ],
)
def test_a_term_is_told_as_plan_files_tell_it(when: str, every: str, due: str | date) -> None:
    assert due_of(when) == (every, due)


@pytest.mark.parametrize(
    ("sentence", "who", "to", "when", "every", "due"),
    [
        ("各茶场每季度末向县茶业局报送进展。", "各茶场", "县茶业局", "每季度末", "as_needed", ""),
        ("县茶办每年第一季度向县政府专题报告产销情况。", "县茶办", "县政府", "每年第一季度", "year", "03-31"),
        ("各乡镇要在2031年6月底前出台办法，并于每年1月底前报送上年度工作总结。", "各乡镇", "", "每年1月底前", "year", "01-31"),
        ("第八条 县茶业局每月2日前将进度报县茶叶办公室。", "县茶业局", "县茶叶办公室", "每月2日前", "as_needed", ""),
        ("重要情况及时向县人民政府报告。", "", "县人民政府", "及时", "as_needed", ""),
        ("2031年下半年组织开展中期评估。", "", "", "2031年下半年", "once", date(2031, 12, 31)),
    ],
)  # fmt: skip
def test_a_duty_says_who_to_whom_by_when(
    sentence: str, who: str, to: str, when: str, every: str, due: str | date
) -> None:
    found = only(sentence)
    assert (found.who, found.to, found.when, *due_of(found.when)) == (who, to, when, every, due)


def test_a_duty_of_two_days_of_the_year_is_two() -> None:
    found = reading("各乡镇要于6月20日和12月5日前分别报送半年、全年工作总结。").duties
    assert [due_of(each.when) for each in found] == [("year", "06-20"), ("year", "12-05")]


@pytest.mark.parametrize(
    "sentence",
    [
        "健全突发事件预警通报和应急处置机制。",
        "肺结核报告发病率较2020年下降两成。",
        "根据《关于印发2031年茶县种茶工作方案的通知》办理。",
        "为落实部署，结合实际，制定本方案。",
        "业务备案1个工作日内办结。",
    ],
)
def test_what_only_speaks_of_reports_and_schemes_is_no_duty(sentence: str) -> None:
    assert reading(sentence).duties == []


def test_who_owes_a_duty_and_to_whom_are_given_their_keys() -> None:
    keys = {"县茶业局": "tea", "县政府": "county", "各乡镇": "county"}
    raw = "茶县方案\n一、种好茶\n采茶5吨。\n二、保障措施\n县茶业局每年12月底前向县政府报告。各乡镇每年6月底前向县茶业局报告。"
    found = [each for each in resolved(items_of(read(raw)), keys.get) if each.kind == "duty"]
    assert [(each.values["owed_by"], each.values["owed_to"]) for each in found] == [
        (["tea"], ""),  # a kind of units receives nothing
        (["county"], "tea"),
    ]


def bodies(sentence: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.role, each.bodies) for each in reading(sentence).responsible]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("加强培训。（省工业厅牵头，省财政厅配合）", [("lead", ("省工业厅",)), ("support", ("省财政厅",))]),
        (
            "加强培训。（省工业厅、各县（市、区）政府按职责分工负责）",
            [("responsible", ("省工业厅", "各县（市、区）政府"))],
        ),
        ("加强培训（省工业厅、省财政厅）。", [("responsible", ("省工业厅", "省财政厅"))]),
        ("加强培训。\n责任单位：省工业厅、省财政厅", [("responsible", ("省工业厅", "省财政厅"))]),
        ("加强培训。由省工业厅会同省财政厅落实。", [("lead", ("省工业厅",))]),
        (
            "加强培训。〔责任单位：省工业厅、省财政厅按职责分工负责。下同。〕",
            [("responsible", ("省工业厅", "省财政厅"))],
        ),
        (
            "加强培训。【牵头单位：省工业厅；配合单位：省财政厅等，各县〔区〕】",
            [("lead", ("省工业厅",)), ("support", ("省财政厅", "各县〔区〕"))],
        ),
        (
            "加强培训。\n牵头部门：省工业厅；配合单位：各县区",
            [("lead", ("省工业厅",)), ("support", ("各县区",))],
        ),
        (
            "加强培训。省工业厅牵头，财政局及教育局分工负责。",
            [("lead", ("省工业厅",)), ("responsible", ("财政局", "教育局"))],
        ),
        ("加强培训。（商务部等和各省级政府负责）", [("responsible", ("商务部", "各省级政府"))]),
        (
            "加强培训。（省工业厅，东岭市、西岭市人民政府负责）",
            [("responsible", ("省工业厅",)), ("responsible", ("东岭市", "西岭市人民政府"))],
        ),
        ("加强培训。鼓励地方政府牵头，强化部门协同，压实企业主体责任。", []),
        ("加强培训（含转岗培训）。", []),
    ],
)
def test_bodies_are_read_with_their_roles(sentence: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert bodies(sentence) == expected


def test_duties_and_bodies_stay_in_the_characters_of_the_document() -> None:
    found = read(
        "促進青年就業行動綱領（2024—2026年）\n一、擴大實習規模\n實習學額達到3000個。\n"
        "二、保障措施\n各局須於每年12月底前向勞工事務局提交執行報告。（教育局牽頭）"
    )
    (duty,) = found.duties
    assert (duty.who, duty.to, kind_of(duty)) == ("各局", "勞工事務局", "annual_return")
    assert [each.bodies for each in found.responsible] == [("教育局",)]
