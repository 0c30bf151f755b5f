"""Making a run: what it keeps, what it says of each unit, what it refuses."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from tests import journal
from tests.unlocked import unlocked

from yunjiang.assessment import queries, services
from yunjiang.assessment.models import Run, Verdict
from yunjiang.assessment.refusals import NoRun, NothingToAssess, PositionAhead, RunIsFrozen
from yunjiang.assessment.rules.judgement import Reason, Status
from yunjiang.assessment.tests.conftest import MID_TERM, Small
from yunjiang.ledger.queries import position

REPORTS_OF_2023 = """
2023 · 甲 · trained · 4000
2023 · 乙 · trained · 100
2023 · 甲 · contests · 10
2023-12-31 · 甲 · skilled · 2600
2023-12-31 · 乙 · skilled · 2500
2023-12-31 · 甲 · firms · 100
2023-12-31 · 甲 · covered · 92
2023-12-31 · 乙 · firms · 50
2023-12-31 · 乙 · covered · 36
"""


def made(small: Small, on: date = MID_TERM, names=("省", "甲", "乙"), **other) -> Run:
    return services.run(small.version, small.ids(*names), on=on, data_set="operational", by="tests", **other)


def statuses(run: Run, small: Small, name: str) -> dict[str, str]:
    return {each.indicator: each.status for each in queries.verdicts(run, small.units[name].pk)}


def test_it_works(small):
    journal.post(REPORTS_OF_2023)
    run = made(small)
    assert (run.position, run.rules_version, run.made_by) == (position(), "2026-1", "tests")
    assert run.chain_digest is not None
    assert statuses(run, small, "省") == {
        "1.1.1": Status.ON_COURSE,
        "1.1.2": Status.MET,
        "1.1.3": Status.ACHIEVED,
        "1.1.4": Status.ON_COURSE,
    }
    trained = queries.verdicts(run, small.units["省"].pk).get(indicator="1.1.1")
    assert trained.judged().value == 11200
    assert trained.judged().required == 10950
    assert trained.measured().value == 11200
    assert [point.value for point in trained.known().points] == [3500, 7100]


def test_each_year_stands_apart(small):
    journal.post(REPORTS_OF_2023)
    contests = queries.judgements(made(small))[small.units["省"].pk, "1.1.2"]
    assert [(each.year, each.is_met) for each in contests.years] == [(2021, True), (2022, False)]
    assert (contests.value, contests.reported_count, contests.expected_count) == (10, 1, 2)


def test_who_has_not_reported_is_not_behind(small):
    run = made(small)
    assert set(statuses(run, small, "甲").values()) == {Status.NOT_REPORTED}
    assert queries.summary_of(run, small.units["省"].pk).unreported == ("1.1.1", "1.1.2", "1.1.3", "1.1.4")


def test_before_the_reports_are_due_the_last_ones_stand(small):
    run = made(small, on=date(2023, 11, 30))
    trained = queries.judgements(run)[small.units["省"].pk, "1.1.1"]
    assert (trained.status, trained.judged_on) == (Status.ON_COURSE, date(2022, 12, 31))
    assert Reason.DATA_OLDER in trained.reasons


def test_a_unit_that_was_told_nothing_is_not_assessed_on_sums_but_on_rates(small):
    journal.post(REPORTS_OF_2023)
    found = statuses(made(small), small, "乙")
    assert (found["1.1.1"], found["1.1.4"]) == (Status.NOT_ASSESSED, Status.BEHIND)


def test_a_unit_is_held_to_what_was_handed_down_to_it(small):
    small.allocate("1.1.1", 州=18260)
    run = made(small, on=date(2022, 12, 31), names=("州",))
    assert queries.judgements(run)[small.units["州"].pk, "1.1.1"].target == 18260


def test_published_values_are_owed_by_nobody_and_never_rolled_up(small):
    journal.post("2022-05-07 · 省 · skilled · ≥5412", data_set="published")
    run = services.run(small.version, small.ids("省", "甲"), on=MID_TERM, data_set="published", by="tests")
    skilled = queries.judgements(run)[small.units["省"].pk, "1.1.3"]
    assert (skilled.value, skilled.expected_count) == (None, 0)  # older than the age limit
    assert set(statuses(run, small, "甲").values()) <= {Status.NO_DATA}


def test_published_sums_that_leave_days_out_are_never_late(small):
    journal.post("2022-04-28 · 省 · trained · 100", data_set="published")
    journal.post("2021-01-01..2023-12-31 · 州 · trained · 100", data_set="published")
    small.allocate("1.1.1", 州=18260)
    run = services.run(small.version, small.ids("省", "州"), on=MID_TERM, data_set="published", by="tests")
    found = queries.judgements(run)
    some_days, all_days = (found[small.units[name].pk, "1.1.1"] for name in ("省", "州"))
    assert (some_days.status, some_days.reasons[-1]) == (Status.NOT_ASSESSED, Reason.DATA_OLDER)
    assert Reason.SCATTERED in some_days.reasons
    assert all_days.status is Status.BEHIND


def test_a_past_position_knows_nothing_of_what_came_later(small):
    before = position()
    journal.post(REPORTS_OF_2023)
    assert statuses(made(small, position=before), small, "省") == dict.fromkeys(
        ["1.1.1", "1.1.2", "1.1.3", "1.1.4"], Status.NOT_REPORTED
    )


def test_the_newest_run_is_found_by_plan_day_and_unit(small):
    first = made(small, names=("省",))
    second = made(small, names=("甲",))
    assert queries.newest("small", data_set="operational") == second
    assert queries.newest("small", data_set="operational", organization_id=small.units["省"].pk) == first
    with pytest.raises(NoRun):
        queries.newest("small", data_set="operational", on=date(2020, 1, 1))
    with pytest.raises(NoRun):
        queries.newest("small", data_set="published")


def test_it_refuses_a_run_over_nothing_and_one_ahead_of_the_ledger(small):
    with pytest.raises(NothingToAssess):
        made(small, names=())
    with pytest.raises(PositionAhead):
        made(small, position=position() + 1)


def test_a_run_cannot_be_changed_or_deleted(small):
    run = made(small, names=("省",))
    verdict = run.verdicts.first()
    for attempt in (
        run.save,
        run.delete,
        verdict.save,
        verdict.delete,
        lambda: Run.objects.filter(pk=run.pk).update(position=0),
        lambda: Verdict.objects.all().delete(),
        lambda: run.verdicts.update(status="met"),
        lambda: Verdict.objects.bulk_update([verdict], ["status"]),
    ):
        with pytest.raises(RunIsFrozen):
            attempt()


@pytest.mark.parametrize("table", ["assessment_run", "assessment_verdict"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id + 1000", "DELETE FROM {}"])
def test_the_database_refuses_it_too(small, table, statement):
    made(small, names=("省",))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_the_digest_tells_whether_a_run_was_tampered_with(small):
    run = made(small, names=("省",))
    assert services.is_intact(Run.objects.get(pk=run.pk))
    with unlocked():
        QuerySet(Verdict).filter(indicator="1.1.1").update(status="met")
    assert not services.is_intact(Run.objects.get(pk=run.pk))
