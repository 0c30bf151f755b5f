"""Deciding on items: every answer names the items it changed, so that the page follows without being loaded anew."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from yunjiang.access.models import User
from yunjiang.plans.drafts import deciding
from yunjiang.plans.drafts.models import Draft, DraftItem, ItemVerdict
from yunjiang.plans.drafts.refusals import DraftRefusal, WrongValues
from yunjiang.web import toasts
from yunjiang.web.pages.drafts import cards, facts, forms, laid, reading, review, wording
from yunjiang.web.pages.selection import Unreadable

_SHOWN = 40  # changed items that are sent with the answer; of more the page fetches its list anew


@require_POST
def decide(request: HttpRequest, draft: int) -> HttpResponse:
    """Accept, reject or reopen an item. Raises Refused, Http404, Unreadable."""
    sent = request.POST
    reading.draft(request, draft)
    number = _number(sent.get("item", ""), "item")
    user, item = reading.item(request, draft, number)
    decision, by = sent.get("decision", ""), user.get_username()
    if decision == "correct":  # without script
        return HttpResponseRedirect(reverse("draft-correct", args=[draft, item.pk]))
    revision = forms.revision_of(sent)
    try:
        if decision == "accept":
            changed = deciding.accept(item, by=by, revision=revision)
        elif decision == "reject":
            changed = deciding.reject(item, sent.get("reason", ""), by=by, revision=revision)
        elif decision == "reopen":
            changed = deciding.reopen(item, by=by, revision=revision)
        else:
            raise Unreadable("decision", decision, "accept, reject, reopen")
    except DraftRefusal as refusal:
        return refused(request, item.draft, str(refusal))
    return changes(request, item.draft, [changed], goes_on=decision != "reopen")


@require_POST
def undo(request: HttpRequest, draft: int) -> HttpResponse:
    """Take the person's last decision back. Raises Refused, Http404."""
    user, found = reading.draft(request, draft)
    try:
        changed = deciding.undo(found, by=user.get_username())
    except DraftRefusal as refusal:
        return refused(request, found, str(refusal))
    return changes(request, found, changed)


@require_POST
def sure(request: HttpRequest, draft: int) -> HttpResponse:
    """Accept all that was read with certainty. Raises Refused, Http404."""
    user, found = reading.draft(request, draft)
    try:
        count = deciding.accept_sure(found, wording.SURE, by=user.get_username())
    except DraftRefusal as refusal:
        return refused(request, found, str(refusal))
    told = ngettext("%(count)d item was accepted.", "%(count)d items were accepted.", count) % {
        "count": count
    }
    return changes(request, found, None, goes_on=True, told=told)


def item(request: HttpRequest, draft: int, item: int) -> HttpResponse:
    """Answer with the card of an item as it stands. Raises Refused, Http404."""
    _user, found = reading.item(request, draft, item)
    return HttpResponse(_drawn(found.draft, [found], beside=False))


def correct(request: HttpRequest, draft: int, item: int) -> HttpResponse:
    """Show the values of an item in fields, and keep what was corrected. Raises Refused, Http404."""
    user, found = reading.item(request, draft, item)
    if request.method != "POST":
        return shown(request, forms.of_item(found, found.values))
    sent = forms.sent(found.kind, request.POST)
    try:
        changed = _corrected(user, found, sent, request)
    except WrongValues as wrong:
        form = forms.of_item(found, sent.values, wrong.problems, sent.typed)
        return shown(request, form, status=422)
    except DraftRefusal as refusal:
        return refused(request, found.draft, str(refusal))
    if not is_part(request):
        return changes(request, found.draft, [changed])
    answer = HttpResponse(_drawn(found.draft, [changed], beside=False) + _beside(request, found.draft))
    return _told(answer, [changed], goes_on=True)


def _corrected(user: User, item: DraftItem, sent: forms.Sent, request: HttpRequest) -> DraftItem:
    """Keep values and what the item stands under. Raises DraftRefusal."""
    by, revision = user.get_username(), forms.revision_of(request.POST)
    if sent.problems:
        raise WrongValues(sent.problems)
    changed = deciding.correct(item, sent.values, by=by, reason=sent.reason, revision=revision)
    parent = forms.parent_of(item, request.POST)
    if parent is not forms.UNCHANGED:
        changed = deciding.move(changed, parent, by=by)
    return changed


