"""Findings in words: right for none, one, many and all."""

from datetime import date

import pytest

from yunjiang.documents.citing import Citations
from yunjiang.documents.phrase import numbers, shown
from yunjiang.documents.sentences import overall, silence, units
from yunjiang.documents.sentences.shortfall import heading_for, late, needed, shortfall, where_it_lies
from yunjiang.documents.sentences.standing import standing

from .given import PREFECTURES, PROVINCE, appraisal, material

YEARS = {date(2021, 12, 31): "2100", date(2022, 12, 31): "3900"}
KUNMING, QUJING, YUXI = PREFECTURES[:3]


def cited(*appraisals, **more):
    return Citations(material(appraisals, **more))


def says(each, **more):
    return shown(standing(cited(each, **more), each))


def test_a_sum_is_told_with_its_target_and_state():
    assert says(appraisal("1.1.1", "12400")) == (
        "产业工人党员新增数量累计1.24万名，完成目标（2万名）的62%，基本符合预期。"
    )


def test_early_completion_is_announced_as_such():
    assert says(appraisal("3.4.1", "5412800", past={date(2021, 12, 31): "4000000"})) == (
        "技能人才总量达541.28万人，完成目标（500万人）的108.3%，提前完成。"
    )


def test_a_lag_is_told_with_its_gap():
    assert says(appraisal("2.2.5", "5120", past=YEARS)) == (
        "推广先进操作法累计5120项，完成目标（1.5万项）的34.1%，明显滞后（落后序时进度25.8个百分点）。"
    )


def test_a_lead_is_told_with_its_gap():
    assert "快于预期（超前序时进度12个百分点）" in says(appraisal("1.1.1", "14400"))


def test_a_rate_lies_above_or_below_its_target_in_percentage_points():
    assert says(appraisal("4.3.1", "83.2")).startswith("集体协商建制率为83.2%，高于80%的目标3.2个百分点，")
    assert says(appraisal("4.3.1", "78.5")).startswith("集体协商建制率为78.5%，距80%的目标差1.5个百分点，")
    assert says(appraisal("4.3.1", "80")).startswith("集体协商建制率为80%，与80%的目标持平，")


def test_a_yearly_target_is_told_of_its_year_and_names_the_years_missed():
    past = {date(2021, 12, 31): "900000", date(2022, 12, 31): "1100000"}
    assert says(appraisal("2.1.2", "1200000", past=past)) == (
        "劳动竞赛参与职工2023年为120万人次，完成目标（100万人次）的120%，完成（2021年未达到年度要求）。"
    )


def test_a_range_is_told_with_both_ends():
    assert "目标为1—2个" in says(appraisal("3.1.5", "1"))


def test_zero_is_told_and_silence_is_told_otherwise():
    assert says(appraisal("1.3.4", "0")).startswith("云岭工匠累计0名，完成目标（100名）的0%，")
    assert says(appraisal("1.3.4", None)) == "云岭工匠尚无数据。"
    assert says(appraisal("1.3.4", None, is_owed=True)) == "云岭工匠本期应报未报。"


def test_where_nothing_was_handed_down_nothing_is_judged():
    assert says(appraisal("1.3.4", "5", target=None)) == "云岭工匠累计5名，未下达目标，只列数值，不作评价。"


def test_provisional_coverage_is_said_beside_the_number():
    each = appraisal("1.1.1", "12400", is_owed=True, reported=15, expected=16)
    assert says(each).endswith("基本符合预期（尚有1个单位未报）。")


def test_a_bound_is_said_and_its_uncertainty_too():
    each = appraisal("2.1.2", "900000", bound="about")
    assert "约90万人次" in says(each)
    assert "来源为概数，评价仅供参考" in says(each)


def test_persons_and_person_times_keep_their_words():
    assert "人次" in says(appraisal("3.2.1", "3300000"))
    assert "人次" not in says(appraisal("5.1.1", "1525000"))


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_the_tally_holds_for_none_one_and_many(count):
    codes = ["1.1.1", "1.3.1", "1.3.2", "1.3.3", "1.3.4"][:count]
    text = shown(overall.tally(cited(*(appraisal(code, None) for code in codes))))
    assert (
        text
        == {
            0: "《规划》没有可评价的量化指标。",
            1: "1项指标尚无数据。",
            2: "2项指标全部尚无数据。",
            5: "5项指标全部尚无数据。",
        }[count]
    )


def test_the_tally_counts_what_keeps_the_course_what_is_late_and_what_is_silent():
    text = shown(
        overall.tally(
            cited(
                appraisal("1.1.1", "12400"),
                appraisal("1.3.2", "250"),
                appraisal("2.2.5", "5120"),
                appraisal("1.3.4", None, is_owed=True),
                appraisal("1.3.3", None),
            )
        )
    )
    assert text == (
        "5项指标中，2项达到序时进度，1项滞后，1项未报送，1项尚无数据。达到序时进度的2项中，1项快于预期，1项基本符合预期。"
    )


def test_the_tally_of_a_plan_without_lateness_says_so():
    text = shown(overall.tally(cited(appraisal("1.1.1", "12400"), appraisal("1.3.4", None))))
    assert text == "2项指标中，1项达到序时进度，1项尚无数据，没有滞后指标。达到序时进度的1项为基本符合预期。"


def test_all_in_line_is_said_in_one_sentence():
    text = shown(overall.tally(cited(appraisal("1.1.1", "12400"), appraisal("1.3.2", "250"))))
    assert text.startswith("2项指标全部达到序时进度。")


