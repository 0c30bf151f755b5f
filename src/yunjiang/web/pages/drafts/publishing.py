"""What the plan file of a draft will say, what is wrong with it, how it differs from the plan there is; and publishing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yunjiang.plans import comparison, services
from yunjiang.plans import queries as plans
from yunjiang.plans.comparison import Change, Difference
from yunjiang.plans.drafts import publishing
from yunjiang.plans.drafts.models import Draft, DraftItem, DraftState, ItemVerdict
from yunjiang.plans.drafts.refusals import DraftRefusal
from yunjiang.plans.models import PlanVersion
from yunjiang.web import toasts
from yunjiang.web.components.status import Mark, Tone
from yunjiang.web.pages.drafts import cards, facts, reading, review

SHOWN = 200  # differences, and lines of the plan file, on the page; the file has all
_LINES = 400
_CHANGES = {
    Change.ADDED: Mark("＋", "", Tone.WELL),
    Change.REMOVED: Mark("✕", "", Tone.SERIOUS),
    Change.CHANGED: Mark("△", "", Tone.LATE),
}


@dataclass(frozen=True)
class Told:
    """One thing wrong with the plan file, and the address of the item it comes from."""

    sentence: str
    is_error: bool
    href: str = ""
    name: str = ""


@dataclass(frozen=True)
class Compared:
    """One difference from the present version of the plan."""

    mark: Mark
    what: str
    field: str
    old: str
    new: str


def publish(request: HttpRequest, draft: int) -> HttpResponse:
    """Show what will be published, and publish it. Raises Refused, Http404."""
    user, found = reading.draft(request, draft)
    if request.method == "POST":
        try:
            version = publishing.publish(found, by=user.get_username())
        except DraftRefusal as refusal:
            toasts.warn(request, str(refusal))
            return HttpResponseRedirect(request.path)
        told = _("Published: version %(number)s of “%(plan)s”. It is monitored from now on.")
        toasts.say(request, told % {"number": version.number, "plan": found.name})
        return HttpResponseRedirect(_cockpit(version, found))
    return render(request, "pages/drafts/publish.html", _shown(found))


def file(request: HttpRequest, draft: int) -> HttpResponse:
    """Hand the plan file out as it would be now, or as it was published. Raises Refused, Http404."""
    _user, found = reading.draft(request, draft)
    answer = HttpResponse(_text(found), content_type="application/yaml; charset=utf-8")
    name = content_disposition_header(True, f"{found.code}.yaml")
    answer.headers["Content-Disposition"] = name or "attachment"
    return answer


def _shown(draft: Draft) -> dict[str, Any]:
    text = _text(draft)
    is_open = draft.state == DraftState.OPEN
    flaws = [_told(each, draft) for each in publishing.checked(draft)] if is_open else []
    errors = [each for each in flaws if each.is_error]
    waiting = [each for each in review.items_of(draft) if each.verdict == ItemVerdict.OPEN] if is_open else []
    present = _present(draft) if is_open else None
    differences = _differences(present, text) if present else []
    lines = text.split("\n")
    return {
        "draft": draft,
        "is_open": is_open,
        "crumbs": review.crumbs(draft, _("Check and publish")),
        "lead": _lead(draft, errors, waiting),
        "waiting": len(waiting),
        "errors": errors,
        "warnings": [each for each in flaws if not each.is_error],
        "is_ready": is_open and not errors and not waiting,
        "lines": "\n".join(lines[:_LINES]),
        "left": max(len(lines) - _LINES, 0),
        "present": present,
        "differences": [_compared(each) for each in differences[:SHOWN]],
        "difference_count": len(differences),
        "standing": cards.standing(review.items_of(draft), reverse("draft", args=[draft.pk])),
        "cockpit": _cockpit(draft.version, draft) if draft.version else "",
    }


def _lead(draft: Draft, errors: Sequence[Told], waiting: Sequence[DraftItem]) -> str:
    if draft.version is not None:
        return _("Published as version %(number)s") % {"number": draft.version.number}
    if draft.state != DraftState.OPEN:
        return str(draft.get_state_display())
    if waiting:
        count = len(waiting)
        told = ngettext(
            "%(count)d item waits for a decision before this can be published",
            "%(count)d items wait for a decision before this can be published",
            count,
        )
        return told % {"count": count}
    if errors:
        count = len(errors)
        told = ngettext(
            "%(count)d error stands against publishing", "%(count)d errors stand against publishing", count
        )
        return told % {"count": count}
    return _("This can be published")


def _text(draft: Draft) -> str:
    return draft.version.text if draft.version is not None else publishing.plan_file(draft)


def _told(flaw: publishing.Flaw, draft: Draft) -> Told:
    if flaw.item is None:
        return Told(str(flaw), flaw.is_error)
    here = reverse("draft", args=[draft.pk])
    return Told(str(flaw), flaw.is_error, f"{here}?item={flaw.item.pk}", facts.name_of(flaw.item))


def _present(draft: Draft) -> PlanVersion | None:
    """Return the present version of the plan that the draft would become the next version of."""
    return (
        PlanVersion.objects.filter(plan__code=draft.code).order_by("-number").select_related("plan").first()
    )


def _differences(present: PlanVersion, text: str) -> list[Difference]:
    document, _problems = services.check(text)
    return [] if document is None else comparison.differences(plans.text(present), document)


def _compared(each: Difference) -> Compared:
    words = {
        Change.ADDED: pgettext("difference of plans", "added"),
        Change.REMOVED: pgettext("difference of plans", "left out"),
        Change.CHANGED: pgettext("difference of plans", "changed"),
    }
    mark = _CHANGES[each.change]
    what = f"{each.code} {each.name}".strip()
    return Compared(
        Mark(mark.shape, words[each.change], mark.tone), what, each.field, each.old_text, each.new_text
    )


def _cockpit(version: PlanVersion, draft: Draft) -> str:
    return f"{reverse('cockpit')}?plan={version.plan.code}&unit={draft.owner.key}"
