"""Which firm a written 工作单位 is: by its exact name or its credit code, among the firms that the member's own union covers.

What is neither, or two of them, is not guessed: the text stays, the firm is left open, and `open_ones` lists it for somebody to
look at.
"""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Count

from yunjiang.registers.kit import facts
from yunjiang.standards.identifiers.folding import compact

from .models import OPEN_STATES, Membership

Written = tuple[int, str]  # a union and what somebody wrote


def resolve(written: Collection[Written], day: date) -> Mapping[Written, int]:
    """Return the firm of each text that names exactly one of its union's, in a bounded number of queries."""
    wanted = {(union, text) for union, text in written if text.strip()}
    told = facts.ask("covered_firms", {union for union, _text in wanted}, day)
    by_name: dict[int, dict[str, set[int]]] = {}
    for union, said in told.items():
        names = by_name.setdefault(union, {})
        for firm, name, code in said["firms"]:
            for each in (name, code):
                names.setdefault(compact(each).upper(), set()).add(firm)
    found = {}
    for union, text in wanted:
        firms = by_name.get(union, {}).get(compact(text).upper(), set())
        if len(firms) == 1:
            (found[union, text],) = firms
    return found


def of(union: int, text: str, day: date) -> int | None:
    """Return the firm that one text names, or None."""
    return resolve([(union, text)], day).get((union, text))


def open_ones(union: int, path: str, most: int = 50) -> list[tuple[str, int]]:
    """Return the texts of a union's members of which no firm is known, the most frequent first, with how many members."""
    rows = Membership.objects.filter(
        path=path, organization=union, enterprise=None, state__in=OPEN_STATES, voided_at=None
    ).exclude(work_place="")
    told = (
        rows.order_by().values_list("work_place").annotate(count=Count("pk")).order_by("-count", "work_place")
    )
    return list(told[:most])
