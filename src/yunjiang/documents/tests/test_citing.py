import pytest

from yunjiang.documents.citing import Citations, scale_of
from yunjiang.documents.number import What

from .given import appraisal, material


def cited(*appraisals, **more):
    return Citations(material(appraisals, **more))


def said(what, each):
    number = cited(each).said(what, each)
    return None if number is None else number.shown


def test_quantities_are_said_in_wan_and_yi_with_their_own_unit():
    assert said(What.VALUE, appraisal("3.4.1", "5412800")) == "541.28万人"
    assert said(What.VALUE, appraisal("3.2.1", "5412800")) == "541.28万人次"
    assert said(What.VALUE, appraisal("5.3.4", "185000000")) == "1.85亿元"
    assert said(What.VALUE, appraisal("1.3.4", "0")) == "0名"


def test_a_sum_of_inexact_quantities_claims_no_more_than_they_do():
    assert said(What.VALUE, appraisal("2.1.2", "6000000", bound="at_least")) == "至少600万人次"
    assert said(What.VALUE, appraisal("2.1.2", "120000", bound="about")) == "约12万人次"
    assert said(What.VALUE, appraisal("2.1.2", "300000", bound="at_most")) == "至多30万人次"


def test_rounding_never_makes_a_value_look_like_the_target_or_the_whole():
    assert said(What.VALUE, appraisal("3.4.1", "4999999")) == "499.9999万人"
    assert said(What.VALUE, appraisal("1.4.2", "99.96")) == "99.96%"
    assert said(What.VALUE, appraisal("1.4.2", "100")) == "100%"


def test_gaps_are_said_in_percentage_points_without_a_sign():
    late = appraisal("2.2.3", "3150")
    number = cited(late).said(What.GAP, late)
    assert number.shown.endswith("个百分点")
    assert number.value < 0
    assert "-" not in number.shown


def test_rates_lack_percentage_points_and_quantities_lack_things():
    assert said(What.REMAINING, appraisal("4.2.1", "93.2")) == "1.8个百分点"
    assert said(What.REMAINING, appraisal("3.4.3", "300")) == "50名"
    assert said(What.REMAINING, appraisal("3.4.3", "350")) is None
    assert said(What.BEYOND, appraisal("3.4.3", "380")) == "30名"


def test_what_nobody_knows_is_not_cited():
    silent = appraisal("3.4.3", None, is_owed=True)
    for what in (What.VALUE, What.COMPLETION, What.GAP, What.REMAINING, What.BEYOND, What.PACE_FACTOR):
        assert said(what, silent) is None


def test_a_number_knows_its_indicator_unit_and_window():
    each = appraisal("3.4.3", "300")
    number = cited(each).said(What.VALUE, each)
    assert (number.address.indicator, number.address.organization) == ("3.4.3", "530000")
    assert [str(day) for day in number.window] == ["2021-01-01", "2023-12-31"]
    assert (str(number.value), number.unit) == ("300", "名")


@pytest.mark.parametrize(
    ("code", "unit"),
    [("3.4.1", "万人"), ("5.3.4", "亿元"), ("3.4.3", "名"), ("4.2.1", "%"), ("2.2.3", "件")],
)
def test_rows_of_large_targets_are_counted_in_wan_or_yi(code, unit):
    indicator = appraisal(code, "1").indicator
    assert scale_of(indicator).unit == unit


def test_cells_line_up_in_one_precision():
    each = appraisal("3.4.1", "4000000")
    number = cited(each).cell(What.VALUE, each, scale_of(each.indicator))
    assert number.shown == "400.00"
    assert cited(each).cell(What.TARGET, each, scale_of(each.indicator), fixed=False).shown == "500"
