"""What became of a return and its items over time: one item's changes, and all that differs from an earlier step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.access.permission import Act, Refused
from yunjiang.returns import comparing, rights
from yunjiang.returns.models import Cell, CellChange, Origin, StepKind
from yunjiang.web.components.said import Crumb
from yunjiang.web.pages.returns import reading, texts

MOST = 50  # changes of one item; more are counted and not shown


@dataclass(frozen=True)
class Change:
    """One change of an item as people read it."""

    at: datetime
    by: str
    origin: str
    before: str
    after: str
    explanation: str
    where: str  # in which file it was read


@dataclass(frozen=True)
class Differing:
    """One item or text that reads otherwise now."""

    name: str
    before: str
    after: str
    is_passage: bool
    is_value: bool
    explanation: str = ""


@dataclass(frozen=True)
class Comparison:
    """The page of what changed since a step."""

    crumbs: Sequence[Crumb]
    lead: str
    differences: Sequence[Differing]
    unit: str


def history(request: HttpRequest, report: int) -> HttpResponse:
    """Show one item's changes, the newest first: a fragment for htmx, a page otherwise. Raises Refused, Http404."""
    who, found = reading.report(request, report)
    cell = (
        Cell.objects.filter(report=found, question__code=request.GET.get("question", ""))
        .select_related("question", "section")
        .first()
    )
    if cell is None:
        raise Http404(_("This unit is not asked for this quantity."))
    readable = rights.readable_sections(who.user, found)
    if readable is not None and cell.section.indicator not in readable:
        raise Refused(Act.SEE_ENTRIES, found.place.name, found.organization_id)
    taken = CellChange.objects.filter(cell=cell).select_related("by", "upload").order_by("-id")[: MOST + 1]
    changes = [_change(each) for each in taken]
    context = {
        "changes": changes[:MOST],
        "has_more": len(changes) > MOST,
        "cell": cell,
        "crumbs": reading.crumbs(found.cycle, found, cell.question.name),
    }
    fragment = getattr(request, "htmx", False)
    return render(
        request, "pages/returns/history.html" if fragment else "pages/returns/history_page.html", context
    )


def _change(each: CellChange) -> Change:
    where = ""
    if each.upload is not None:
        where = _("%(file)s, sheet %(sheet)s, cell %(cell)s") % {
            "file": each.upload.name,
            "sheet": each.sheet,
            "cell": f"{each.column}{each.row}",
        }
    return Change(
        each.at,
        str(each.by or ""),
        str(Origin(each.origin).label) if each.origin else "",
        said(each.before),
        said(each.after),
        str(each.after.get("explanation", "")) if each.after.get("explanation") != each.before.get("explanation") else "",
        where,
    )  # fmt: skip


def said(content: Mapping[str, Any]) -> str:
    """Return what a kept content of an item says."""
    if content.get("unavailable"):
        return _("cannot be provided")
    value = content.get("value")
    return texts.shown(Decimal(str(value))) if value is not None else _("empty")


def differences(request: HttpRequest, report: int) -> HttpResponse:
    """Show what a return says otherwise now than at a step. Raises Refused, Http404."""
    who, found = reading.report(request, report)
    if not rights.may_read_whole(who.user, found):
        raise Refused(Act.SEE_ENTRIES, found.place.name, found.organization_id)
    number = reading.number(request, "since")
    step = (
        found.steps.filter(pk=number).first()
        if number is not None
        else found.steps.filter(kind__in=(StepKind.APPROVED, StepKind.SUBMITTED)).order_by("-id").first()
    )
    if step is None:
        raise Http404(_("The return has no such step to compare with."))
    changed = comparing.differences(found, step)
    facts = {
        "unit": found.place.short_name,
        "step": StepKind(step.kind).label,
        "at": f"{timezone.localtime(step.at):%Y-%m-%d}",
    }
    lead = _("%(unit)s: %(count)d differences since “%(step)s” of %(at)s") % {**facts, "count": len(changed)}
    if not changed:
        lead = _("%(unit)s: nothing has changed since “%(step)s” of %(at)s") % facts
    shown = Comparison(
        reading.crumbs(found.cycle, found, _("What changed")),
        lead,
        [_differing(each) for each in changed],
        found.place.short_name,
    )
    return render(request, "pages/returns/differences.html", {"page": shown})


def _differing(each: comparing.Difference) -> Differing:
    if each.is_passage:
        return Differing(each.name, each.before["text"], each.after["text"], True, True)
    return Differing(
        each.name,
        said(each.before),
        said(each.after),
        False,
        each.is_value,
        each.after.get("explanation", ""),
    )
