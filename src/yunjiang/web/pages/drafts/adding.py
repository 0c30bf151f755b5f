"""Adding what the reader missed: words selected in the document, the values read from them, and the units that are offered."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from yunjiang.organizations import queries as organizations
from yunjiang.organizations.naming import latin_key
from yunjiang.plans.drafts import deciding, offering
from yunjiang.plans.drafts.models import Draft, DraftItem, ItemKind, ItemVerdict
from yunjiang.plans.drafts.refusals import DraftRefusal, WrongValues
from yunjiang.web.pages.drafts import forms, items, reading, wording
from yunjiang.web.pages.registers.offers import Offer
from yunjiang.web.pages.selection import Unreadable
from yunjiang.web.pages.wording import KINDS

SHOWN = 12
_HEADS = (ItemKind.ACTION, ItemKind.INITIATIVE)


def add(request: HttpRequest, draft: int) -> HttpResponse:
    """Offer what was read from a passage, and keep it as an item. Raises Refused, Http404, Unreadable."""
    user, found = reading.draft(request, draft)
    told = request.POST if request.method == "POST" else request.GET
    start, end = _place(told.get("start", ""), "start"), _place(told.get("end", ""), "end")
    kind = told.get("of", "")
    if kind and kind not in wording.KINDS:
        raise Unreadable("of", kind, ", ".join(wording.KINDS))
    if request.method != "POST":
        try:
            offer = offering.offered(found, start, end, kind)
        except DraftRefusal as refusal:
            return items.refused(request, found, str(refusal))
        parent = _above(found, offer.kind, offer.start)
        return items.shown(
            request, forms.of_words(found, offer.kind, offer.start, offer.end, offer.values, parent)
        )
    kind = kind or ItemKind.INDICATOR
    sent = forms.sent(kind, request.POST)
    parent = request.POST.get("parent", "")
    try:
        if sent.problems:
            raise WrongValues(sent.problems)
        above = forms.parent_named(found, parent)
        made = deciding.add(found, kind, start, end, sent.values, by=user.get_username(), parent=above)
    except WrongValues as wrong:
        form = forms.of_words(found, kind, start, end, sent.values, parent, wrong.problems, sent.typed)
        return items.shown(request, form, status=422)
    except DraftRefusal as refusal:
        return items.refused(request, found, str(refusal))
    return items.added(request, found, made)


def offer(request: HttpRequest, draft: int) -> HttpResponse:
    """Answer with units and kinds of units that fit the text, as options of a list. Raises Refused, Http404."""
    _user, _found = reading.draft(request, draft)
    text = request.GET.get("q", "").strip().replace("\0", "")[:60]
    offers = [Offer(str(kind), str(name), "") for kind, name in KINDS.items() if text and text in str(name)]
    if text:
        fits = Q(name__contains=text) | Q(short_name__contains=text) | Q(code__startswith=text)
        if latin := latin_key(text):
            fits |= Q(pinyin__startswith=latin) | Q(initials__startswith=latin)
        rows = organizations.at(timezone.localdate()).filter(fits).order_by("path", "rank", "code")
        rows = rows.select_related("organization")[: SHOWN + 1]
        offers += [Offer(each.organization.key, each.name, each.code) for each in rows]
    context = {"offers": offers[:SHOWN], "has_more": len(offers) > SHOWN}
    return render(request, "pages/registers/offers.html", context)


def _place(text: str, name: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Unreadable(name, text, "0–999999999")
    return int(text)


def _above(draft: Draft, kind: str, start: int) -> str:
    """Return the number of the heading that a passage stands under, where an item of this kind may stand under it."""
    allowed = [each for each in deciding.PARENTS[kind] if each in _HEADS]
    rows: list[DraftItem] = list(
        draft.items.filter(kind__in=allowed, start__lte=start)
        .exclude(verdict=ItemVerdict.REJECTED)
        .order_by("-start", "-pk")[:1]
    )
    return str(rows[0].pk) if rows else ""
