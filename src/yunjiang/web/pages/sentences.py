"""A document read on a page: its own sentences, each bound number a way to the figure as it was when it was written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from yunjiang.access import permission
from yunjiang.access.permission import Act
from yunjiang.documents import identities
from yunjiang.documents.models import Document
from yunjiang.documents.number import Number
from yunjiang.documents.numerals import PLACEHOLDER
from yunjiang.documents.opening import Line, opened
from yunjiang.ledger.models import DataSet
from yunjiang.organizations import queries as organizations
from yunjiang.web.pages import wording

SHORT = 14  # characters: a paragraph no longer than this is a cell of a table
KEEP_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class Piece:
    """Some words; with an address when they are a bound number."""

    text: str
    href: str = ""
    title: str = ""


@dataclass(frozen=True)
class Passage:
    """A paragraph, or several cells of a table in a row. `is_own` are the office's own words, for which nobody vouches here."""

    pieces: Sequence[Piece]
    is_own: bool = False
    is_cells: bool = False


def document_text(request: HttpRequest, number: str) -> HttpResponse:
    """Show a document's sentences. Raises Refused, Http404."""
    found = (
        Document.objects.select_related("organization", "plan_version__plan").filter(number=number).first()
    )
    if found is None or not found.path.exists():
        raise Http404(_("There is no document with the number %(number)s.") % {"number": number})
    permission.require(request.user, Act.SEE_DOCUMENTS, found.organization)
    key = f"sentences:{found.number}"
    passages: list[Passage] | None = cache.get(key)
    if passages is None:
        passages = list(_joined(passages_of(found)))
        cache.set(key, passages, KEEP_SECONDS)
    standing = organizations.standing(found.organization_id, found.assessed_on)
    context = {
        "document": found,
        "passages": passages,
        "unit": standing.name if standing else found.organization.key,
        "data_set": wording.DATA_SETS[DataSet(found.data_set)],
    }
    return render(request, "pages/document_text.html", context)


def passages_of(document: Document) -> Iterator[Passage]:
    """Yield the paragraphs of a document's file as written, without the empty ones."""
    numbers = identities.read(document.identities.encode()).numbers
    for line in opened(document.path).lines:
        pieces = [piece for piece in _pieces(document, line, numbers) if piece.text]
        text = "".join(piece.text for piece in pieces)
        if text.strip():
            yield Passage(pieces, line.is_slot, len(text) <= SHORT)


def _pieces(document: Document, line: Line, numbers: Sequence[Number]) -> Iterator[Piece]:
    words = iter(line.text.split(PLACEHOLDER))
    yield Piece(next(words))
    for held in line.held:
        known = numbers[held.order - 1] if 0 < held.order <= len(numbers) else None
        yield Piece(held.text, _href(document, known) if known else "", known.label if known else "")
        yield Piece(next(words, ""))


def _href(document: Document, number: Number) -> str:
    """Return where a number is explained, as the ledger stood when the document was written."""
    address = number.address
    on = address.on or document.assessed_on
    look: Mapping[str, object] = {
        "unit": address.organization or document.organization.key,
        "on": min(on, document.assessed_on).isoformat(),
        "data": document.data_set,
        "plan": document.plan_version.plan.code,
        "asof": document.position,
    }
    page = reverse("indicator", args=[address.indicator]) if address.indicator else reverse("cockpit")
    return f"{page}?{urlencode(look)}"


def _joined(passages: Iterator[Passage]) -> Iterator[Passage]:
    """Join cells that follow one another, so that a table reads as a run of cells."""
    cells: list[Piece] = []
    for each in passages:
        if each.is_cells and not each.is_own:
            cells += [*([Piece(" · ")] if cells else []), *each.pieces]
            continue
        if cells:
            yield Passage(cells, is_cells=True)
            cells = []
        yield each
    if cells:
        yield Passage(cells, is_cells=True)
