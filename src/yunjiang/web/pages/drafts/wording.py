"""What kinds, verdicts and doubts of items are called, and the signs that tell them apart without colour."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from yunjiang.plans.drafts.models import ItemKind, ItemVerdict
from yunjiang.web.components.status import Mark, Tone

SURE, DOUBTFUL = Decimal("0.9"), Decimal("0.7")


@dataclass(frozen=True)
class Word:
    """A kind of item: its sign of one character, its name."""

    sign: Promise
    name: Promise


KINDS: dict[str, Word] = {
    ItemKind.INDICATOR: Word(pgettext_lazy("sign of an item", "T"), pgettext_lazy("item", "Indicator")),
    ItemKind.MILESTONE: Word(pgettext_lazy("sign of an item", "M"), pgettext_lazy("item", "Milestone")),
    ItemKind.RELATION: Word(pgettext_lazy("sign of an item", "R"), pgettext_lazy("item", "Comparison")),
    ItemKind.DUTY: Word(pgettext_lazy("sign of an item", "D"), pgettext_lazy("item", "Duty")),
    ItemKind.BODY: Word(pgettext_lazy("sign of an item", "B"), pgettext_lazy("item", "Body")),
    ItemKind.INITIATIVE: Word(pgettext_lazy("sign of an item", "I"), pgettext_lazy("item", "Initiative")),
    ItemKind.ACTION: Word(pgettext_lazy("sign of an item", "A"), pgettext_lazy("item", "Action")),
    ItemKind.SAFEGUARD: Word(pgettext_lazy("sign of an item", "S"), pgettext_lazy("item", "Safeguard")),
}
VERDICTS: dict[str, Mark] = {
    ItemVerdict.OPEN: Mark("○", pgettext_lazy("verdict", "open"), Tone.LATE),
    ItemVerdict.ACCEPTED: Mark("▲", pgettext_lazy("verdict", "accepted"), Tone.DONE),
    ItemVerdict.CORRECTED: Mark("△", pgettext_lazy("verdict", "corrected"), Tone.WELL),
    ItemVerdict.ADDED: Mark("＋", pgettext_lazy("verdict", "added"), Tone.WELL),
    ItemVerdict.REJECTED: Mark("✕", pgettext_lazy("verdict", "rejected"), Tone.QUIET),
}


def doubt(confidence: Decimal | None) -> str:
    """Return how much an item wants a look: `sure`, `fair`, `unsure`; `sure` too for what a person added."""
    if confidence is None or confidence >= SURE:
        return "sure"
    return "fair" if confidence >= DOUBTFUL else "unsure"
