"""Two records side by side: which stays, which value of each field survives, and the decision."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Act, Classification
from yunjiang.persons import holdings, likeness, merging, reaching
from yunjiang.persons.models import Candidate, CandidateState, Merge, Person
from yunjiang.persons.refusals import PersonRefusal
from yunjiang.web import toasts
from yunjiang.web.components.said import Crumb
from yunjiang.web.pages.persons import duplicates, reading
from yunjiang.web.pages.selection import Unreadable

FIRST, SECOND = "first", "second"


@dataclass(frozen=True)
class Side:
    """One of the two records: what is attached to it, and whether its page is open to the reader."""

    key: str
    person: Person
    attached: list[str]
    href: str
    is_kept: bool


@dataclass(frozen=True)
class Line:
    """One field of both; `chosen` is the side whose value would survive."""

    field: str
    label: str
    first: str
    second: str
    differs: bool
    chosen: str


def pair(request: HttpRequest, candidate: int) -> HttpResponse:
    """Show a pair and take the decision on it. Raises Refused, Http404, Unreadable."""
    user, found = reading.pair(request, candidate)
    if request.method == "POST":
        return _decide(request, user, found)
    keep = request.GET.get("keep", "") or _suggested(found)
    if keep not in (FIRST, SECOND):
        raise Unreadable("keep", keep, f"{FIRST}, {SECOND}")
    return render(request, "pages/persons/pair.html", _shown(user, found, keep))


def _decide(request: HttpRequest, user: User, found: Candidate) -> HttpResponse:
    decision, reason = request.POST.get("decision", ""), request.POST.get("reason", "")
    keep = request.POST.get("keep", FIRST)
    if decision not in ("merge", "dismiss") or keep not in (FIRST, SECOND):
        raise Unreadable("decision", decision, "merge, dismiss")
    try:
        if decision == "dismiss":
            likeness.dismiss(found, reason, by=user)
            toasts.say(request, _("Noted: two persons. This pair is not offered again."))
            return redirect("duplicates")
        if found.state != CandidateState.OPEN:
            toasts.warn(request, _("Somebody has decided on this pair already."))
            return redirect("duplicate", found.pk)
        kept, merged = _in_order(found, keep)
        other = SECOND if keep == FIRST else FIRST
        chosen = [name for name in merging.SURVIVORS if request.POST.get(f"field-{name}") == other]
        merging.merge(kept, merged, by=user, reason=reason, chosen=chosen)
    except PersonRefusal as refusal:
        toasts.warn(request, str(refusal))
        return redirect(f"{reverse('duplicate', args=[found.pk])}?keep={keep}")
    toasts.say(request, _("Merged. Everything attached went along; the merge can be taken back."))
    return redirect("duplicate", found.pk)


def _shown(user: User, found: Candidate, keep: str) -> dict[str, Any]:
    kept, merged = _in_order(found, keep)
    is_open = found.state == CandidateState.OPEN
    last = _last_merge(found)
    reach = permission.reach(user, Act.CHECK_RECORDS)
    return {
        "pair": found,
        "is_open": is_open,
        "keep": keep,
        "lead": _("Is this one person?") if is_open else found.first.name,
        "mark": duplicates.mark_of(found),
        "likeness": duplicates.likeness_of(found),
        "crumbs": [
            Crumb(_("Registers"), reverse("registers")),
            Crumb(_("Possible duplicates"), reverse("duplicates")),
            Crumb(found.first.name),
        ],
        "sides": [
            _side(user, FIRST, found.first, reach, is_kept=keep == FIRST),
            _side(user, SECOND, found.second, reach, is_kept=keep == SECOND),
        ],
        "lines": _lines(kept, merged, keep),
        "conflicts": merging.conflicts(kept, merged) if is_open else [],
        "merge": last,
    }


def _in_order(found: Candidate, keep: str) -> tuple[Person, Person]:
    return (found.first, found.second) if keep == FIRST else (found.second, found.first)


def _suggested(found: Candidate) -> str:
    """Suggest to keep the record with an identity number, else the one confirmed last, else the older."""
    weights = [
        (each.identity is not None, str(each.confirmed_on or ""), -each.pk)
        for each in (found.first, found.second)
    ]
    return FIRST if weights[0] >= weights[1] else SECOND


def _side(user: User, key: str, person: Person, reach: tuple[str, ...], *, is_kept: bool) -> Side:
    attached = [f"{each.name} {each.count}" for each in holdings.held(person, 0, reach)]
    may_open = reaching.may(user, Act.SEE_RECORDS, person, Classification.SENSITIVE)
    return Side(
        key, person, attached, reverse("natural-person", args=[person.pk]) if may_open else "", is_kept
    )


def _lines(kept: Person, merged: Person, keep: str) -> list[Line]:
    other = SECOND if keep == FIRST else FIRST
    lines = []
    for each in merging.side_by_side(kept, merged):
        first, second = (each.kept, each.merged) if keep == FIRST else (each.merged, each.kept)
        if first or second:
            chosen = other if each.suggested else keep
            lines.append(Line(each.field, each.label, first, second, each.differs, chosen))
    return lines


def _last_merge(found: Candidate) -> Merge | None:
    """Return the merge of the pair that stands and could be taken back."""
    both = (found.first_id, found.second_id)
    rows = Merge.objects.filter(kept__in=both, merged__in=both, undoes=None, undone_by=None)
    return rows.select_related("by", "kept").order_by("-pk").first()
