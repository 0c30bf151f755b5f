"""One entry of the ledger all the way down: posting, return, cell, and the file, sheet, row, person and moment it came from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from yunjiang.access import permission
from yunjiang.access.permission import Act
from yunjiang.ledger import leafing
from yunjiang.ledger import queries as ledger
from yunjiang.ledger.models import Batch
from yunjiang.ledger.queries import StandingEntry
from yunjiang.organizations.models import Organization
from yunjiang.plans import queries as plans
from yunjiang.plans.document import Indicator, PlanDocument
from yunjiang.plans.refusals import NoPlanLoaded
from yunjiang.registers.kit import postings, putting, scope
from yunjiang.returns import lineage
from yunjiang.returns.lineage import CellOrigin
from yunjiang.returns.models import Origin, Step, StepKind
from yunjiang.web.pages import evidence, promise
from yunjiang.web.pages.evidence import Told

# What a reader of a number wants to see of a return's way up.
PASSED = (StepKind.SUBMITTED, StepKind.APPROVED, StepKind.ACCEPTED)


@dataclass(frozen=True)
class Promised:
    """The indicator one came from: its formula, and the ways back to the figure."""

    indicator: Indicator
    formula: str
    href: str
    entries_href: str


@dataclass(frozen=True)
class Counted:
    """The record of a register that was counted; without an address for who may not read it."""

    register: str
    title: str
    href: str


@dataclass(frozen=True)
class Origins:
    """The view model of the page."""

    told: Told
    chain: str  # the first digits of the batch's chain digest
    revisions: Sequence[Told]  # everything ever posted under the source, this one included
    promised: Promised | None
    cells: Sequence[tuple[CellOrigin, str]]  # with the word for how the value came into its cell
    steps: Sequence[Step]
    record: Counted | None = None


def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Show where an entry came from. Raises Refused, Http404."""
    rows = ledger.entries([entry_id]) if entry_id < 2**63 else []
    if not rows:
        raise Http404(_("The ledger has no entry %(number)s.") % {"number": entry_id})
    [found] = rows
    promised = _promised(request, found)
    leads = promised.indicator.lead or () if promised else ()
    unit = Organization.objects.get(pk=found.organization_id)
    permission.require(request.user, Act.SEE_ENTRIES, unit, lead=leads)
    page = replace(origins(found, promised), record=_counted(request, found))
    return render(request, "pages/entry.html", {"page": page})


def origins(found: StandingEntry, promised: Promised | None) -> Origins:
    """Make the page's view model."""
    same = [
        each
        for each in leafing.of_sources([found.source])
        if each.measure == found.measure and each.weight == 1 and each.breakdown == found.breakdown
    ]
    batch = Batch.objects.get(position=found.position)
    cells = [
        each
        for each in lineage.origin_of(found.source, found.revision)
        if each.cell.question.measure == found.measure
    ]
    steps: list[Step] = []
    if cells:
        passed = Step.objects.filter(report=cells[0].report, kind__in=PASSED, at__lte=found.recorded_at)
        steps = list(passed.select_related("by", "desk").order_by("at", "pk"))
    [told] = evidence.told([found], found.happened_on)
    return Origins(
        told=told,
        chain=bytes(batch.chain_digest or b"").hex()[:16],
        revisions=evidence.told(same, found.happened_on),
        promised=promised,
        cells=[(each, str(Origin(each.origin).label) if each.origin else "") for each in cells],
        steps=steps,
    )


def _counted(request: HttpRequest, found: StandingEntry) -> Counted | None:
    """Return the record that an entry was posted for, if one was; it is named only to who may read it."""
    source = postings.record_of(found.source)
    if source is None:
        return None
    register, number = source
    record = (
        register.model._default_manager.select_related("organization", *register.related)
        .filter(pk=number)
        .first()
    )
    if record is None or not scope.may(register, request.user, register.reads, record):
        return Counted(str(register.name), "", "")
    href = reverse("register-record", args=[register.code, number])
    return Counted(str(register.name), putting.title(register, record), href)


def _promised(request: HttpRequest, found: StandingEntry) -> Promised | None:
    """Return the indicator that the address names, if it counts the entry's measure."""
    code = request.GET.get("indicator", "")
    if not code:
        return None
    try:
        document: PlanDocument = plans.document(plans.current(request.GET.get("plan") or None))
        indicator = document.indicator(code)
    except (NoPlanLoaded, KeyError):
        return None
    if found.measure not in indicator.measures():
        return None
    asked = request.GET.copy()
    asked.pop("indicator", None)
    return Promised(
        indicator,
        " ".join(promise.formula(document, indicator.formula)),
        f"{reverse('indicator', args=[code])}?{asked.urlencode()}",
        f"{reverse('entries', args=[code])}?{asked.urlencode()}",
    )
