"""The copy on a log host: sent after the commit, and stopping nothing when nobody listens."""

import json
import socket
import socketserver
import threading
from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from yunjiang.access import trail
from yunjiang.access.models import AuditRecord
from yunjiang.access.trail import syslog

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    syslog._way_to.cache_clear()
    syslog._Rest.until = 0.0
    yield
    syslog._way_to.cache_clear()


def told(line: bytes) -> dict[str, object]:
    text = line.decode().rstrip("\x00\n")
    assert text.startswith("<38>yunjiang-trail: ")  # facility auth, severity info
    found: dict[str, object] = json.loads(text.partition(": ")[2])
    return found


def test_every_record_is_sent_once_it_is_committed() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as host:
        host.bind(("127.0.0.1", 0))
        host.settimeout(5)
        with (
            override_settings(YUNJIANG_TRAIL_SYSLOG=f"udp://127.0.0.1:{host.getsockname()[1]}"),
            trail.acting("李四"),
        ):
            trail.note("test.read", subject="document:1", facts={"secret": 1})
            line = told(host.recv(4096))
            record = AuditRecord.objects.get()
            assert (line["position"], line["name"], line["action"]) == (1, "李四", "test.read")
            assert line["digest"] == bytes(record.digest).hex()
            assert "facts" not in line
            with pytest.raises(ZeroDivisionError), trail.recording("test.change"):
                raise ZeroDivisionError
            assert told(host.recv(4096))["result"] == "failed"


def test_over_tcp_lines_end_with_a_newline() -> None:
    lines: list[bytes] = []
    heard = threading.Event()

    class Reading(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            lines.append(self.rfile.readline())
            heard.set()

    with socketserver.TCPServer(("127.0.0.1", 0), Reading) as host:
        listening = threading.Thread(target=host.handle_request)
        listening.start()
        with override_settings(YUNJIANG_TRAIL_SYSLOG=f"tcp://127.0.0.1:{host.server_address[1]}"):
            trail.note("test.read")
        assert heard.wait(5)
        listening.join()
    assert told(lines[0])["action"] == "test.read"


def test_a_host_that_does_not_listen_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with override_settings(YUNJIANG_TRAIL_SYSLOG=f"tcp://127.0.0.1:{port}"):
        trail.note("test.read")
        trail.note("test.read")
    assert AuditRecord.objects.count() == 2
    assert [record.message for record in caplog.records if "log host" in record.message] != []
    assert len([record for record in caplog.records if "log host" in record.message]) == 1


def test_an_address_that_is_none_is_a_mistake() -> None:
    with pytest.raises(ImproperlyConfigured):
        syslog._way_to("http://log")
