"""Lists by key: a page of rows, and the key to go on from. Rows that come or go meanwhile neither repeat nor hide others."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from yunjiang.web.pages.selection import Unreadable

PAGE = 50
COUNTED_UP_TO = 1000  # counting more rows than anybody reads costs more than the page

Entry = TypeVar("Entry", bound=Model)


@dataclass(frozen=True)
class Leaf(Generic[Entry]):
    """Some rows of a list; `further` is the key that the next page begins after, empty at the end."""

    rows: list[Entry]
    further: str


def leaf(found: QuerySet[Entry], order: Sequence[str], after: str, size: int = PAGE) -> Leaf[Entry]:
    """Return the rows after a key in an order of fields that are never null, the last of them unique; "-" turns one round.

    Raises Unreadable for a key that this did not give.
    """
    if after:
        found = found.filter(_beyond(order, _read(after, len(order))))
    rows = list(found.order_by(*order)[: size + 1])
    further = _key(rows[size - 1], order) if len(rows) > size else ""
    return Leaf(rows[:size], further)


def count_of(found: QuerySet[Any]) -> str:
    """Return how many rows there are, as a text: an exact number up to COUNTED_UP_TO, "1000+" above."""
    counted = found.order_by()[: COUNTED_UP_TO + 1].count()
    return f"{COUNTED_UP_TO}+" if counted > COUNTED_UP_TO else str(counted)


def turned(request: HttpRequest, **changes: str) -> str:
    """Return this page's address with some of its query changed; an empty value takes a part out."""
    asked = {name: values for name, values in request.GET.lists() if name not in changes}
    asked |= {name: [value] for name, value in changes.items() if value}
    return f"{request.path}?{urlencode(asked, doseq=True)}" if asked else request.path


def _key(row: Model, order: Sequence[str]) -> str:
    values = []
    for name in order:
        value: Any = row
        for step in name.lstrip("-").split("__"):
            value = getattr(value, step)
        values.append(value.isoformat() if isinstance(value, date | datetime) else value)
    return base64.urlsafe_b64encode(json.dumps(values, ensure_ascii=False).encode()).decode().rstrip("=")


def _read(text: str, length: int) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except ValueError:
        values = None
    if not isinstance(values, list) or len(values) != length:
        raise Unreadable("after", text, _("a place in the list"))
    if not all(isinstance(value, str | int) for value in values):
        raise Unreadable("after", text, _("a place in the list"))
    return values


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Return what lies behind the key: further in the first field, or equal in it and further in the next, and so on."""
    beyond, equal = Q(pk__in=()), Q()
    for name, value in zip(order, values, strict=True):
        field = name.lstrip("-")
        beyond |= equal & Q(**{f"{field}__{'lt' if name.startswith('-') else 'gt'}": value})
        equal &= Q(**{field: value})
    return beyond
