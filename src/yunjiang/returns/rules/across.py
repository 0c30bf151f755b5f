"""Runs the rules that look across the sheets of many units."""

from collections.abc import Callable, Mapping, Sequence

from yunjiang.returns.rules.digits import heaping
from yunjiang.returns.rules.finding import Pattern
from yunjiang.returns.rules.likeness import copied_sheets, identical_sheets
from yunjiang.returns.rules.rulebook import Rule, Rulebook, house
from yunjiang.returns.rules.sheet import Sheet
from yunjiang.returns.rules.targets import at_target

Notice = Callable[[Sequence[Sheet], Rule], list[Pattern]]

ACROSS: Mapping[str, Notice] = {
    "heaping": heaping,
    "at_target": at_target,
    "identical_sheets": identical_sheets,
    "copied_sheets": copied_sheets,
}


def across(sheets: Sequence[Sheet], book: Rulebook | None = None) -> list[Pattern]:
    """Return what is odd over many sheets, the strongest and best founded first."""
    book = house() if book is None else book
    found = [
        pattern
        for code, notice in ACROSS.items()
        if book.is_on(code)
        for pattern in notice(sheets, book[code])
    ]
    return sorted(found, key=lambda each: (-each.effect, -each.count, each.rule, each.units))
