"""The desk of possible duplicates: pairs by likeness, those decided, and merges that can be taken back."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from yunjiang.access.permission import Act
from yunjiang.persons import merging, reaching
from yunjiang.persons.models import Candidate, CandidateState, Likeness, Merge, Person
from yunjiang.persons.refusals import PersonRefusal
from yunjiang.web import listing, toasts
from yunjiang.web.components.overview import Tab
from yunjiang.web.components.said import Crumb, Empty
from yunjiang.web.components.status import Mark, Tone
from yunjiang.web.components.tables import Cell, Column, Filter, Option, Row, Table
from yunjiang.web.pages.persons import reading
from yunjiang.web.pages.selection import Unreadable

OPEN, DECIDED = "", "decided"
_LIKE = {
    Likeness.EXACT: ("◆", Tone.SERIOUS),
    Likeness.STRONG: ("◆", Tone.LATE),
    Likeness.WEAK: ("◇", Tone.QUIET),
}
_STATES = {
    CandidateState.OPEN: ("◇", Tone.LATE),
    CandidateState.MERGED: ("▲", Tone.DONE),
    CandidateState.DIFFERENT: ("–", Tone.QUIET),
}


def duplicates(request: HttpRequest) -> HttpResponse:
    """List the pairs on the reader's desk, or those decided. Raises Refused, Unreadable."""
    user = reading.who(request, Act.CHECK_RECORDS)
    which, like = request.GET.get("state", OPEN), request.GET.get("likeness", "")
    if which not in (OPEN, DECIDED):
        raise Unreadable("state", which, DECIDED)
    if like and like not in Likeness.values:
        raise Unreadable("likeness", like, ", ".join(Likeness.values))
    waiting = reaching.desk(user)
    rows = waiting if which == OPEN else reaching.desk(user, None).exclude(state=CandidateState.OPEN)
    if like:
        rows = rows.filter(likeness=like)
    rows = rows.select_related("first", "second", "decided_by")
    leaf = listing.leaf(rows, ("-pk",), request.GET.get("after", ""))
    here = reverse("duplicates")
    count = listing.count_of(waiting)
    context = {
        "lead": _("No two records wait to be compared")
        if count == "0"
        else _("%(count)s pairs of records may be one person each") % {"count": count},
        "crumbs": [Crumb(_("Registers"), reverse("registers")), Crumb(_("Possible duplicates"))],
        "states": [
            Tab(pgettext("duplicates", "To compare"), here, which == OPEN),
            Tab(pgettext("duplicates", "Decided"), f"{here}?state={DECIDED}", which == DECIDED),
        ],
        "table": _table(request, leaf.rows, leaf.further, like, is_past=which == DECIDED),
    }
    return render(request, "pages/persons/duplicates.html", context)


@require_POST
def undo(request: HttpRequest, merge: int) -> HttpResponse:
    """Take a merge back, with the reason given. Raises Refused, NotReached, Http404."""
    user = reading.who(request, Act.CHECK_RECORDS)
    rows = Merge.objects.select_related("kept", "merged")
    found = rows.filter(pk=merge).first() if merge < reading.LONGEST_NUMBER else None
    if found is None:
        raise Http404(_("There is no such merge."))
    reaching.require_pair(user, found.kept, found.merged)
    try:
        merging.undo(found, by=user, reason=request.POST.get("reason", ""))
    except PersonRefusal as refusal:
        toasts.warn(request, str(refusal))
    else:
        toasts.say(request, _("The merge is taken back; both records stand as they stood."))
    pair = Candidate.objects.filter(
        first=min(found.kept_id, found.merged_id), second=max(found.kept_id, found.merged_id)
    ).first()
    return redirect("duplicate", pair.pk) if pair else redirect("duplicates")


def mark_of(candidate: Candidate) -> Mark:
    """Return the state of a pair as it is drawn."""
    state = CandidateState(candidate.state)
    shape, tone = _STATES[state]
    return Mark(shape, state.label, tone)


def likeness_of(candidate: Candidate) -> Mark:
    """Return why a pair is on the desk as it is drawn."""
    likeness = Likeness(candidate.likeness)
    shape, tone = _LIKE[likeness]
    return Mark(shape, likeness.label, tone)


def _table(
    request: HttpRequest, rows: Sequence[Candidate], further: str, like: str, *, is_past: bool
) -> Table:
    columns = [
        Column("first", _("One record")),
        Column("second", _("The other"), place="whole"),
        Column(
            "likeness",
            _("Alike in"),
            place="whole",
            filter=Filter(
                "likeness",
                _("Only alike in"),
                [Option("", _("all")), *(Option(str(each.value), str(each.label)) for each in Likeness)],
                like,
            ),
        ),
        Column("found", pgettext("duplicates", "Decided") if is_past else _("Found"), place="whole"),
    ]
    return Table(
        name="duplicates",
        title=pgettext("duplicates", "Decided") if is_past else pgettext("duplicates", "To compare"),
        columns=columns,
        rows=[_row(each, is_past=is_past) for each in rows],
        empty=Empty(
            _("Nothing here"),
            _(
                "Records that look like one person come here when they are entered or imported. Nothing is ever merged by itself."
            ),
        ),
        next_href=listing.turned(request, after=further) if further else "",
        kept={"state": DECIDED} if is_past else {},
    )


def _row(candidate: Candidate, *, is_past: bool) -> Row:
    moment = timezone.localtime(candidate.decided_at or candidate.found_at)
    last = Cell(f"{moment:%Y-%m-%d %H:%M}")
    if is_past:
        by = " · ".join(each for each in (str(candidate.decided_by or ""), candidate.reason) if each)
        last = Cell(mark_of(candidate), small=f"{moment:%Y-%m-%d %H:%M} {by}".strip())
    return Row(
        [
            Cell(
                candidate.first.name,
                small=_told(candidate.first),
                href=reverse("duplicate", args=[candidate.pk]),
            ),
            Cell(candidate.second.name, small=_told(candidate.second)),
            Cell(likeness_of(candidate)),
            last,
        ]
    )


def _told(person: Person) -> str:
    """Return what tells two of a name apart, numbers as masks."""
    parts = (str(person.birth_on or ""), person.identity_mask, person.phone_mask)
    return " · ".join(each for each in parts if each) or _("no number, no day of birth")
