"""`yunjiang figure`: values, windows, positions, breakdowns and the entries behind."""

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import Command


def figures(yunjiang: Command, *arguments: object) -> list[dict[str, Any]]:
    told = yunjiang("figure", *arguments, "-f", "json")
    assert told.code == 0, told.err
    rows: list[dict[str, Any]] = json.loads(told.out)
    return rows


def test_to_date_and_in_a_period(yunjiang: Command, site: Path) -> None:
    (to_date,) = figures(yunjiang, "2.2.1", "--on", "2022-12-31")
    assert (to_date["value"], to_date["entry_count"], to_date["first"]) == (1200, 3, "2021-01-01")
    (year,) = figures(yunjiang, "2.2.1", "--period", "2022")
    assert (year["value"], year["first"], year["last"]) == (700, "2022-01-01", "2022-12-31")
    (quarter,) = figures(yunjiang, "2.2.1", "--period", "2022-Q3")
    assert (quarter["value"], quarter["straddling_count"]) == (None, 2)


def test_zero_is_a_value_and_silence_is_none(yunjiang: Command, site: Path) -> None:
    zero, silence = figures(yunjiang, "2.2.1", "-u", "麒麟区", "-u", "玉溪市", "--on", "2022-12-31")
    assert (zero["value"], silence["value"]) == (0, None)


def test_the_units_below_add_up(yunjiang: Command, site: Path) -> None:
    province, *below = figures(yunjiang, "2.2.1", "--below", "--on", "2022-12-31")
    assert sum(each["value"] or 0 for each in below) == province["value"]


def test_all_indicators_at_once(yunjiang: Command, site: Path) -> None:
    assert len(figures(yunjiang, "all", "--on", "2022-12-31")) == 45


def test_as_of_an_earlier_position_and_moment_nothing_was_known(yunjiang: Command, site: Path) -> None:
    (before,) = figures(yunjiang, "2.2.1", "--on", "2022-12-31", "--as-of", "0")
    assert before["value"] is None
    (long_ago,) = figures(yunjiang, "2.2.1", "--on", "2022-12-31", "--as-of", "2020-01-01")
    assert long_ago["value"] is None
    assert yunjiang("figure", "2.2.1", "--as-of", "yesterday").code == 2


def test_by_a_dimension(yunjiang: Command, site: Path) -> None:
    told = figures(yunjiang, "2.2.1", "--on", "2022-12-31", "--by", "sector")
    assert {each["class"]: each["value"] for each in told}["mining"] == 1200


def test_restated_on_a_day(yunjiang: Command, site: Path) -> None:
    (restated,) = figures(
        yunjiang, "2.2.1", "--on", "2022-12-31", "--tree", "restated", "--restated-on", "2025-01-01"
    )
    assert restated["value"] == 1200


def test_the_entries_behind(yunjiang: Command, site: Path) -> None:
    told = yunjiang("figure", "2.2.1", "-u", "昆明市", "--on", "2022-12-31", "--entries", "-f", "json")
    assert {each["source"] for each in json.loads(told.out)} == {"return:2021/530102", "return:2022/530102"}
    assert "1200" in told.err
    assert yunjiang("figure", "all", "--entries").code == 2


def test_another_data_set_is_empty_and_says_where_there_is_something(yunjiang: Command, site: Path) -> None:
    told = yunjiang("figure", "2.2.1", "--on", "2022-12-31", "-d", "published")
    assert told.code == 0
    assert "operational" in told.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("9.9",), 3),
        (("2.2.1", "--unit", "不存在"), 3),
        (("2.2.1", "--period", "soon"), 2),
        (("2.2.1", "--data-set", "mixed"), 2),
    ],
)
def test_what_cannot_be_asked(yunjiang: Command, site: Path, arguments: tuple[str, ...], code: int) -> None:
    assert yunjiang("figure", *arguments).code == code


def test_without_a_plan_the_way_on_is_named(yunjiang: Command, yunnan: None) -> None:
    told = yunjiang("figure", "2.2.1")
    assert told.code == 3
    assert "yunjiang plan load" in told.err
