"""The forms in which data are given."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest

from yunjiang.cli.terminal import Column, Format, number, progress, show, show_one

COLUMNS = (Column("unit", "Unit"), Column("value", "Value", is_number=True), Column("on", "Day"))
ROWS = [
    {"unit": "昆明市", "value": Decimal("5412800.00"), "on": date(2024, 5, 7)},
    {"unit": "a, b", "value": 0, "on": None},
    {"unit": "", "value": None, "on": date(2021, 1, 1)},
]


def test_json_keeps_numbers_days_and_nothing_apart(capsys: pytest.CaptureFixture[str]) -> None:
    show(COLUMNS, ROWS, Format.JSON)
    told = json.loads(capsys.readouterr().out)
    assert told[0] == {"unit": "昆明市", "value": 5412800, "on": "2024-05-07"}
    assert (told[1]["value"], told[2]["value"]) == (0, None)


def test_csv_can_be_read_back(capsys: pytest.CaptureFixture[str]) -> None:
    show(COLUMNS, ROWS, Format.CSV)
    told = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert told[0] == ["unit", "value", "on"]
    assert told[1:] == [["昆明市", "5412800", "2024-05-07"], ["a, b", "0", ""], ["", "", "2021-01-01"]]


def test_tables_group_digits_and_show_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    show(COLUMNS, ROWS, Format.TABLE)
    told = capsys.readouterr().out
    assert "5,412,800" in told
    assert "–" in told
    show_one(COLUMNS, ROWS[0], Format.TABLE)
    assert "昆明市" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("541.280"), "541.28"),
        (Decimal("1E+7"), "10000000"),
        (Decimal("0.10"), "0.1"),
        (-5, "-5"),
        (100, "100"),
    ],
)
def test_numbers_are_exact(value: Decimal | int, text: str) -> None:
    assert number(value) == text


def test_progress_is_silent_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("working") as on_progress:
        on_progress(1, 2)
    assert capsys.readouterr() == ("", "")
