import pytest

from yunjiang.documents.numerals import Numeral, numerals, unknown


@pytest.mark.parametrize(
    "text",
    [
        "截至2023年12月31日",
        "2021—2025年",
        "云产改办〔2022〕4号",
        "见表2、图3和附件1",
        "第12号入账",
        "1. 加强党建",
        "（2）开展竞赛",
        "GB/T 9704-2012",
        "2023年度",
        "十四五",
        "摘要5f5f与a1",
    ],
)
def test_dates_references_and_heading_numerals_count_nothing(text):
    assert numerals(text) == []


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("培训12.8万人次", ["12.8"]),
        ("达到１２０名", ["１２０"]),
        ("共1,234件，其中56件", ["1,234", "56"]),
        ("提高3个百分点，2023年完成45%", ["3", "45"]),
    ],
)
def test_quantities_are_found(text, digits):
    assert [each.digits for each in numerals(text)] == digits


def test_recorded_numerals_are_known_again_also_when_the_words_beside_them_changed():
    known = [Numeral("34", "的有：", "项主要"), Numeral("7", "", "")]
    found = [Numeral("34", "共有", "项主要"), Numeral("7", "", ""), Numeral("7", "又有", "家")]
    assert unknown(found, known) == [2]
