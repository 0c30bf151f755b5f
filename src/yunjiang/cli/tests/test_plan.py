"""`yunjiang plan`: check, load, list, show, diff, allocate."""

import json
from pathlib import Path

import pytest

from yunjiang.ledger.models import Measure
from yunjiang.plans import library

from .conftest import Command

YUNNAN = "yunnan-2021-2025"

pytestmark = pytest.mark.usefixtures("yunnan")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a copy of the plan with one target changed."""
    path = tmp_path / "plan.yaml"
    text = library.text(YUNNAN)
    assert text.count("target: 20000\n") == 1
    path.write_text(text.replace("target: 20000\n", "target: 21000\n"), "utf-8")
    return path


def test_checking_a_sound_plan_is_fine(yunjiang: Command) -> None:
    told = yunjiang("plan", "check", YUNNAN, "--format", "json")
    assert told.code == 0
    assert {each["severity"] for each in json.loads(told.out)} == {"warning"}
    assert "45" in told.err


def test_checking_a_broken_plan_lists_every_problem_with_its_line(yunjiang: Command, file: Path) -> None:
    file.write_text(file.read_text("utf-8").replace("deadline: 2025-12-31", "deadline: soon"), "utf-8")
    told = yunjiang("plan", "check", file, "--format", "json")
    assert told.code == 1
    problems = json.loads(told.out)
    assert sum(each["severity"] == "error" for each in problems) > 10
    assert all(each["line"] > 0 for each in problems if each["severity"] == "error")


def test_loading_twice_makes_one_version_and_declares_measures(yunjiang: Command) -> None:
    assert json.loads(yunjiang("plan", "load", YUNNAN, "--format", "json").out)["is_new"]
    again = json.loads(yunjiang("plan", "load", YUNNAN, "--format", "json").out)
    assert (again["version"], again["is_new"]) == (1, False)
    assert Measure.objects.filter(code="urban_jobs_created").exists()


def test_a_broken_plan_is_not_loaded(yunjiang: Command, file: Path) -> None:
    file.write_text("format: 1\n", "utf-8")
    assert yunjiang("plan", "load", file).code == 1
    assert yunjiang("plan", "show").code == 3


def test_listing_names_versions_and_the_library(yunjiang: Command) -> None:
    assert YUNNAN in yunjiang("plan", "list").out
    yunjiang("plan", "load", YUNNAN, "--by", "the office", "--note", "first")
    lines = yunjiang("plan", "list", "--format", "csv").out.splitlines()
    assert lines[1].startswith(f"{YUNNAN},1,")
    assert lines[1].endswith("the office,first")


def test_showing_an_indicator_and_one_that_is_not_there(yunjiang: Command) -> None:
    yunjiang("plan", "load", YUNNAN)
    shown = json.loads(yunjiang("plan", "show", "3.4.1", "-f", "json").out)
    assert (shown["target"], shown["unit"], shown["deadline"]) == (5000000, "人", "2025-12-31")
    assert len(yunjiang("plan", "show", "-f", "csv").out.splitlines()) == 46
    missing = yunjiang("plan", "show", "9.9")
    assert missing.code == 3
    assert "9.9" in missing.err


def test_a_version_that_is_not_there_is_refused(yunjiang: Command) -> None:
    yunjiang("plan", "load", YUNNAN)
    assert yunjiang("plan", "show", "--version", "7").code == 3
    assert yunjiang("plan", "show", "--plan", "no-such-plan").code == 3


def test_diff_says_what_changed_and_that_something_did(yunjiang: Command, file: Path) -> None:
    yunjiang("plan", "load", YUNNAN)
    assert yunjiang("plan", "diff", "1", "1").code == 0
    told = yunjiang("plan", "diff", "1", file, "--format", "json")
    assert told.code == 1
    (difference,) = json.loads(told.out)
    assert (difference["code"], difference["field"], difference["old"], difference["new"]) == (
        "1.1.1",
        "target",
        "20000",
        "21000",
    )


def test_allocating_shows_the_remainder(yunjiang: Command) -> None:
    yunjiang("plan", "load", YUNNAN)
    told = yunjiang(
        "plan", "allocate", "2.2.1", "昆明市=60000", "曲靖=40,000", "--on", "2022-03-01", "-f", "csv"
    )
    assert told.code == 0
    assert told.out.splitlines()[1:] == ["530100,昆明市,60000", "530300,曲靖市,40000"]
    assert "200000" in told.err


def test_allocating_more_than_the_whole_is_refused_without_a_reason(yunjiang: Command) -> None:
    yunjiang("plan", "load", YUNNAN)
    refused = yunjiang("plan", "allocate", "2.2.1", "昆明市=600000", "--on", "2022-03-01")
    assert refused.code == 3
    assert "300000" in refused.err
    reason = ("--reason", "more is better")
    assert yunjiang("plan", "allocate", "2.2.1", "昆明市=600000", "--on", "2022-03-01", *reason).code == 0


def test_allocating_from_a_file(yunjiang: Command, tmp_path: Path) -> None:
    yunjiang("plan", "load", YUNNAN)
    parts = tmp_path / "parts.csv"
    parts.write_text("unit,target\n530100,70000\n玉溪市,30000\n", "utf-8-sig")
    told = yunjiang("plan", "allocate", "2.2.1", "--file", parts, "--on", "2022-03-01", "-f", "csv")
    assert told.out.splitlines()[1:] == ["530100,昆明市,70000", "530400,玉溪市,30000"]
    parts.write_text("who,what\n530100,70000\n", "utf-8")
    assert yunjiang("plan", "allocate", "2.2.1", "--file", parts).code == 2


@pytest.mark.parametrize("part", ["昆明市", "昆明市=many"])
def test_parts_that_cannot_be_read_are_wrong_use(yunjiang: Command, part: str) -> None:
    yunjiang("plan", "load", YUNNAN)
    assert yunjiang("plan", "allocate", "2.2.1", part).code == 2
