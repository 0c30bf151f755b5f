"""What a plan is called, its code, number, term and goal: read from the document, corrected here."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.plans.drafts import heading
from yunjiang.plans.drafts.models import Draft
from yunjiang.plans.drafts.refusals import DraftRefusal, NotACode, OwnedByAnother, WrongValues
from yunjiang.plans.reader.items import ISSUE
from yunjiang.web import toasts
from yunjiang.web.pages.drafts import facts, forms, items, reading, review
from yunjiang.web.pages.drafts.forms import Chosen, Field

_SORTS = {**dict.fromkeys(("first_day", "last_day", *ISSUE), "day"), "goal": "long", "reporters": "units"}


def head(request: HttpRequest, draft: int) -> HttpResponse:
    """Show what the head of a draft says, and keep what was changed. Raises Refused, Http404."""
    user, found = reading.draft(request, draft)
    problems: dict[str, str] = {}
    values = {name: getattr(found, name) for name in heading.NAMES}
    if request.method == "POST":
        values = _sent(request)
        try:
            heading.describe(found, values, by=user.get_username(), revision=forms.revision_of(request.POST))
        except WrongValues as wrong:
            problems = wrong.problems
        except (NotACode, OwnedByAnother) as refusal:
            problems = {"code": str(refusal)}
        except DraftRefusal as refusal:
            return items.refused(request, found, str(refusal))
        else:
            toasts.say(request, _("Saved."))
            return HttpResponseRedirect(reverse("draft", args=[found.pk]))
    context = {
        "draft": found,
        "crumbs": review.crumbs(found, _("Name, code, term")),
        "fields": _fields(found, values, problems),
        "offers": reverse("draft-offer", args=[found.pk]),
    }
    return render(request, "pages/drafts/head.html", context, status=422 if problems else 200)


def _sent(request: HttpRequest) -> dict[str, object]:
    told = request.POST
    found: dict[str, object] = {
        name: told.get(name, "").strip() for name in heading.NAMES if name in told and name != "reporters"
    }
    added = told.get("reporters-new", "")
    found["reporters"] = [each for each in (*told.getlist("reporters"), added) if each]
    return found


def _fields(draft: Draft, values: dict[str, object], problems: dict[str, str]) -> list[Field]:
    labels = {
        "name": pgettext("plan", "Name"),
        "document_number": _("Number of the document"),
        "issued_on": pgettext("document", "Issued on"),
        "valid_from": pgettext("document", "In force from"),
        "valid_until": pgettext("document", "In force until"),
        "code": pgettext("plan", "Code"),
        "first_day": pgettext("plan", "First day"),
        "last_day": pgettext("plan", "Last day"),
        "goal": pgettext("plan", "Goal"),
        "reporters": _("Who reports, where nothing else is said"),
    }
    helps = {
        "code": _("Small letters, digits and -. The code of a plan that there is makes a new version of it."),
        "reporters": _("Type a part of the name of a unit or a kind of units, and choose."),
    }
    reporters = [str(each) for each in values.get("reporters") or ()]  # type: ignore[attr-defined]
    named = facts.names(set(reporters))
    made = []
    for name, label in labels.items():
        sort = _SORTS.get(name, "text")
        value = values.get(name, "")
        made.append(
            Field(
                name,
                label,
                sort,
                "" if sort == "units" else str(value or ""),
                chosen=[Chosen(key, named.get(key, key)) for key in reporters] if sort == "units" else (),
                help=helps.get(name, ""),
                problem=problems.get(name, ""),
                width="wide" if sort in ("long", "units") or name == "name" else "",
            )
        )
    return made
