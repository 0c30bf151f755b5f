"""`yunjiang organization`: list, show, history, load."""

import json
from pathlib import Path

import pytest

from .conftest import Command


def test_loading_twice_opens_nothing_new(yunjiang: Command, db: None) -> None:
    first = json.loads(yunjiang("organization", "load", "-f", "json").out)
    assert first["opened_count"] > 146
    assert json.loads(yunjiang("organization", "load", "-f", "json").out)["opened_count"] == 0


def test_an_empty_tree_says_how_to_fill_it(yunjiang: Command, db: None) -> None:
    told = yunjiang("organization", "list")
    assert told.code == 0
    assert "organization load" in told.err


@pytest.mark.usefixtures("yunnan")
class TestYunnan:
    def test_the_prefectures_are_sixteen(self, yunjiang: Command) -> None:
        told = yunjiang("organization", "list", "--kind", "prefecture", "-f", "csv")
        assert len(told.out.splitlines()) == 17

    def test_counties_of_a_prefecture(self, yunjiang: Command) -> None:
        below = json.loads(
            yunjiang("organization", "list", "--under", "楚雄州", "--on", "2020-12-31", "-f", "json").out
        )
        assert {each["name"] for each in below if each["code"] == "532331"} == {"禄丰县"}

    def test_everything_at_any_depth(self, yunjiang: Command) -> None:
        told = yunjiang("organization", "list", "--all", "--on", "2023-12-31", "-f", "csv")
        assert sum(line.split(",")[2] == "county" for line in told.out.splitlines()) == 129

    def test_a_former_code_leads_to_the_unit_of_today(self, yunjiang: Command) -> None:
        shown = json.loads(yunjiang("organization", "show", "532331", "--on", "2024-01-01", "-f", "json").out)
        assert (shown["code"], shown["name"]) == ("532302", "禄丰市")
        then = json.loads(yunjiang("organization", "show", "532302", "--on", "2020-12-31", "-f", "json").out)
        assert (then["code"], then["name"]) == ("532331", "禄丰县")

    def test_history_tells_of_both_sides_of_a_boundary(self, yunjiang: Command) -> None:
        for unit in ("维西", "德钦"):
            told = json.loads(yunjiang("organization", "history", unit, "-f", "json").out)
            assert any(each["event"] == "boundary_changed" for each in told)

    def test_an_unknown_unit_is_refused_with_a_sentence(self, yunjiang: Command) -> None:
        told = yunjiang("organization", "show", "不存在市")
        assert told.code == 3
        assert "不存在市" in told.err
        assert "Traceback" not in told.err

    def test_no_day_is_wrong_use(self, yunjiang: Command) -> None:
        assert yunjiang("organization", "list", "--on", "2023-13-01").code == 2

    def test_a_folder_that_is_not_there_is_wrong_use(self, yunjiang: Command, tmp_path: Path) -> None:
        assert yunjiang("organization", "load", tmp_path / "nowhere").code == 2
