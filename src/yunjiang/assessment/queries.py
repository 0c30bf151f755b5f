"""Reads of kept assessments."""

from datetime import date

from django.db.models import QuerySet

from yunjiang.assessment.models import Run, Verdict
from yunjiang.assessment.refusals import NoRun
from yunjiang.assessment.rules.changes import Place
from yunjiang.assessment.rules.judgement import Judgement
from yunjiang.assessment.rules.summary import Summary, summary
from yunjiang.plans import queries as plans


def runs(plan_code: str, *, data_set: str, on: date | None = None) -> QuerySet[Run]:
    """Return the runs of a plan in a data set, for a day if one is given, the newest first."""
    found = Run.objects.filter(plan_version__plan__code=plan_code, data_set=data_set)
    return found if on is None else found.filter(assessed_on=on)


def newest(
    plan_code: str, *, data_set: str, on: date | None = None, organization_id: int | None = None
) -> Run:
    """Return the newest run, of those that judged an organization if one is given. Raises NoRun."""
    found = runs(plan_code, data_set=data_set, on=on)
    if organization_id is not None:
        found = found.filter(pk__in=Verdict.objects.filter(organization=organization_id).values("run"))
    run = found.first()
    if run is None:
        raise NoRun(plan_code, on)
    return run


def verdicts(run: Run, organization_id: int | None = None) -> QuerySet[Verdict]:
    """Return the verdicts of a run, of one organization if given, in the plan's order."""
    found = Verdict.objects.filter(run=run)
    return found if organization_id is None else found.filter(organization=organization_id)


def judgements(run: Run) -> dict[Place, Judgement]:
    """Return the judgements of a run by organization and indicator."""
    return {(each.organization_id, each.indicator): each.judged() for each in verdicts(run)}


def summary_of(run: Run, organization_id: int) -> Summary:
    """Return the counts of one organization in a run."""
    document = plans.document(run.plan_version)
    judged = [each.judged() for each in verdicts(run, organization_id)]
    return summary(judged, document.first_day, document.last_day, run.assessed_on)
