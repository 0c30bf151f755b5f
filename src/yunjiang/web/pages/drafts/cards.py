"""The items of a draft in words: what each says, how certain it was read, what was decided; filtered and in order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from yunjiang.plans.drafts.models import DraftItem, ItemKind, ItemVerdict
from yunjiang.web.components.said import Part, Whole
from yunjiang.web.components.status import Mark
from yunjiang.web.components.tables import Option
from yunjiang.web.pages.drafts import facts, wording
from yunjiang.web.pages.drafts.facts import Fact, Names
from yunjiang.web.pages.selection import Unreadable

SIZE = 100  # cards sent at once
BY_TEXT = "text"
_QUOTED = 300  # characters of an item's words


@dataclass(frozen=True)
class Wanted:
    """Which items are shown, and in what order."""

    words: str = ""
    kind: str = ""
    verdict: str = ""
    order: str = ""

    @property
    def fields(self) -> dict[str, str]:
        named = {"q": self.words, "kind": self.kind, "verdict": self.verdict, "order": self.order}
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True)
class Card:
    """One item as it is drawn."""

    number: int
    revision: int
    kind: str
    kind_name: Promise
    sign: Promise
    name: str
    facts: Sequence[Fact]
    confidence: str
    doubt: str
    verdict: str
    mark: Mark
    belongs_to: str
    words: str
    rule: str
    decided: str
    reason: str
    start: int
    depth: int
    is_chosen: bool = False
    is_beside: bool = False  # sent beside another part of the page, to replace what stands there


@dataclass(frozen=True)
class Standing:
    """How far a draft has been reviewed."""

    sentence: str
    whole: Whole
    sure_count: int
    counts: Mapping[str, int] = field(default_factory=dict)


def asked(request: HttpRequest) -> Wanted:
    """Read from the address which items are wanted. Raises Unreadable."""
    words, kind = request.GET.get("q", "").strip()[:60], request.GET.get("kind", "")
    verdict, order = request.GET.get("verdict", ""), request.GET.get("order", "")
    if kind and kind not in wording.KINDS:
        raise Unreadable("kind", kind, ", ".join(wording.KINDS))
    if verdict and verdict not in wording.VERDICTS:
        raise Unreadable("verdict", verdict, ", ".join(wording.VERDICTS))
    if order not in ("", BY_TEXT):
        raise Unreadable("order", order, BY_TEXT)
    return Wanted(words, kind, verdict, order)


def kinds(items: Sequence[DraftItem]) -> list[Option]:
    """Return the kinds that a draft has, with how many of each, to filter by."""
    counted = [(kind, sum(each.kind == kind for each in items)) for kind in wording.KINDS]
    return [Option(kind, f"{wording.KINDS[kind].name} {count}") for kind, count in counted if count]


def verdicts() -> list[Option]:
    return [Option(verdict, f"{mark.shape} {mark.word}") for verdict, mark in wording.VERDICTS.items()]


def arranged(items: Sequence[DraftItem], wanted: Wanted) -> list[tuple[DraftItem, int]]:
    """Return the items wanted, in the order wanted, each with how deep it stands: the least certain first, or as the text."""
    if wanted.order == BY_TEXT:
        found = list(_as_text(items))
    else:
        ordered = sorted(items, key=lambda each: (each.confidence is None, each.confidence or 0, each.place))
        found = [(each, 0) for each in ordered]
    return [(each, depth) for each, depth in found if _fits(each, wanted)]


def standing(items: Sequence[DraftItem], address: str) -> Standing:
    """Say how far a draft has been reviewed; `address` is that of its page."""
    counts = {verdict: sum(each.verdict == verdict for each in items) for verdict in wording.VERDICTS}
    is_open = [each for each in items if each.verdict == ItemVerdict.OPEN]
    unsure = sum(wording.doubt(each.confidence) == "unsure" for each in is_open)
    facts_told = {"count": len(items), "open": len(is_open), "unsure": unsure}
    if not is_open:
        sentence = _("All %(count)d items are decided.") % facts_told
    elif unsure:
        sentence = (
            _("Of %(count)d items %(open)d wait for a decision, %(unsure)d of them unsure.") % facts_told
        )
    else:
        sentence = _("Of %(count)d items %(open)d wait for a decision.") % facts_told
    parts = [
        Part(counts[verdict], str(mark.word), mark.shape, mark.tone, f"{address}?verdict={verdict}")
        for verdict, mark in wording.VERDICTS.items()
    ]
    return Standing(sentence, Whole(parts, sentence), sum(map(_is_sure, is_open)), counts)


def card(
    item: DraftItem,
    text: str,
    named: Names,
    *,
    depth: int = 0,
    chosen: int | None = None,
    beside: bool = False,
) -> Card:
    """Return an item as it is drawn; `text` is the document's, `named` what units are called."""
    word = wording.KINDS[item.kind]
    told, decided = text[item.start : item.end][:_QUOTED], ""
    if item.decided_at is not None:
        moment = timezone.localtime(item.decided_at)
        decided = f"{item.decided_by} {moment:%Y-%m-%d %H:%M}"
    parent = item.parent
    return Card(
        number=item.pk,
        revision=item.revision,
        kind=item.kind,
        kind_name=word.name,
        sign=word.sign,
        name=facts.name_of(item),
        facts=facts.facts_of(item, named),
        confidence="" if item.confidence is None else str(item.confidence),
        doubt=wording.doubt(item.confidence) if item.verdict == ItemVerdict.OPEN else "sure",
        verdict=item.verdict,
        mark=wording.VERDICTS[item.verdict],
        belongs_to="" if parent is None else facts.name_of(parent),
        words=" ".join(told.split()),
        rule=wording.rule(item.rule),
        decided=decided,
        reason=item.reason,
        start=item.start,
        depth=depth,
        is_chosen=item.pk == chosen,
        is_beside=beside,
    )


def _is_sure(item: DraftItem) -> bool:
    """Say whether an open item is accepted with all that are certain; a body that no unit was found for is not."""
    if item.confidence is None or item.confidence < wording.SURE:
        return False
    return item.kind != ItemKind.BODY or bool(item.values.get("organization"))


def _fits(item: DraftItem, wanted: Wanted) -> bool:
    if wanted.kind and item.kind != wanted.kind:
        return False
    if wanted.verdict and item.verdict != wanted.verdict:
        return False
    return not wanted.words or wanted.words.lower() in " ".join(map(str, item.values.values())).lower()


def _as_text(items: Sequence[DraftItem]) -> Iterator[tuple[DraftItem, int]]:
    """Yield items with what stands under each behind it; `place` orders those that stand beside each other."""
    below: dict[int | None, list[DraftItem]] = {}
    known = {each.pk for each in items}
    for each in sorted(items, key=lambda each: each.place):
        below.setdefault(each.parent_id if each.parent_id in known else None, []).append(each)

    def walk(parent: int | None, depth: int) -> Iterator[tuple[DraftItem, int]]:
        for each in below.get(parent, ()):
            yield each, min(depth, 2)
            yield from walk(each.pk, depth + 1)

    return walk(None, 0)
