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

# By what an item was read, said to people; what stands in brackets behind the name of a rule are its signs.
RULES: dict[str, Promise] = {
    "heading": pgettext_lazy("rule of reading", "a heading"),
    "milestone": pgettext_lazy("rule of reading", "what is to be there, without a number"),
    "relation": pgettext_lazy("rule of reading", "compared with something outside"),
    "report": pgettext_lazy("rule of reading", "who reports"),
    "assessment": pgettext_lazy("rule of reading", "who assesses"),
    "meeting": pgettext_lazy("rule of reading", "who meets"),
    "planning": pgettext_lazy("rule of reading", "who draws up a scheme"),
    "study": pgettext_lazy("rule of reading", "who studies"),
    "lead": pgettext_lazy("rule of reading", "words for leading"),
    "support": pgettext_lazy("rule of reading", "words for supporting"),
    "responsible": pgettext_lazy("rule of reading", "words for answering"),
    "before": pgettext_lazy("rule of reading", "the name stands before the number"),
    "after": pgettext_lazy("rule of reading", "the name stands behind the number"),
    "made": pgettext_lazy("rule of reading", "what is made, so many"),
    "served": pgettext_lazy("rule of reading", "who is served, so many"),
    "each": pgettext_lazy("rule of reading", "so many for each"),
    "respectively": pgettext_lazy("rule of reading", "names and numbers one by one"),
    "table-row": pgettext_lazy("rule of reading", "a row of a table"),
    "whole-coverage": pgettext_lazy("rule of reading", "full coverage"),
}
_SHARES = ("before-share", "subject-share", "share-of", "share-of-whole", "share-taken")
_SUBJECT = "subject"


def rule(told: str) -> str:
    """Return the rule that read an item in words, with its signs: 名称在数值前（＋标题：目标）."""
    name, bracket, signs = told.partition("（")
    if name in _SHARES:
        said: Promise | str = pgettext_lazy("rule of reading", "a share with its name")
    elif name == _SUBJECT:
        said = RULES["before"]
    else:
        said = RULES.get(name, name)
    return f"{said}{bracket}{signs}"


def doubt(confidence: Decimal | None) -> str:
    """Return how much an item wants a look: `sure`, `fair`, `unsure`; `sure` too for what a person added."""
    if confidence is None or confidence >= SURE:
        return "sure"
    return "fair" if confidence >= DOUBTFUL else "unsure"
