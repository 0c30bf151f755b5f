"""A copy of every record on a log host, sent once the act is committed: what is there cannot be altered from here.

YUNJIANG_TRAIL_SYSLOG names it: udp://host:514, tcp://host:601, or the path of a socket such as /dev/log. A host that does not
answer is told of in the site's own log and stops nothing: the trail in the database is the one that counts, and `yunjiang trail
export` fills the gap, which shows in the positions.
"""

import json
import logging
import socket
import time
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
REST_SECONDS = 60


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


class _Way(SysLogHandler):
    """The standard library's way to a log host, with a limit to waiting for it."""

    def createSocket(self) -> None:
        if self.socktype is socket.SOCK_STREAM and isinstance(self.address, tuple):
            self.unixsocket = False
            self.socket = socket.create_connection(self.address, _TIMEOUT_SECONDS)
        else:
            super().createSocket()

    def handleError(self, record: logging.LogRecord) -> None:
        raise  # noqa: PLE0704 - called while the error is handled


@cache
def _way_to(address: str) -> _Way:
    facility = SysLogHandler.LOG_AUTH
    if address.startswith("/"):
        return _Way(address, facility)
    parts = urlsplit(address)
    if parts.scheme not in ("udp", "tcp") or not parts.hostname:
        raise ImproperlyConfigured(f"YUNJIANG_TRAIL_SYSLOG is no address of a log host: {address!r}")
    kind = socket.SOCK_STREAM if parts.scheme == "tcp" else socket.SOCK_DGRAM
    way = _Way((parts.hostname, parts.port or 514), facility, kind)
    way.append_nul = kind is socket.SOCK_DGRAM  # over TCP lines end with a newline (RFC 6587)
    return way


class _Rest:
    """When to try a log host again that did not answer: nobody waits for it at every act."""

    until = 0.0


def _send(address: str, texts: Sequence[str]) -> None:
    if time.monotonic() < _Rest.until:
        return
    try:
        way = _way_to(address)
        for text in texts:
            ended = text if way.append_nul else f"{text}\n"
            way.emit(logging.LogRecord("trail", logging.INFO, __file__, 0, ended, None, None))
    except OSError:
        _way_to.cache_clear()
        _Rest.until = time.monotonic() + REST_SECONDS
        _log.warning(
            "The log host does not take the audit trail; not asked for %d seconds",
            REST_SECONDS,
            exc_info=True,
        )
