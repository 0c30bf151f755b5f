"""What is taken away opens in a spreadsheet program, and nothing in it runs there."""

import csv
import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from yunjiang.web.exporting import Export, as_csv, as_xlsx, harmless

EXPORT = Export(
    "=1+1",
    [("机构", "@SUM(A1)"), ("截至", "2023-12-31")],
    ["指标", "数值"],
    [["+职工", Decimal("1234567.5")], ["工匠", None], ["大数", Decimal("12345678901234567890")]],
    ["合计", Decimal(-3)],
)


def test_csv_says_what_it_is_and_holds_the_numbers() -> None:
    content = as_csv(EXPORT)
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert lines == [
        ["'=1+1"],
        ["机构", "'@SUM(A1)"],
        ["截至", "2023-12-31"],
        [],
        ["指标", "数值"],
        ["'+职工", "1234567.5"],
        ["工匠", ""],
        ["大数", "12345678901234567890"],
        ["合计", "-3"],
    ]


def test_a_workbook_keeps_texts_as_texts_and_numbers_as_numbers() -> None:
    sheet = load_workbook(io.BytesIO(as_xlsx(EXPORT))).active
    assert sheet is not None
    assert (sheet["A1"].value, sheet["A1"].data_type) == ("=1+1", "s")
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("@SUM(A1)", "s")
    assert (sheet["B6"].value, sheet["B6"].data_type) == (1234567.5, "n")
    assert sheet["B7"].value is None
    assert (sheet["B8"].value, sheet["B8"].data_type) == ("12345678901234567890", "s")
    assert sheet["B9"].value == -3


@pytest.mark.parametrize("text", ["=A1", "+1", "-1", "@x", "\tx", "\rx", "＝A1", "  =A1"])
def test_what_looks_like_a_formula_is_made_harmless(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["职工", "1.1.1", "a=b", ""])
def test_what_does_not_stays(text: str) -> None:
    assert harmless(text) == text
