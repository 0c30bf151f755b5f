"""How the workbooks look: formats by name, made once a book. Colours of the house; nothing that WPS does not draw."""

from collections.abc import Mapping
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from .layout import REFERENCE, marker

ACCENT, INK, FAINT, RULE = "#A61B29", "#1F2329", "#7A7F87", "#BFC4CB"
HEAD, SECTION, LOCKED, INPUT, OFFERED = "#EDEBE4", "#F6F5F1", "#F2F3F5", "#FFFBE6", "#DCEBFA"

_FAR = 25
_FONT = {"font_name": "宋体", "font_size": 10, "font_color": INK, "valign": "vcenter"}
_GRID = {"border": 1, "border_color": RULE}
_FORMATS: dict[str, dict[str, Any]] = {
    "plain": {},
    "words": {"text_wrap": True},
    "title": {"font_name": "黑体", "font_size": 16, "font_color": ACCENT},
    "mark": {"font_name": "黑体", "font_size": 11, "font_color": ACCENT},
    "faint": {"font_color": FAINT},
    "step": {"text_wrap": True, "valign": "top"},
    "head": {**_GRID, "font_name": "黑体", "bg_color": HEAD, "align": "center", "text_wrap": True},
    "section": {**_GRID, "font_name": "黑体", "bg_color": SECTION},
    "section_centered": {
        **_GRID,
        "font_name": "黑体",
        "bg_color": SECTION,
        "align": "center",
        "text_wrap": True,
    },
    "label": {**_GRID, "text_wrap": True},
    "centered": {**_GRID, "align": "center"},
    "small": {**_GRID, "text_wrap": True, "font_size": 9, "font_color": FAINT},
    "earlier": {**_GRID, "font_color": FAINT, "bg_color": LOCKED, "align": "right"},
    "check": {**_GRID, "font_color": ACCENT, "font_size": 9, "text_wrap": True},
    "total": {**_GRID, "bold": True, "bg_color": LOCKED, "align": "right"},
    "number": {**_GRID, "bg_color": INPUT, "locked": False, "align": "right"},
    "offered": {**_GRID, "bg_color": OFFERED, "locked": False, "align": "right"},
    "closed_number": {**_GRID, "bg_color": LOCKED, "align": "right"},
    "choice": {**_GRID, "bg_color": INPUT, "locked": False, "align": "center"},
    "entry": {**_GRID, "bg_color": INPUT, "locked": False, "text_wrap": True},
    "passage": {**_GRID, "bg_color": INPUT, "locked": False, "text_wrap": True, "valign": "top"},
    "closed": {**_GRID, "bg_color": LOCKED, "text_wrap": True, "valign": "top"},
}


class Looks:
    """The formats of one book."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, tuple[tuple[str, Any], ...]], Any] = {}

    def of(self, name: str, **more: Any) -> Any:
        """Return a named format, with more properties where given."""
        known = (name, tuple(sorted(more.items())))
        if known not in self._made:
            self._made[known] = self._book.add_format({**_FONT, **_FORMATS[name], **more})
        return self._made[known]

    def number(self, name: str, scale: int) -> Any:
        """Return a named format for numbers with so many decimal digits."""
        return self.of(name, num_format=number_format(scale))


def number_format(scale: int) -> str:
    """Return Excel's notation for a number with thousands apart and so many decimal digits."""
    return "#,##0" + ("." + "0" * scale if scale else "")


def page(sheet: Any, *, name: str, mark: str, landscape: bool, wide: int = 1) -> None:
    """Set a sheet up for A4: what it is at the top, pages counted at the bottom; `wide` pages across, 0 for as many as needed."""
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    sheet.fit_to_pages(wide, 0)
    # & begins a code in headers; a name that has one needs two.
    sheet.set_header(f"&L&9{name.replace('&', '&&')}" + (f"&R&9{mark}" if mark else ""))
    sheet.set_footer("&C&9" + _("Page %(number)s of %(count)s") % {"number": "&P", "count": "&N"})
    sheet.hide_gridlines(2)


def lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column; a Chinese character is two wide."""
    return max(1, min(8, ceil(sum(2 if each > "\u2000" else 1 for each in text) / width)))


def refer(sheet: Any) -> None:
    """Mark a sheet as one that nothing is read from, in a hidden column far to the right."""
    sheet.write_string(0, _FAR, marker(REFERENCE))
    sheet.set_column(_FAR, _FAR, None, None, {"hidden": True})


PROTECTION: Mapping[str, bool] = {"format_columns": True, "format_rows": True, "select_locked_cells": True}
