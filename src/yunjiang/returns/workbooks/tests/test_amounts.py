"""What one cell says: every way in which people write a number, and what is none."""

from decimal import Decimal

import pytest

from yunjiang.returns import answers
from yunjiang.returns.workbooks import amounts
from yunjiang.returns.workbooks.amounts import found
from yunjiang.returns.workbooks.cells import Raw, Sort
from yunjiang.returns.workbooks.form import UNAVAILABLE, FormQuestion
from yunjiang.returns.workbooks.number_formats import Shown


def question(unit: str = "人", scale: int = 0, **more: bool) -> FormQuestion:
    return FormQuestion("x", 1, "1", "题", unit, scale, **more)


@pytest.mark.parametrize(
    ("text", "unit", "scale", "value", "told"),
    [
        ("１２８", "人", 0, "128", "text_number"),
        ("128 ", "人", 0, "128", "text_number"),
        ("\u3000128\xa0", "人", 0, "128", "text_number"),
        ("1,280", "人", 0, "1280", "text_number"),
        ("１，２８０", "人", 0, "1280", "text_number"),
        ("1 280", "人", 0, "1280", "text_number"),
        ("128.0", "人", 0, "128", "text_number"),
        ("0", "人", 0, "0", "text_number"),
        ("128人", "人", 0, "128", "unit_repeated"),
        ("3.5万元", "万元", 2, "3.5", "unit_repeated"),
        ("95.5%", "%", 1, "95.5", "unit_repeated"),
    ],
)
def test_is_taken_and_told(text: str, unit: str, scale: int, value: str, told: str) -> None:
    said = found(Raw(Sort.TEXT, text), question(unit, scale))
    assert said.value == Decimal(value)
    assert [code for code, _facts in said.remarks] == [told]


@pytest.mark.parametrize(
    ("text", "unit", "code", "meaning"),
    [
        ("1.28万", "人", "other_unit", "12800"),
        ("1.28万人", "人", "other_unit", "12800"),
        ("0.3亿", "人", "other_unit", "30000000"),
        ("3千人次", "人次", "other_unit", "3000"),
        ("128元", "万元", "other_unit", "0.0128"),
        ("3500万元", "亿元", "other_unit", "0.35"),
        ("3万", "万元", "unit_unclear", None),  # three, or thirty thousand of them
        ("128人次", "人", "unit_unclear", None),  # persons are not person-times
        ("128家", "人", "unit_unclear", None),
        ("约128", "人", "inexact", None),
        ("128余人", "人", "inexact", None),
        ("超过100", "人", "inexact", None),
        ("/", "人", "word_for_missing", None),
        ("—", "人", "word_for_missing", None),
        ("无", "人", "word_for_missing", None),
        ("N/A", "人", "word_for_missing", None),
        ("一百二十八", "人", "not_a_number", None),
        ("见附件", "人", "not_a_number", None),
        ("1,28", "人", "separators", None),
        ("1.280,5", "人", "separators", None),
        ("12 80", "人", "separators", None),
        ("12\n80", "人", "separators", None),
        ("1.2e5", "人", "scientific", None),
        ("2024-03-31", "人", "date_in_cell", None),
        ("2024年3月", "人", "date_in_cell", None),
        ("-5", "人", "negative", None),
        ("−5", "人", "negative", None),
        ("1.5", "人", "fraction", None),
    ],
)
def test_is_refused_with_what_it_would_mean(text: str, unit: str, code: str, meaning: str | None) -> None:
    said = found(Raw(Sort.TEXT, text), question(unit))
    assert said.value is None
    assert not said.is_unavailable
    ((told, facts),) = said.remarks[-1:]
    assert (told, facts.get("meaning")) == (code, meaning)


@pytest.mark.parametrize(
    ("raw", "unit", "code"),
    [
        (Raw(Sort.NUMBER, "-1"), "人", "negative"),
        (Raw(Sort.NUMBER, "1.5"), "人", "fraction"),
        (Raw(Sort.NUMBER, "1.2345678901234567E+19"), "人", "digits_lost"),
        (Raw(Sort.NUMBER, "1234567890123456"), "人", "digits_lost"),
        (Raw(Sort.NUMBER, "1E+400"), "人", "digits_lost"),
        (Raw(Sort.NUMBER, "0.953", None, Shown.PERCENT), "人", "percent_format"),
        (Raw(Sort.NUMBER, "45382", None, Shown.DAY), "人", "date_in_cell"),
        (Raw(Sort.BOOLEAN, "TRUE"), "人", "boolean"),
        (Raw(Sort.ERROR, "#REF!"), "人", "error_value"),
        (Raw(Sort.NOTHING, "", "SUM(A1:A3)"), "人", "formula_without_value"),
        (Raw(Sort.NUMBER, "12", "[1]表!A1"), "人", "formula_external"),
        (Raw(Sort.TEXT, "9" * 16), "人", "too_large"),
    ],
)
def test_what_is_no_number_of_the_question(raw: Raw, unit: str, code: str) -> None:
    said = found(raw, question(unit), "2024-03-31")
    assert said.value is None
    assert said.remarks[0][0] == code


def test_a_machine_s_digits_are_not_a_person_s() -> None:
    assert found(Raw(Sort.NUMBER, "0.30000000000000004"), question("万元", 2)).value == Decimal("0.3")


def test_a_percentage_is_taken_where_per_cent_is_asked() -> None:
    said = found(Raw(Sort.NUMBER, "0.953", None, Shown.PERCENT), question("%", 1))
    assert (said.value, said.remarks[0][0]) == (Decimal("95.3"), "percent_taken")


def test_a_formula_s_saved_result_is_taken_and_told() -> None:
    said = found(Raw(Sort.NUMBER, "12", "SUM(A1:A3)"), question())
    assert (said.value, said.remarks) == (
        Decimal(12),
        (("formula_taken", {"formula": "=SUM(A1:A3)", "value": "12"}),),
    )


def test_a_balance_may_be_less_than_nothing() -> None:
    assert found(Raw(Sort.NUMBER, "-3"), question(is_signed=True)).value == -3


def test_too_many_decimals_are_told() -> None:
    assert found(Raw(Sort.NUMBER, "1.255"), question("万元", 2)).remarks[0][0] == "too_fine"


def test_empty_zero_and_unavailable_are_three_things() -> None:
    assert found(None, question()).value is None
    assert found(Raw(Sort.TEXT, " \u3000"), question()).remarks == ()
    assert found(Raw(Sort.NUMBER, "0"), question()).value == 0
    assert found(Raw(Sort.TEXT, UNAVAILABLE), question()).is_unavailable


def test_filling_has_the_same_largest_number() -> None:
    assert amounts.LARGEST == answers.LARGEST