def added(request: HttpRequest, draft: Draft, made: DraftItem) -> HttpResponse:
    """Answer with the card of a new item, put before all others, and the piece of the document that has a new span."""
    if not is_part(request):
        return changes(request, draft, [made])
    card = _drawn(draft, [made], beside=False)
    first = f'<ol hx-swap-oob="afterbegin:#cards">{card}</ol>'
    answer = _told(HttpResponse(first + _beside(request, draft)), [made], goes_on=False)
    answer.headers["Yunjiang-Piece"] = str(laid.piece_of(laid.pieces(draft.text), made.start))
    return answer


def shown(request: HttpRequest, form: forms.ItemForm, status: int = 200) -> HttpResponse:
    """Answer with the form of an item: as a part of the page, or as a page of its own."""
    name = "pages/drafts/item_form.html" if is_part(request) else "pages/drafts/item_page.html"
    context = {"form": form, "draft": form.draft, "crumbs": review.crumbs(form.draft, form.title)}
    return render(request, name, context, status=status)


def is_part(request: HttpRequest) -> bool:
    """Say whether a script asks for a part of the page."""
    return bool(getattr(request, "htmx", False))


def refused(request: HttpRequest, draft: Draft, sentence: str) -> HttpResponse:
    """Answer with a refusal: as a sentence to the script, on the draft's page otherwise."""
    if is_part(request):
        return HttpResponse(sentence, status=409, content_type="text/plain; charset=utf-8")
    toasts.warn(request, sentence)
    return HttpResponseRedirect(reverse("draft", args=[draft.pk]))


def changes(
    request: HttpRequest,
    draft: Draft,
    changed: Sequence[DraftItem] | None,
    *,
    goes_on: bool = False,
    told: str = "",
) -> HttpResponse:
    """Answer with what changed: the cards, and how far the review has come. None: so much that the list is fetched anew."""
    if not is_part(request):
        if told:
            toasts.say(request, told)
        named = f"?item={changed[0].pk}" if changed and not goes_on else ""
        return HttpResponseRedirect(reverse("draft", args=[draft.pk]) + named)
    few = changed is not None and len(changed) <= _SHOWN
    gone = [each for each in changed or () if _is_gone(each)]
    kept = [each for each in changed or () if not _is_gone(each)]
    drawn = _drawn(draft, kept, beside=True) if few else ""
    drawn += "".join(f'<li id="item-{each.pk}" hx-swap-oob="delete"></li>' for each in gone)
    answer = _told(HttpResponse(drawn + _beside(request, draft)), kept, goes_on=goes_on)
    if not few:
        answer.headers["Yunjiang-Cards"] = "stale"
    if gone:
        answer.headers["Yunjiang-Piece"] = str(laid.piece_of(laid.pieces(draft.text), gone[0].start))
    return answer


def _is_gone(item: DraftItem) -> bool:
    """Say whether an item was added by a person and taken back."""
    return item.read is None and item.verdict == ItemVerdict.REJECTED


def _told(answer: HttpResponse, changed: Sequence[DraftItem], *, goes_on: bool) -> HttpResponse:
    answer.headers["Yunjiang-Items"] = " ".join(str(each.pk) for each in changed[:_SHOWN])
    answer.headers["Yunjiang-Next"] = "1" if goes_on else "0"
    return answer


def _drawn(draft: Draft, changed: Sequence[DraftItem], *, beside: bool) -> str:
    named = facts.names(facts.keys_of(changed))
    made = [cards.card(each, draft.text, named, beside=beside) for each in changed]
    return "".join(render_to_string("pages/drafts/card.html", {"card": each}) for each in made)


def _beside(request: HttpRequest, draft: Draft) -> str:
    """Return the parts of the page that say how far the review has come."""
    here = reverse("draft", args=[draft.pk])
    standing = cards.standing(review.items_of(draft), here)
    context = {"draft": draft, "standing": standing, "is_open": True, "is_beside": True}
    names = ("pages/drafts/progress.html", "pages/drafts/sure.html")
    return "".join(render_to_string(name, context, request) for name in names)


def _number(text: str, name: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 18):
        raise Unreadable(name, text, _("an item"))
    return int(text)
