"""A run made again comes out the same, whatever happened since."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import QuerySet
from tests import journal
from tests.unlocked import unlocked

from yunjiang.assessment import services
from yunjiang.assessment.models import Run, Verdict
from yunjiang.assessment.rules import status, versions
from yunjiang.assessment.rules.changes import Turn
from yunjiang.assessment.rules.judgement import Status
from yunjiang.assessment.rules.thresholds import Thresholds
from yunjiang.assessment.rules.versions import Rules, UnknownRules
from yunjiang.assessment.tests.conftest import PLAN
from yunjiang.assessment.tests.test_run import REPORTS_OF_2023, made
from yunjiang.plans import services as plans


def test_it_comes_out_the_same(small):
    journal.post(REPORTS_OF_2023)
    assert services.replay(made(small)) == []


def test_it_comes_out_the_same_after_later_postings_allocations_and_plan_versions(small):
    run = made(small)
    journal.post(REPORTS_OF_2023)
    small.allocate("1.1.1", 州=9000)
    plans.load(PLAN.replace("target: 18260", "target: 20000"), "tests")
    assert services.replay(run) == []


def test_it_is_replayed_under_the_rules_and_thresholds_it_was_made_with(small, monkeypatch):
    journal.post(REPORTS_OF_2023)
    strict = made(small, thresholds=Thresholds(behind_points=Decimal(0), ahead_points=Decimal(1)))
    newer = Rules("2027-1", date(2027, 1, 1), status.assess, Thresholds(ahead_points=Decimal(50)))
    monkeypatch.setitem(versions.RULES, "2027-1", newer)
    monkeypatch.setattr(versions, "CURRENT", newer)
    assert services.replay(strict) == []
    lenient = made(small)
    assert lenient.rules_version == "2027-1"
    assert services.replay(lenient) == []


def test_unknown_rules_are_refused_by_name(small, monkeypatch):
    run = made(small)
    monkeypatch.delitem(versions.RULES, run.rules_version)
    with pytest.raises(UnknownRules, match="2026-1"):
        services.replay(run)


def test_a_difference_names_unit_indicator_and_field(small):
    run = made(small, names=("省",))
    verdict = run.verdicts.get(indicator="1.1.1")
    with unlocked():
        QuerySet(Verdict).filter(pk=verdict.pk).update(judgement=verdict.judgement | {"status": "met"})
    (difference,) = services.replay(Run.objects.get(pk=run.pk))
    assert (difference.indicator, difference.field) == ("1.1.1", "judgement.status")
    assert (difference.kept, difference.now) == ("met", "not_reported")


def test_a_run_from_before_a_fact_was_recorded_replays_all_the_same(small):
    run = made(small, names=("省",))
    for verdict in run.verdicts.all():
        older = {name: value for name, value in verdict.facts.items() if name != "is_scattered"}
        with unlocked():
            QuerySet(Verdict).filter(pk=verdict.pk).update(facts=older)
    assert services.replay(Run.objects.get(pk=run.pk)) == []


def test_what_changed_between_two_runs(small):
    earlier = made(small, names=("省",))
    journal.post(REPORTS_OF_2023)
    later = made(small, names=("省",))
    changed = {change.indicator: change.turn for change in services.what_changed(earlier, later)}
    assert changed == dict.fromkeys(["1.1.1", "1.1.2", "1.1.3", "1.1.4"], Turn.REPORTED)
    assert services.what_changed(later, later) == []


def test_an_evaluation_at_the_end_says_met_or_not_met(small):
    journal.post(REPORTS_OF_2023)
    journal.post("2025 · 甲 · trained · 8000\n2025 · 乙 · trained · 0")
    run = made(small, on=date(2025, 12, 31), names=("省",))
    assert run.verdicts.get(indicator="1.1.1").status == Status.MET