def test_every_count_of_the_tally_is_bound():
    found = numbers(overall.tally(cited(appraisal("1.1.1", "12400"), appraisal("2.2.5", "5120"))))
    assert [number.address.among for number in found] == ["all", "in_line", "behind", "in_line"]


@pytest.mark.parametrize(
    ("on", "text"),
    [
        (date(2020, 12, 31), "截至2020年12月31日，《规划》尚未开始实施。"),
        (date(2023, 12, 31), "截至2023年12月31日，《规划》实施期已过60%。"),
        (date(2025, 12, 31), "截至2025年12月31日，《规划》实施期已满。"),
    ],
)
def test_time_passed_before_within_and_after_the_plan(on, text):
    assert shown(overall.time_passed(cited(on=on))) == text


def test_a_plan_that_tells_no_natures_apart_is_not_given_any():
    assert shown(overall.by_nature(cited(appraisal("1.1.1", "12400")))) == (
        "《规划》文本未区分约束性指标和预期性指标，本文不代为划分。"
    )


def test_the_outlook_says_when_nothing_can_be_foreseen():
    assert (
        shown(overall.outlook(cited(appraisal("1.1.1", None))))
        == "现有数据尚不足以预测各项指标到期能否完成。"
    )


def test_a_shortfall_says_where_it_leads_and_what_it_takes():
    each = appraisal("2.2.5", "5120", past=YEARS)
    told = cited(each)
    assert shown(heading_for(told, each)).startswith("按现有进度推算，到2025年12月31日预计为")
    assert shown(needed(told, each)) == "要如期完成，此后每年须增加4940项，是此前速度的2.89倍。"


def test_a_first_value_foresees_nothing():
    each = appraisal("2.2.5", "5120")
    assert heading_for(cited(each), each) == () or "预计" in shown(heading_for(cited(each), each))


def test_the_farthest_behind_comes_first():
    small, large = appraisal("2.2.5", "5120"), appraisal("2.2.3", "1000")
    assert [each.indicator.code for each in late(cited(small, large))] == ["2.2.3", "2.2.5"]


def below(code, **values):
    named = {"kunming": KUNMING, "qujing": QUJING, "yuxi": YUXI}
    return [
        (named[name], [appraisal(code, value, unit=named[name], target="1000")])
        for name, value in values.items()
    ]


def test_the_units_that_hold_an_indicator_back_are_named():
    each = appraisal("2.2.5", "5120")
    told = cited(each, below=below("2.2.5", kunming="300", qujing="900", yuxi="100"))
    assert shown(where_it_lies(told, each)) == "2个州（市）滞后，为玉溪和昆明。"
    none_late = cited(each, below=below("2.2.5", kunming="900"))
    assert where_it_lies(none_late, each) == ()
    assert shown(shortfall(told, each)).endswith("为玉溪和昆明。")


def test_silence_is_named_and_not_called_late():
    told = cited(appraisal("1.3.4", None, is_owed=True), appraisal("1.3.3", None))
    assert (
        shown(silence.not_reported(told)) == "应报未报的指标有1项，为“云岭工匠”，按规定须补报，不按滞后计。"
    )
    assert (
        shown(silence.without_data(told)) == "尚无数据的指标有1项，为“云南省五一劳动奖章获得者”，不作评价。"
    )
    assert silence.not_reported(cited(appraisal("1.1.1", "1"))) == ()


def test_what_is_not_assessed_is_named_by_its_reason():
    told = cited(appraisal("1.3.4", "5", target=None), appraisal("1.1.1", "5", target=None))
    assert (
        shown(silence.not_assessed(told))
        == "没有下达目标的指标，暂不评价：“云岭工匠”和“产业工人党员新增数量”。"
    )


def test_units_are_compared_only_where_they_can_be():
    assert units.comparison(cited(appraisal("2.2.5", "5120"))) == ()
    silent = cited(appraisal("2.2.5", "5120"), below=[(KUNMING, [appraisal("2.2.5", None, unit=KUNMING)])])
    assert units.comparison(silent) == ()
    told = cited(appraisal("2.2.5", "9000"), below=below("2.2.5", kunming="900", qujing="100"))
    assert shown(units.comparison(told)) == (
        "从可评价指标看，昆明达到序时进度的指标占比最高，为100%。有滞后指标的为曲靖1项。"
    )


def test_units_that_are_all_alike_are_said_to_be():
    told = cited(appraisal("2.2.5", "9000"), below=below("2.2.5", kunming="900", qujing="800"))
    assert (
        shown(units.comparison(told))
        == "已报数据的各州（市）达到序时进度的指标占比相同。各州（市）没有滞后指标。"
    )


def test_at_the_plans_end_targets_are_met_or_not():
    end = date(2025, 12, 31)
    told = cited(appraisal("2.2.5", "9000", on=end), appraisal("1.1.1", "21000", on=end), on=end)
    assert shown(overall.tally(told)) == "2项指标中，1项达到规划要求，1项未完成。达到规划要求的1项为完成。"


def test_another_plan_and_unit_are_told_in_the_same_words():
    assert PROVINCE.key == cited().material.unit.key
    county = cited(appraisal("1.1.1", "40", unit=KUNMING, target="100"), unit=KUNMING)
    assert shown(standing(county, county.material.appraisals[0])).startswith("产业工人党员新增数量累计40名")
