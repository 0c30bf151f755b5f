"""All returns that wait at one's desk: what each has that wants a look, and approving those that have nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunjiang.access.permission import Act
from yunjiang.returns import checking, inbox, rights, workflow
from yunjiang.returns.models import Return
from yunjiang.returns.refusals import ReturnsRefusal
from yunjiang.web import toasts
from yunjiang.web.components.said import Empty
from yunjiang.web.components.tables import Cell, Column, Row, Table
from yunjiang.web.pages.returns import beside, marks, reading
from yunjiang.web.pages.returns.reading import Reader

AT_ONCE = 60  # returns whose findings are looked up on one page


@dataclass(frozen=True)
class Waiting:
    """One return at the desk, and what was found in it."""

    report: Return
    found_count: int
    explained_count: int

    @property
    def is_clean(self) -> bool:
        return not self.found_count


def reviews(request: HttpRequest) -> HttpResponse:
    """List what waits at the person's desk; approve those picked. Raises Refused."""
    who = reading.reader(request, Act.REVIEW_RETURNS)
    if request.method == "POST":
        return _approved(request, who)
    asked = reading.number(request, "cycle")
    waiting = inbox.asked_of(who.user).to_review
    if asked is not None:
        waiting = tuple(each for each in waiting if each.cycle_id == asked)
    looked = _looked(waiting[:AT_ONCE])
    clean = sum(each.is_clean for each in looked)
    context = {
        "crumbs": reading.crumbs(here=_("Review")),
        "lead": _lead(len(waiting), clean),
        "clean": clean,
        "table": _table(looked, len(waiting)),
        "first_href": reverse("return-review", args=[waiting[0].pk]) if waiting else "",
    }
    return render(request, "pages/returns/reviews.html", context)


def _looked(reports: Sequence[Return]) -> list[Waiting]:
    findings = checking.findings_of_many(reports) if reports else {}
    looked = []
    for each in reports:
        told = [beside.told(one) for one in findings.get(each.pk, ())]
        looked.append(Waiting(each, len(told), sum(one.sort == "explained" for one in told)))
    return looked


def _lead(count: int, clean: int) -> str:
    if not count:
        return _("Nothing waits for review")
    told = ngettext("%(count)d return waits for review", "%(count)d returns wait for review", count) % {
        "count": count
    }
    if clean:
        told += ngettext(
            ", in %(clean)d nothing odd was found", ", in %(clean)d nothing odd was found", clean
        ) % {"clean": clean}
    return told


def _table(looked: Sequence[Waiting], count: int) -> Table:
    columns = [
        Column("unit", _("Unit")),
        Column("cycle", _("Cycle")),
        Column("found", _("To look at"), is_number=True, place="end"),
        Column("submitted", _("Submitted")),
        Column("due", _("Due"), place="end"),
    ]
    rows = []
    for each in looked:
        report = each.report
        due = marks.due_of(report)
        found = _("nothing odd") if each.is_clean else str(each.found_count)
        day = f"{timezone.localtime(report.submitted_at):%Y-%m-%d}" if report.submitted_at else "–"
        small = ""
        if each.explained_count:
            small = ngettext("%(count)d explained", "%(count)d explained", each.explained_count) % {
                "count": each.explained_count
            }
        rows.append(
            Row(
                [
                    Cell(
                        report.place.short_name, report.place.code, reverse("return-review", args=[report.pk])
                    ),
                    Cell(reading.told(report.cycle)),
                    Cell(found, small, tone="" if each.is_clean else "late"),
                    Cell(day, str(report.submitted_by or "")),
                    Cell(due.on.isoformat(), due.told, tone=due.tone),
                ],
                key=str(report.pk),
                is_picked=each.is_clean,
            )
        )  # fmt: skip
    empty = Empty(
        _("Nothing waits for review"),
        _("Returns of the units below come here when they are submitted."),
        _("See the cycles"),
        reverse("cycles"),
    )
    told = (
        ""
        if count <= len(looked)
        else _("the first %(shown)d of %(count)d") % {"shown": len(looked), "count": count}
    )
    return Table("waiting", _("At my desk"), columns, rows, empty, told, picks="report")


def _approved(request: HttpRequest, who: Reader) -> HttpResponse:
    """Approve the picked returns together, all or none."""
    wanted = {int(each) for each in request.POST.getlist("report") if each.isascii() and each.isdigit()}
    reports = list(
        Return.objects.filter(pk__in=wanted).select_related(
            "cycle__plan_version__plan__owner", "place", "organization", "desk"
        )
    )
    barred = [each for each in reports if not rights.may_review(who.user, each)]
    if not reports:
        toasts.warn(request, _("Pick at least one return."))
    elif barred:
        # Of a return that was only named, and is another's, nothing is told.
        told = [each.place.short_name for each in barred if rights.may_read(who.user, each)]
        toasts.warn(
            request,
            _("Nothing was approved: %(units)s do not wait for you any more.")
            % {"units": _("、").join(told) or _("some returns")},
        )
    else:
        try:
            workflow.approve_many(reports, who.user)
        except ReturnsRefusal as refusal:
            toasts.warn(request, str(refusal))
        else:
            count = len(reports)
            toasts.say(
                request,
                ngettext("%(count)d return was approved.", "%(count)d returns were approved.", count)
                % {"count": count},
            )
    return HttpResponseRedirect(reverse("reviews"))
