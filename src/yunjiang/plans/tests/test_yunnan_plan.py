"""The Yunnan plan in the library against what was read out of the notice by hand."""

import csv
from pathlib import Path

import pytest

from yunjiang.plans import library
from yunjiang.plans.document import Basis, Cadence, Comparator, Nature, PlanDocument
from yunjiang.plans.reading import read

NOTICE = Path(__file__).parent / "notice"


def rows(name: str) -> list[dict[str, str]]:
    with (NOTICE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def plan() -> PlanDocument:
    document, problems = read(library.text("yunnan-2021-2025"))
    assert problems == []
    assert document is not None
    return document


@pytest.fixture(scope="module")
def notice() -> str:
    return squeezed((NOTICE / "notice.txt").read_text("utf-8"))


@pytest.mark.parametrize("gold", rows("indicators.tsv"), ids=lambda row: row["code"])
def test_every_quantified_target_is_exact(plan: PlanDocument, gold: dict[str, str]) -> None:
    found = plan.indicator(gold["code"])
    assert found.name == gold["indicator"]
    assert found.action == gold["action"]
    assert found.basis == Basis(gold["basis"])
    assert found.comparator == Comparator(gold["comparator"])
    assert str(found.target) == gold["value"]
    assert str(found.target_max or "") == gold["value_max"]
    assert found.unit == gold["unit"]
    assert found.quote == gold["quote"]
    assert (found.cadence, str(found.deadline or "")) == {
        "2025": (Cadence.DEADLINE, "2025-12-31"),
        "annual": (Cadence.ANNUAL, ""),
        "ongoing": (Cadence.ONGOING, ""),
    }[gold["deadline"]]


def test_no_target_is_added_or_left_out(plan: PlanDocument) -> None:
    assert [each.code for each in plan.indicators] == [row["code"] for row in rows("indicators.tsv")]


@pytest.mark.parametrize(
    ("kind", "collection"),
    [
        ("initiative", "initiatives"),
        ("action", "actions"),
        ("safeguard", "safeguards"),
        ("milestone", "milestones"),
        ("relation", "relations"),
        ("duty", "duties"),
    ],
)
def test_the_outline_is_complete_and_in_order(plan: PlanDocument, kind: str, collection: str) -> None:
    gold = [(row["code"], row["name"]) for row in rows("outline.tsv") if row["kind"] == kind]
    assert [(each.code, each.name) for each in getattr(plan, collection)] == gold


def test_name_and_goal_are_the_notices(plan: PlanDocument) -> None:
    gold = {row["kind"]: row for row in rows("outline.tsv")}
    assert (plan.code, plan.name) == (gold["plan"]["code"], gold["plan"]["name"])
    assert plan.goal == gold["goal"]["name"]
    assert plan.owner == "530000"


def test_every_quote_stands_in_the_notice(plan: PlanDocument, notice: str) -> None:
    quoted = [*plan.indicators, *plan.milestones, *plan.relations, *plan.duties]
    assert len(quoted) == 45 + 5 + 4 + 7
    assert [each.code for each in quoted if not each.quote or squeezed(each.quote) not in notice] == []


def test_what_the_notice_does_not_give_is_not_invented(plan: PlanDocument) -> None:
    for each in plan.indicators:
        assert each.lead is None
        assert each.support is None
        assert each.baseline is None
        assert each.nature is Nature.NOT_GIVEN
        assert each.milestones == ()
        assert {"lead", "support", "baseline", "nature", "milestones"} <= set(each.not_given)
    assert any("34项" in what for what, _ in plan.not_given)


def test_migrant_worker_training_can_be_read_per_year_by_changing_one_word() -> None:
    text = library.text("yunnan-2021-2025")
    before, indicator = text.split("code: 5.1.3", 1)
    document, problems = read(
        before + "code: 5.1.3" + indicator.replace("chosen: cumulative", "chosen: annual", 1)
    )
    assert problems == []
    assert document is not None
    found = document.indicator("5.1.3")
    assert (found.basis, found.cadence, found.deadline) == (Basis.ANNUAL, Cadence.ANNUAL, None)


@pytest.mark.parametrize(
    ("code", "word"),
    [("1.4.2", "动态全覆盖"), ("2.1.5", "年均"), ("5.1.3", "100万人次"), ("5.3.6", "突破350万")],
)
def test_ambiguities_are_choices_with_a_note(plan: PlanDocument, code: str, word: str) -> None:
    choices = plan.indicator(code).choices
    assert any(word in each.question and len(each.readings) > 1 and each.note for each in choices)


def test_the_two_honour_shares_have_different_wholes(plan: PlanDocument) -> None:
    wholes = [plan.indicator(code).formula.denominator[0].measure for code in ("4.1.1", "4.1.2")]
    assert wholes == ["model_workers_enterprise_staff", "provincial_may_day_medals"]


def test_persons_and_person_times_stay_apart(plan: PlanDocument) -> None:
    assert plan.indicator("3.2.1").unit == "人次"
    assert plan.indicator("3.4.1").unit == "人"
    assert plan.indicator("3.2.1").target == plan.indicator("3.4.1").target


def test_every_indicator_says_who_owes_it(plan: PlanDocument) -> None:
    assert [each.code for each in plan.indicators if not each.reporters] == []
