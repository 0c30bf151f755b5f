"""What persons have asked about their own data: what waits for an answer, the first due first, and what was answered."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yunjiang.access.permission import Act
from yunjiang.persons import reaching
from yunjiang.persons.models import Right, SubjectRequest
from yunjiang.web import listing
from yunjiang.web.components.overview import Tab
from yunjiang.web.components.said import Crumb, Empty
from yunjiang.web.components.status import Mark, Tone
from yunjiang.web.components.tables import Cell, Column, Row, Table
from yunjiang.web.pages.persons import reading

SOON = 3  # days before the last at which a request is marked


def requests(request: HttpRequest) -> HttpResponse:
    """List what persons of one's units have asked about their data. Raises Refused, Unreadable."""
    user = reading.who(request, Act.CHECK_RECORDS)
    is_past = request.GET.get("state") == "answered"
    asked = reaching.asked(user)
    waiting = asked.filter(answered_at=None)
    rows = asked.exclude(answered_at=None) if is_past else waiting
    order = ("-answered_at", "-pk") if is_past else ("due_on", "pk")
    leaf = listing.leaf(rows.select_related("person"), order, request.GET.get("after", ""))
    count = listing.count_of(waiting)
    here = reverse("subject-requests")
    context = {
        "lead": _("Nobody waits for an answer about their data")
        if count == "0"
        else _("%(count)s requests about personal data wait for an answer") % {"count": count},
        "crumbs": [
            Crumb(_("Registers"), reverse("registers")),
            Crumb(_("What persons ask about their data")),
        ],
        "states": [
            Tab(pgettext("requests of persons", "To answer"), here, not is_past),
            Tab(pgettext("requests of persons", "Answered"), f"{here}?state=answered", is_past),
        ],
        "table": Table(
            name="subject-requests",
            title=_("What persons ask about their data"),
            columns=[
                Column("person", _("Person")),
                Column("right", pgettext("requests of persons", "Asked for"), place="plain"),
                Column("due", _("Time left"), place="end plain"),
                Column("received", pgettext("requests of persons", "Received"), place="plain"),
            ],
            rows=[_row(each) for each in leaf.rows],
            empty=Empty(
                _("Nothing here yet"),
                _(
                    "What a person asks is taken down on the person's page; it is answered within fifteen working days."
                ),
            ),
            next_href=listing.turned(request, after=leaf.further) if leaf.further else "",
            first_href=listing.turned(request, after="") if request.GET.get("after") else "",
        ),
    }
    return render(request, "pages/registers/table.html", context)


def _row(asked: SubjectRequest) -> Row:
    return Row(
        [
            Cell(
                asked.person.name,
                small=asked.person.identity_mask,
                href=reverse("natural-person", args=[asked.person_id]) + "#rights",
            ),
            Cell(str(Right(asked.right).label), small=asked.text[:60]),
            Cell(_mark(asked), small=str(asked.due_on)),
            Cell(str(asked.received_on)),
        ]
    )


def _mark(asked: SubjectRequest) -> Mark:
    if asked.answered_at is not None:
        name = pgettext("a right", "granted") if asked.is_granted else pgettext("a right", "refused")
        return Mark("●" if asked.is_granted else "–", name, Tone.QUIET)
    days = (asked.due_on - timezone.localdate()).days
    if days < 0:
        return Mark(
            "◆", ngettext("%(count)d day over", "%(count)d days over", -days) % {"count": -days}, Tone.SERIOUS
        )
    text = ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}
    return Mark("◇", text, Tone.LATE if days <= SOON else Tone.QUIET)
