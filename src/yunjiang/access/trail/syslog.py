"""A copy of every record on a log host, sent once the act is committed: what is there cannot be altered from here.

YUNJIANG_TRAIL_SYSLOG names it: udp://host:514, tcp://host:601, or the path of a socket such as /dev/log. A host that does not
answer is told of in the site's own log and stops nothing: the trail in the database is the one that counts.
"""

import json
import logging
import socket
from collections.abc import Sequence
from functools import cache
from logging.handlers import SysLogHandler
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from yunjiang.access.models import AuditRecord

_log = logging.getLogger("yunjiang.trail")
_TIMEOUT_SECONDS = 2


def send_after_commit(records: Sequence[AuditRecord]) -> None:
    """Send the records' lines once the transaction is committed; nothing where no log host is named."""
    address = settings.YUNJIANG_TRAIL_SYSLOG
    if address:
        texts = [line(record) for record in records]
        transaction.on_commit(lambda: _send(address, texts), robust=True)


def line(record: AuditRecord) -> str:
    """Return what the log host gets: everything but the long texts, and the digest that vouches for them."""
    told = {
        "position": record.position,
        "at": record.recorded_at.isoformat(),
        "user": record.user_id,
        "name": record.name,
        "ip": record.ip,
        "request": record.request_id,
        "action": record.action,
        "subject": record.subject,
        "organization": record.organization_id,
        "result": str(record.result),
        "digest": bytes(record.digest).hex(),
    }
    return f"yunjiang-trail: {json.dumps(told, ensure_ascii=False, separators=(',', ':'))}"


class _Speaking(SysLogHandler):
    """The standard library's way to a log host, which tells our log when the host does not listen."""

    def handleError(self, record: logging.LogRecord) -> None:
        _log.warning("The log host did not take a record of the audit trail", exc_info=True)
        _way_to.cache_clear()


@cache
def _way_to(address: str) -> _Speaking:
    facility = SysLogHandler.LOG_AUTH
    if address.startswith("/"):
        return _Speaking(address, facility)
    parts = urlsplit(address)
    if parts.scheme not in ("udp", "tcp") or not parts.hostname:
        raise ImproperlyConfigured(f"YUNJIANG_TRAIL_SYSLOG is no address of a log host: {address!r}")
    kind = socket.SOCK_STREAM if parts.scheme == "tcp" else socket.SOCK_DGRAM
    way = _Speaking((parts.hostname, parts.port or 514), facility, kind)
    if kind is socket.SOCK_STREAM:
        way.append_nul = False  # RFC 6587: lines end with a newline
        way.socket.settimeout(_TIMEOUT_SECONDS)
    return way


def _send(address: str, texts: Sequence[str]) -> None:
    way = _way_to(address)
    for text in texts:
        if way.socktype is socket.SOCK_STREAM:
            text += "\n"
        way.emit(logging.LogRecord("trail", logging.INFO, __file__, 0, text, None, None))
