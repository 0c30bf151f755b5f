"""`yunjiang plan draft`, `drafts`, `publish`, `examples`, `replay`."""

import json
from pathlib import Path

import pytest
from pytest_django import Settings

from yunjiang.plans.drafts import deciding, queries
from yunjiang.plans.drafts.models import Draft

from .conftest import Command
from .test_plan_reading import SCHEME


@pytest.mark.usefixtures("yunnan")
def test_a_document_goes_from_draft_to_plan_and_what_was_corrected_is_replayed(
    yunjiang: Command, tmp_path: Path, settings: Settings
) -> None:
    settings.HOME = tmp_path
    document = tmp_path / "方案.txt"
    document.write_text(SCHEME, "utf-8")
    drafted = ("plan", "draft", document, "--code", "jobs", "--owner", "530000")
    (row,) = json.loads(yunjiang(*drafted, "--format", "json").out)
    assert (row["plan"], row["open"]) == ("jobs", row["total"])
    assert "已于" in yunjiang(*drafted).err
    refused = yunjiang("plan", "publish", row["number"])
    assert refused.code == 3
    assert "条待定" in refused.err
    draft = Draft.objects.get()
    wrong = next(each for each in queries.items(draft) if each.values["name"] == "登记失业率")
    deciding.correct(wrong, {"value": "4.5"}, by="li")
    assert yunjiang("plan", "publish", row["number"], "--accept", "0").code == 0
    assert json.loads(yunjiang("plan", "drafts", "--format", "json").out) == []
    (ended,) = json.loads(yunjiang("plan", "drafts", "--all", "--format", "json").out)
    assert (ended["state"], ended["version"]) == ("已发布", 1)
    examples = tmp_path / "examples"
    assert yunjiang("plan", "examples", "-o", examples).code == 0
    told = yunjiang("plan", "replay", examples, "--format", "json")
    assert told.code == 1
    assert [each["holds"] for each in json.loads(told.out)] == [False]
    assert yunjiang("plan", "replay").out.count("jobs-") == 1


@pytest.mark.django_db
def test_a_draft_that_is_not_there_is_told(yunjiang: Command) -> None:
    told = yunjiang("plan", "publish", "99")
    assert told.code == 3
    assert "99" in told.err


@pytest.mark.usefixtures("yunnan")
def test_bodies_are_given_their_organizations_where_the_site_knows_the_owner(
    yunjiang: Command, tmp_path: Path
) -> None:
    document, plan = tmp_path / "方案.txt", tmp_path / "plan.yaml"
    document.write_text(SCHEME.replace("5万家。", "5万家。（省人社厅牵头，省教育厅配合）"), "utf-8")
    assert yunjiang("plan", "read", document, "-o", plan, "--owner", "530000").code == 0
    text = plan.read_text("utf-8")
    assert "- yn-rst" in text
    assert "- yn-jyt" in text
