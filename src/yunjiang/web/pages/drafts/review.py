"""A draft beside its document: the whole page, and the parts of it that are fetched one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yunjiang.files import answering
from yunjiang.files.refusals import FileGone
from yunjiang.plans.drafts import queries
from yunjiang.plans.drafts.models import Draft, DraftItem, DraftState, ItemVerdict
from yunjiang.web.components.said import Crumb
from yunjiang.web.pages.drafts import cards, drawn, facts, laid, reading
from yunjiang.web.pages.drafts.cards import Wanted


@dataclass(frozen=True)
class Shown:
    """A piece of the document; without `html` it is fetched when it comes into sight."""

    number: int
    start: int
    end: int
    href: str
    html: SafeString | None = None


def draft(request: HttpRequest, draft: int) -> HttpResponse:
    """Show a draft beside its document. Raises Refused, Http404, Unreadable."""
    _user, found = reading.draft(request, draft)
    wanted = cards.asked(request)
    items = items_of(found)
    ordered = cards.arranged(items, wanted)
    chosen = _chosen(request, [each for each, _depth in ordered])
    context = {
        "draft": found,
        "is_open": found.state == DraftState.OPEN,
        "crumbs": crumbs(found),
        "standing": cards.standing(items, request.path),
        "wanted": wanted,
        "kinds": cards.kinds(items),
        "verdicts": cards.verdicts(),
        "reasons": reasons(),
        "chosen": chosen,
        "pieces": _pieces(request, found, items, chosen),
        **_cards(found, ordered, wanted, 0, chosen),
    }
    return render(request, "pages/drafts/review.html", context)


def cards_of(request: HttpRequest, draft: int) -> HttpResponse:
    """Answer with the cards that are wanted, SIZE at a time. Raises Refused, Http404, Unreadable."""
    _user, found = reading.draft(request, draft)
    wanted = cards.asked(request)
    after = request.GET.get("after", "")
    begin = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0
    ordered = cards.arranged(items_of(found), wanted)
    named = request.GET.get("item", "")
    chosen = next((each for each, _depth in ordered if str(each.pk) == named), None)
    return render(request, "pages/drafts/cards.html", _cards(found, ordered, wanted, begin, chosen))


def piece(request: HttpRequest, draft: int, piece: int) -> HttpResponse:
    """Answer with a piece of the document and the spans in it. Raises Refused, Http404."""
    _user, found = reading.draft(request, draft)
    known = laid.pieces(found.text)
    if piece >= len(known):
        raise Http404(_("The document has no such part."))
    part = known[piece]
    html = drawn.piece(found.text, part, items_of(found))
    shown = Shown(piece, part.start, part.end, request.path, html)
    return render(request, "pages/drafts/piece.html", {"piece": shown})


def original(request: HttpRequest, draft: int) -> FileResponse:
    """Hand the document out as it was brought. Raises Refused, Http404."""
    _user, found = reading.draft(request, draft)
    if found.file is None:
        raise Http404(_("The text was pasted; there is no file."))
    try:
        file = answering.opened(found.file)
    except FileGone as gone:
        raise Http404(str(gone)) from gone
    return FileResponse(file, headers=answering.headers(found.file, found.file_name))


def crumbs(found: Draft, last: str = "") -> list[Crumb]:
    """Return the way to a draft, or to a page of it."""
    here = reverse("draft", args=[found.pk])
    steps = [Crumb(_("Drafts of plans"), reverse("drafts"))]
    return [*steps, Crumb(found.name, here), Crumb(last)] if last else [*steps, Crumb(found.name)]


def items_of(found: Draft) -> list[DraftItem]:
    """Return the items of a draft with what they stand under, in the order of the draft."""
    items = list(queries.items(found))
    known = {each.pk: each for each in items}
    for each in items:
        each.draft = found
        if each.parent_id in known:
            each.parent = known[each.parent_id]
    return items


def reasons() -> Sequence[str]:
    """Return what rejections usually say."""
    return (
        _("no promise: it says what has been reached"),
        _("no promise: a standard or a scope"),
        _("said elsewhere in the document already"),
        _("not of this plan"),
    )


def _chosen(request: HttpRequest, ordered: Sequence[DraftItem]) -> DraftItem | None:
    """Return the item that the address names, else the first that is open, else the first."""
    named = request.GET.get("item", "")
    for each in ordered:
        if str(each.pk) == named:
            return each
    return next((each for each in ordered if each.verdict == ItemVerdict.OPEN), next(iter(ordered), None))


def _cards(
    found: Draft,
    ordered: Sequence[tuple[DraftItem, int]],
    wanted: Wanted,
    begin: int,
    chosen: DraftItem | None,
) -> dict[str, Any]:
    end = begin + cards.SIZE
    here = chosen.pk if chosen is not None else None
    at = next((place for place, (each, _depth) in enumerate(ordered) if each.pk == here), 0)
    if not begin:
        end = max(end, at + 1)  # the chosen one is always there
    further = ""
    if end < len(ordered):
        further = f"{reverse('draft-cards', args=[found.pk])}?{urlencode({**wanted.fields, 'after': end})}"
    shown = ordered[begin:end]
    named = facts.names(facts.keys_of([each for each, _depth in shown]))
    return {
        "cards": [cards.card(each, found.text, named, depth=depth, chosen=here) for each, depth in shown],
        "further": further,
        "is_further": begin > 0,
    }


def _pieces(
    request: HttpRequest, found: Draft, items: Sequence[DraftItem], chosen: DraftItem | None
) -> list[Shown]:
    """Return the document's pieces: those around the chosen item whole, the others to be fetched when they are looked at."""
    known = laid.pieces(found.text)
    asked = request.GET.get("piece", "")
    here = laid.piece_of(known, chosen.start) if chosen is not None else 0
    if asked.isascii() and asked.isdigit() and len(asked) < 6:
        here = min(int(asked), len(known) - 1)
    shown = []
    for each in known:
        html = drawn.piece(found.text, each, items) if abs(each.number - here) <= 1 else None
        href = reverse("draft-piece", args=[found.pk, each.number])
        shown.append(Shown(each.number, each.start, each.end, href, html))
    return shown
