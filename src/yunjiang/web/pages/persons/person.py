"""One natural person: who it is, what registers hold (opened for a purpose), consents, requests and what follows from them."""

import json
import re
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunjiang.access import permission, trail
from yunjiang.access.models import User
from yunjiang.access.permission import Act, Classification
from yunjiang.persons import consenting, holdings, merging, purposes, reaching, rights, unsealing, writing
from yunjiang.persons.models import Person, Right, SubjectRequest
from yunjiang.persons.refusals import PersonRefusal
from yunjiang.web import toasts
from yunjiang.web.components.said import Crumb
from yunjiang.web.pages.persons import reading

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


@dataclass(frozen=True)
class Fact:
    """One field as it is shown; `purposes` are for what it is shown whole, where it is hidden and may be."""

    id: str
    path: str
    label: str
    text: str
    purposes: tuple[tuple[str, str], ...] = ()


def person(request: HttpRequest, person: int) -> HttpResponse:
    """Show a person. With a purpose (POST) one register's rows are opened, which is recorded. Raises Refused, NotReached."""
    user, found = reading.person(request, person)
    opened = ""
    if request.method == "POST":
        opened = _open(request, found)
    elif found.pk != person:
        return redirect("natural-person", found.pk)
    return render(request, "pages/persons/person.html", _shown(user, found, opened))


@require_POST
def unseal(request: HttpRequest, person: int) -> HttpResponse:
    """Answer with a number whole, once it is recorded who asked and what for. Raises Refused, NotReached, Http404."""
    user, found = reading.person(request, person)
    field, is_script = request.POST.get("field", ""), bool(getattr(request, "htmx", False))
    if field not in unsealing.NUMBERS:
        raise Http404(_("There is no such field."))
    try:
        text = unsealing.unseal(found, field, request.POST.get("purpose", ""), user)
    except PersonRefusal as refusal:
        if is_script:
            return HttpResponse(str(refusal), status=422, content_type="text/plain; charset=utf-8")
        toasts.warn(request, str(refusal))
        return redirect("natural-person", found.pk)
    if is_script:
        answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    else:
        label = {"identity": _("Identity number"), "phone": _("Telephone")}[field]
        context = {
            "person": found,
            "lead": found.name,
            "label": label,
            "text": text,
            "crumbs": _crumbs(found),
        }
        answer = render(request, "pages/persons/unsealed.html", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
def hand_out(request: HttpRequest, person: int) -> HttpResponse:
    """Answer with all that is held of a person, as a file for the person. Raises Refused, NotReached, Http404."""
    user, found = reading.person(request, person, Act.KEEP_RECORDS)
    reaching.require(user, Act.KEEP_RECORDS, found, Classification.IMPORTANT)
    asked = SubjectRequest.objects.filter(
        person__in=writing.lineage(found), right=Right.ACCESS, answered_at=None
    ).first()
    given = holdings.hand_out(found, by=user, request=asked)
    answer = HttpResponse(
        json.dumps(given, ensure_ascii=False, indent=2), content_type="application/json; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="person-{found.pk}.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _open(request: HttpRequest, found: Person) -> str:
    """Record what for a register's rows about a person are read, and return which register's."""
    label, code = request.POST.get("held", ""), request.POST.get("purpose", "")
    try:
        purpose = purposes.of(code)
    except PersonRefusal as refusal:
        toasts.warn(request, str(refusal))
        return ""
    if not consenting.may_use(found, purpose.code):
        toasts.warn(
            request,
            _("“%(purpose)s” needs the person's consent, or the data are restricted.")
            % {"purpose": purpose.name},
        )
        return ""
    facts = {"held": label[:60], "purpose": purpose.code}
    trail.note("persons.read", subject=f"person:{found.pk}", facts=facts)
    return label


def _shown(user: User, found: Person, opened: str) -> dict[str, Any]:
    reach = permission.reach(user, Act.SEE_RECORDS, classification=Classification.SENSITIVE)
    keeps = reaching.may(user, Act.KEEP_RECORDS, found)
    decides = reaching.may(user, Act.CHECK_RECORDS, found)
    numbers = writing.lineage(found)
    asked = SubjectRequest.objects.filter(person__in=numbers).select_related("answered_by").order_by("-pk")
    kept = rights.must_be_kept(found) if decides and found.erased_at is None else []
    return {
        "person": found,
        "lead": found.name,
        "under": _under(found, numbers),
        "crumbs": _crumbs(found),
        "facts": _facts(user, found),
        # What the person asked and agreed to stands on the page anyway.
        "held": [
            replace(each, rows=[_readable(row) for row in each.rows])
            for each in holdings.held(found, 200, reach, opened or "-")
            if not each.label.startswith("persons.")
        ],
        "opened": opened,
        "purposes": [(each.code, each.name) for each in purposes.every().values()],
        "standings": consenting.standings(found),
        "requests": asked,
        "today": timezone.localdate(),
        "rights": Right.choices,
        "keeps": keeps and found.erased_at is None,
        "decides": decides and found.erased_at is None,
        "stays": kept,
        "pairs": reaching.desk(user).filter(Q(first=found) | Q(second=found)).count() if decides else 0,
    }


def _readable(row: dict[str, Any]) -> dict[str, str]:
    """Return what a row says as people read it, without what says nothing."""
    words = {True: _("yes"), False: _("no")}
    told = {name: words[value] if isinstance(value, bool) else value for name, value in row.items()}
    return {
        name: f"{value[:10]} {value[11:16]}" if _MOMENT.match(str(value)) else str(value)
        for name, value in told.items()
        if value not in (None, "", {}, [])
    }


def _facts(user: User, found: Person) -> list[Fact]:
    """Return the person's own fields; numbers as masks, and whole for a purpose to who is cleared for them."""
    may_unseal = reaching.may(user, Act.SEE_RECORDS, found, Classification.IMPORTANT)
    offered = tuple((each.code, each.name) for each in purposes.every().values()) if may_unseal else ()
    facts = []
    for each in merging.side_by_side(found, found):
        is_number = each.field in ("identity", "phone") and bool(each.kept)
        facts.append(Fact(each.field, each.field, each.label, each.kept or "–", offered if is_number else ()))
    return facts


def _under(found: Person, numbers: list[int]) -> str:
    changed = timezone.localtime(found.changed_at)
    parts = [
        _("record %(number)d") % {"number": found.pk},
        _("last changed %(at)s") % {"at": f"{changed:%Y-%m-%d %H:%M}"},
    ]
    if len(numbers) > 1:
        parts.append(_("%(count)d records were merged into it") % {"count": len(numbers) - 1})
    return " · ".join(parts)


def _crumbs(found: Person) -> list[Crumb]:
    return [Crumb(_("Registers"), reverse("registers")), Crumb(found.name)]
