"""`yunjiang assess` and `yunjiang run`: judgements, published methods beside ours, kept runs."""

import csv
import io
import json
from pathlib import Path

from yunjiang.assessment.models import Run

from .conftest import Command

MID_TERM = ("--on", "2023-12-31")
END_OF_2022 = ("--on", "2022-12-31")


def test_every_indicator_is_judged(yunjiang: Command, site: Path) -> None:
    told = yunjiang("assess", *MID_TERM, "-f", "json")
    judged = {each["indicator"]: each for each in json.loads(told.out)}
    assert len(judged) == 45
    assert (judged["2.2.1"]["value"], judged["2.2.1"]["target"]) == (1200, 300000)
    assert judged["1.1.1"]["status"] == "not_reported"
    assert "45" in told.err
    assert not Run.objects.exists()


def test_people_read_the_official_words(yunjiang: Command, site: Path) -> None:
    assert "未报送" in yunjiang("assess", *MID_TERM).out


def test_some_indicators_at_some_units(yunjiang: Command, site: Path) -> None:
    told = yunjiang("assess", *MID_TERM, "-u", "昆明市", "-u", "曲靖市", "-i", "2.2.1", "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(told.out)))
    assert [(row["unit"], row["indicator"]) for row in rows] == [("昆明市", "2.2.1"), ("曲靖市", "2.2.1")]


def test_a_published_method_beside_ours_and_why_they_part(yunjiang: Command, site: Path) -> None:
    (row,) = json.loads(
        yunjiang("assess", *END_OF_2022, "-i", "2.2.1", "--method", "ratio_to_target", "-f", "json").out
    )
    assert (row["method"], row["category"]) == ("ratio_to_target", "low")
    every = json.loads(yunjiang("assess", *END_OF_2022, "-i", "2.2.1", "--method", "all", "-f", "json").out)
    assert len(every) == 6
    assert all(each["causes"] for each in every if each["theirs"] != each["ours"])


def test_a_saved_run_is_listed_and_replays_the_same(yunjiang: Command, site: Path) -> None:
    assert yunjiang("assess", *MID_TERM, "-u", "云南", "-u", "昆明", "--save", "--by", "tests").code == 0
    (kept,) = json.loads(yunjiang("run", "list", "-f", "json").out)
    assert (kept["assessed_on"], kept["position"], kept["made_by"]) == ("2023-12-31", 1, "tests")
    assert kept["unit_count"] == 2
    replayed = yunjiang("run", "replay", kept["run"], "-f", "json")
    assert (replayed.code, json.loads(replayed.out)) == (0, [])


def test_a_run_that_is_not_there(yunjiang: Command, site: Path) -> None:
    assert yunjiang("run", "replay", "77").code == 3
