"""How a workbook's number formats show a number, where that changes what it means: as a percentage, as a day."""

import re
from enum import StrEnum

from .package import Package

_BUILT_IN_DAYS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_BUILT_IN_PERCENT = {9, 10}


class Shown(StrEnum):
    """How a number is shown, where that changes what it means."""

    PLAIN = "plain"
    PERCENT = "percent"
    DAY = "day"


def shown_by_styles(package: Package, relations: dict[str, tuple[str, str]]) -> list[Shown]:
    """Return for each cell style how it shows a number."""
    part = next((part for kind, part in relations.values() if kind == "styles"), None)
    if part is None or part not in package.parts:
        return []
    root = package.tree(part)
    own = {
        each.get("numFmtId", ""): each.get("formatCode", "") for each in root.iterfind("{*}numFmts/{*}numFmt")
    }
    return [_sort_of(each.get("numFmtId", "0"), own) for each in root.iterfind("{*}cellXfs/{*}xf")]


def _sort_of(number: str, own: dict[str, str]) -> Shown:
    code = own.get(number)
    if code is None:
        known = int(number) if number.isdecimal() else 0
        if known in _BUILT_IN_PERCENT:
            return Shown.PERCENT
        return Shown.DAY if known in _BUILT_IN_DAYS else Shown.PLAIN
    # What stands in quotes, in brackets or after a backslash is shown as it is.
    bare = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.', "", code.split(";")[0]).lower()
    if "%" in bare:
        return Shown.PERCENT
    return Shown.DAY if re.search(r"[ymdhs]|年|月|日", bare.replace("general", "")) else Shown.PLAIN
