"""The document as it is drawn: its words whole and in order, every span marked by sign, line and text.

Scripts count characters of what is drawn to know what was selected: whatever is not of the document's own text is marked
`data-beside`, and `data-gap` says how many characters of a wrapped line were left out.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from yunjiang.plans.drafts.models import DraftItem, ItemVerdict
from yunjiang.web.pages.drafts import wording
from yunjiang.web.pages.drafts.laid import Line, Over, Piece, Range, stretches

_WRAPPED = re.compile(r"\s*\n\s*")


def overs(items: Sequence[DraftItem]) -> list[Over]:
    """Return the spans of items, further places that say the same too."""
    return [
        Over(each.pk, start, end)
        for each in items
        for start, end in [(each.start, each.end), *each.spans]
        if end > start
    ]


def piece(text: str, drawn: Piece, items: Sequence[DraftItem]) -> SafeString:
    """Return a piece of a document as it is drawn, with the spans of these items that lie in it."""
    known = {each.pk: each for each in items}
    spans = [each for each in overs(items) if each.start < drawn.end and each.end > drawn.start]
    parts = []
    for is_row, lines in groupby(drawn.lines, key=lambda line: line.is_row):
        if is_row:
            rows = "".join(_row(text, line, spans, known) for line in lines)
            parts.append(f'<div class="reach"><table class="told"><tbody>{rows}</tbody></table></div>')
        else:
            parts += [_paragraph(text, line, spans, known) for line in lines]
    return SafeString("".join(parts))


def _paragraph(text: str, line: Line, spans: Sequence[Over], known: Mapping[int, DraftItem]) -> str:
    inside = _words(text, line.cells[0], spans, known)
    name = f' class="heading-{line.level}"' if line.level else ""
    return f'<p{name} data-at="{line.start}">{inside}</p>'


def _row(text: str, line: Line, spans: Sequence[Over], known: Mapping[int, DraftItem]) -> str:
    cells = (f'<td data-at="{cell[0]}">{_words(text, cell, spans, known)}</td>' for cell in line.cells)
    return f"<tr>{''.join(cells)}</tr>"


def _words(text: str, cell: Range, spans: Sequence[Over], known: Mapping[int, DraftItem]) -> str:
    drawn = []
    for each in stretches(*cell, spans):
        words = _unwrapped(text[each.start : each.end])
        if each.spans:
            drawn.append(_marked(words, [known[one] for one in each.spans], set(each.begins)))
        else:
            drawn.append(words)
    return "".join(drawn)


def _unwrapped(words: str) -> str:
    """Return words as they are drawn, without the ends of wrapped lines, whose characters are still counted."""
    parts = []
    at = 0
    for match in _WRAPPED.finditer(words):
        parts += [escape(words[at : match.start()]), f'<i data-gap="{len(match.group())}"></i>']
        at = match.end()
    return "".join([*parts, escape(words[at:])])


def _marked(words: str, items: Sequence[DraftItem], begins: set[int]) -> str:
    first = items[0]
    names = ["span", first.kind, wording.doubt(first.confidence)]
    verdicts = {each.verdict for each in items}
    if ItemVerdict.OPEN not in verdicts:
        names.append("is-out" if verdicts == {ItemVerdict.REJECTED} else "is-done")
    if len(items) > 1:
        names.append("is-several")
    beginning = [each for each in items if each.pk in begins]
    signs = "".join(_sign(each) for each in reversed(beginning))
    numbers = " ".join(str(each.pk) for each in items)
    return format_html(
        '<mark class="{}" data-items="{}">{}{}</mark>',
        " ".join(names),
        numbers,
        SafeString(signs),
        SafeString(words),
    )


def _sign(item: DraftItem) -> str:
    word = wording.KINDS[item.kind]
    told = str(word.name)
    if item.confidence is not None:
        told += f" {item.confidence}"
    return format_html(
        '<span class="sign {}" data-beside title="{}"><i aria-hidden="true">{}</i><span class="reader-only">[{}]</span></span>',
        item.kind,
        told,
        word.sign,
        told,
    )
