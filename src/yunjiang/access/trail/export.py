"""The trail as lines of comma-separated values, for inspectors and for keeping elsewhere."""

import csv
from collections.abc import Iterator
from io import StringIO

from django.utils import timezone
from django.utils.translation import pgettext

from yunjiang.access.models import AuditRecord, Result
from yunjiang.standards.spreadsheets import MARK, harmless

from . import queries
from .names import label
from .queries import Reach, Sought
from .recorder import note


def lines(sought: Sought, reach: Reach, *, reason: str = "") -> Iterator[str]:
    """Record the export, then return an iterator over its lines, the heading first. Raises TrailUnwritable before any line.

    It holds what was recorded before it, and not itself.
    """
    sought = queries.frozen(sought)
    count = queries.matching(sought, reach).count()
    note("trail.export", facts={"rows": count, "reason": reason[:200], **sought.facts()})
    return _lines(sought, reach)


def _lines(sought: Sought, reach: Reach) -> Iterator[str]:
    yield MARK + _line(
        [
            pgettext("trail", "No."),
            pgettext("trail", "When (UTC+8)"),
            pgettext("trail", "Person"),
            pgettext("trail", "Sign-in name"),
            pgettext("trail", "Place of work"),
            pgettext("trail", "Address"),
            pgettext("trail", "Act"),
            pgettext("trail", "Code of the act"),
            pgettext("trail", "Subject"),
            pgettext("trail", "Organization"),
            pgettext("trail", "Result"),
            pgettext("trail", "Facts"),
            pgettext("trail", "Before"),
            pgettext("trail", "After"),
            pgettext("trail", "Browser"),
            pgettext("trail", "Request"),
            pgettext("trail", "Digest (HMAC-SM3)"),
        ]
    )
    for record in queries.walk(sought, reach):
        yield _line(row(record, is_open=reach.opens(record)))


def row(record: AuditRecord, *, is_open: bool = True) -> list[str]:
    """Return a record as the cells of a line, without what it holds unless that may be read."""
    withheld = pgettext("trail", "(withheld)")
    held = [each if is_open or not each else withheld for each in (record.facts, record.before, record.after)]
    return [
        str(record.position),
        timezone.localtime(record.recorded_at).isoformat(sep=" ", timespec="milliseconds"),
        record.name,
        record.user.username if record.user else "",
        record.workplace,
        record.ip,
        label(record.action),
        record.action,
        record.subject,
        record.organization.key if record.organization else "",
        str(Result(record.result).label),
        *held,
        record.user_agent,
        record.request_id,
        bytes(record.digest).hex(),
    ]


def _line(cells: list[str]) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([harmless(cell) for cell in cells])
    return text.getvalue()
