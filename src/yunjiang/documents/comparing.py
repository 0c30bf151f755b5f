"""Compares a document as it stands with the identities it was written with and with what the ledger says now."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from yunjiang.standards.numbers import plain

from .identities import Identities
from .layout import charts
from .layout.paper import ChartNumber
from .material import Material
from .number import Number
from .numerals import PLACEHOLDER, numerals, unknown
from .opening import Opened
from .quantities import quantity

_AROUND = 12


class Outcome(StrEnum):
    """What verification finds of a number."""

    CONFIRMED = "confirmed"
    CHANGED = "changed"  # since: the ledger says something else now
    ALTERED = "altered"  # by hand: the text is not what was written
    REMOVED = "removed"
    UNBOUND = "unbound"  # typed by hand, outside any control


@dataclass(frozen=True)
class Finding:
    """What was found of one number, or of one numeral typed by hand.

    `recorded` is the text as written and `found` as it stands; `recorded_value` and `present_value` are exact, in `unit`.
    `place` says where: the number's order in the text, or chart, series and point, or the words around a typed numeral.
    """

    outcome: Outcome
    label: str
    place: str
    recorded: str = ""
    found: str = ""
    recorded_value: Decimal | None = None
    present_value: Decimal | None = None
    unit: str = ""

    def sentence(self) -> str:
        """Say the finding to a person."""
        facts = {
            "label": self.label,
            "place": self.place,
            "recorded": self.recorded,
            "found": self.found,
            "before": _said(self.recorded_value, self.unit),
            "now": _said(self.present_value, self.unit),
        }
        return {
            Outcome.CONFIRMED: _("%(label)s: %(recorded)s, confirmed."),
            Outcome.CHANGED: _("%(label)s: %(recorded)s as written (%(before)s), now %(now)s in the ledger."),
            Outcome.ALTERED: _(
                "%(label)s: written as “%(recorded)s”, stands as “%(found)s”: altered by hand."
            ),
            Outcome.REMOVED: _("%(label)s: %(recorded)s was removed from the document."),
            Outcome.UNBOUND: _("“%(found)s” in “%(place)s” was typed by hand; nothing vouches for it."),
        }[self.outcome] % facts


def findings(file: Opened, known: Identities, present: Material) -> Iterator[Finding]:
    """Compare a file with the identities it was written with and with present material."""
    yield from _in_text(file, known, present)
    yield from _in_charts(file, known, present)
    yield from _typed(file, known)


def _in_text(file: Opened, known: Identities, present: Material) -> Iterator[Finding]:
    held: dict[int, list[str]] = {}
    for line in file.lines:
        for each in line.held:
            held.setdefault(each.order, []).append(each.text)
    for order, number in enumerate(known.numbers, start=1):
        texts = held.get(order, [])
        kept = [text for text in texts if text]
        if not kept:
            yield _finding(Outcome.REMOVED, number, str(order))
            continue
        for text in dict.fromkeys(kept):
            if _same(text, number.shown):
                yield _against_ledger(number, str(order), present)
            else:
                yield _finding(Outcome.ALTERED, number, str(order), found=text)


def _in_charts(file: Opened, known: Identities, present: Material) -> Iterator[Finding]:
    for each in known.drawn:
        place = f"{each.chart}/{each.series + 1}/{each.point + 1}"
        found = file.charts.get((each.chart, each.series, each.point))
        if found is None:
            yield _finding(Outcome.REMOVED, each.number, place)
        elif _same_value(found, each):
            yield _against_ledger(each.number, place, present)
        else:
            yield _finding(Outcome.ALTERED, each.number, place, found=found)


def _typed(file: Opened, known: Identities) -> Iterator[Finding]:
    found = [(each, line.text) for line in file.lines for each in numerals(line.text)]
    for place in unknown([numeral for numeral, line in found], known.plain):
        numeral, text = found[place]
        start = max(text.find(numeral.before + numeral.digits + numeral.after), 0)
        around = text[max(0, start - _AROUND) : start + len(numeral.digits) + _AROUND + 6].replace(
            PLACEHOLDER, ""
        )
        yield Finding(Outcome.UNBOUND, "", around.strip(), found=numeral.digits)


def _against_ledger(number: Number, place: str, present: Material) -> Finding:
    now = quantity(present, number.address)
    if (
        now is not None
        and now.value == number.value
        and now.unit == number.unit
        and now.bound == number.bound
    ):
        return _finding(Outcome.CONFIRMED, number, place, found=number.shown, present=now.value)
    return _finding(
        Outcome.CHANGED, number, place, found=number.shown, present=None if now is None else now.value
    )


def _finding(
    outcome: Outcome, number: Number, place: str, *, found: str = "", present: Decimal | None = None
) -> Finding:
    return Finding(outcome, number.label, place, number.shown, found, number.value, present, number.unit)


def _same(found: str, written: str) -> bool:
    """Compare texts but for spaces, which office programs add and drop at will."""
    return "".join(found.split()) == "".join(written.split())


def _same_value(found: str, each: ChartNumber) -> bool:
    """Compare a chart's cached value: programs write it as a float, and the chart may draw it in 万."""
    try:
        value = Decimal(found)
    except ArithmeticError:
        return False
    candidates = (each.number.value, each.number.value / 10_000, each.number.value / 100_000_000)
    return any(abs(value - Decimal(charts.plain(one))) <= Decimal("0.000001") for one in candidates)


def _said(value: Decimal | None, unit: str) -> str:
    return _("nothing") if value is None else f"{plain(value, 4)}{unit}"
