"""Runs the rules over one sheet."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from yunjiang.returns.rules import change, explanations, form, wholes
from yunjiang.returns.rules.finding import Finding
from yunjiang.returns.rules.peers import peers
from yunjiang.returns.rules.rulebook import Rule, Rulebook, house
from yunjiang.returns.rules.sheet import Line, Sheet

Check = Callable[[Sheet, Rule], Iterator[Finding]]

# What a cell is refused for when it is saved.
FORM: Mapping[str, Check] = {
    "decimals": form.decimals,
    "negative": form.negative,
    "too_large": form.too_large,
    "per_cent_bounds": form.per_cent_bounds,
}
SHEET: Mapping[str, Check] = {
    "required": form.required,
    "contradictory": form.contradictory,
    "unexplained_unavailable": explanations.unexplained_unavailable,
    **FORM,
    "sum_falls": change.sum_falls,
    "level_falls": change.level_falls,
    "ten_thousand": change.ten_thousand,
    "jump": change.jump,
    "modified_z": change.modified_z,
    "z": change.z,
    "peers": peers,
    "copied": change.copied,
    "part_exceeds": wholes.part_exceeds,
    "parts_exceed": wholes.parts_exceed,
    "part_equals": wholes.part_equals,
    "below_differs": wholes.below_differs,
    "register_differs": wholes.register_differs,
}
LAST = "short_explanation"  # runs over what the others found

# Of these the first that finds something in a cell speaks for the rest: one oddity is asked about once.
_SAME_ODDITY = ("sum_falls", "level_falls", "ten_thousand", "jump", "modified_z", "z", "peers")


def check(sheet: Sheet, book: Rulebook | None = None) -> list[Finding]:
    """Return everything that the rules find in a sheet, by question in the order of the sheet, hard findings first.

    A soft finding counts as explained once the unit has said anything at its question; whether that is enough to say is a rule
    of its own. Of what is accepted already nothing is found, unless it contradicts something that can still be changed: then it
    is found there.
    """
    book = house() if book is None else book
    found = [
        finding
        for code, rule_check in SHEET.items()
        if book.is_on(code)
        for finding in rule_check(sheet, book[code])
    ]
    lines = {line.question: line for line in sheet.lines}
    found = _once(_changeable(found, lines))
    flagged = {each.question for each in found if not each.is_hard}
    if book.is_on(LAST):
        found += _changeable(explanations.short_explanation(sheet, book[LAST], flagged), lines)
    order = {line.question: number for number, line in enumerate(sheet.lines)}
    marked = [_marked(each, lines[each.question]) for each in found]
    return sorted(marked, key=lambda each: (order[each.question], not each.is_hard))


def check_form(line: Line, book: Rulebook | None = None) -> list[Finding]:
    """Return why one answer cannot even be saved: too many decimals, below zero, beyond any such quantity, beyond 100 %."""
    book = house() if book is None else book
    if line.value is None:
        return []
    sheet = Sheet(0, "", lines=(replace(line, is_unavailable=False),))
    codes = [code for code in FORM if book.is_on(code)]
    if not line.value.is_finite():
        codes = ["decimals"]
    return [_marked(finding, line) for code in codes for finding in FORM[code](sheet, book[code])]


def _marked(finding: Finding, line: Line) -> Finding:
    """Add where it was found, and whether the unit has said anything about it."""
    facts = {"asked": line.name, "unit": line.unit, **finding.facts}
    is_explained = not finding.is_hard and bool(line.explanation.strip())
    return replace(finding, facts=facts, is_explained=is_explained)


def _changeable(found: Iterable[Finding], lines: Mapping[str, Line]) -> list[Finding]:
    """Return what is found where the unit can still change something, each at the first such question."""
    kept = []
    for each in found:
        at = [each.question, *each.questions]
        open_ones = [question for question in at if not lines[question].is_settled]
        if open_ones:
            kept.append(replace(each, question=open_ones[0]))
    return kept


def _once(found: list[Finding]) -> list[Finding]:
    spoken: set[str] = set()
    kept = []
    for each in found:
        if each.rule in _SAME_ODDITY:
            if each.question in spoken:
                continue
            spoken.add(each.question)
        kept.append(each)
    return kept
