"""Ordering a document: the assessment it needs is made when there is none that saw the ledger as it stands."""

from collections.abc import Mapping
from datetime import date

from yunjiang.assessment import services as assessment
from yunjiang.assessment.judging import ledger_position
from yunjiang.assessment.models import Run, Verdict
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Kind, Organization
from yunjiang.plans.models import PlanVersion

from . import writing
from .models import Document

REGIONS = (Kind.PREFECTURE, Kind.COUNTY)


def order(
    kind: str,
    version: PlanVersion,
    organization: Organization,
    *,
    on: date,
    data_set: str,
    by: str,
    narrative: Mapping[str, str] | None = None,
    issuance: writing.Issuance | None = None,
) -> Document:
    """Write a document about a unit from what the ledger says now, assessing the unit and the regions below it first if need be.

    Raises UnknownKind, NotAssessed, NothingToAssess.
    """
    run = run_of(version, organization.pk, on=on, data_set=data_set, position=ledger_position())
    if run is None:
        places = [organization.pk, *regions_below(organization.pk, on)]
        run = assessment.run(version, places, on=on, data_set=data_set, by=by)
    return writing.write(kind, run, organization, by=by, narrative=narrative, issuance=issuance)


def run_of(
    version: PlanVersion, organization_id: int, *, on: date, data_set: str, position: int
) -> Run | None:
    """Return the newest kept run of a version that judged a unit on a day and saw the ledger at a position, if any."""
    judged = Verdict.objects.filter(organization=organization_id).values("run")
    runs = Run.objects.filter(
        plan_version=version, assessed_on=on, data_set=data_set, position=position, pk__in=judged
    )
    return next((each for each in runs if each.organization_ids[0] == organization_id), None)


def regions_below(organization_id: int, on: date) -> list[int]:
    """Return the regions directly below a unit: those that a report on it compares."""
    below = organizations.children(organization_id, on).filter(kind__in=REGIONS)
    return [each.organization_id for each in below]
