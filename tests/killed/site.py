"""A site of its own: prepared in an empty folder, served by the real server, killed as a whole and started again."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from tests import migrated

ROOT = Path(__file__).parents[2]
START_WITHIN_SECONDS = 60


class Site:
    """The site in a folder. `is_up` is set while it answers; `log` is what it says on standard error."""

    def __init__(self, home: Path, database: str = "") -> None:
        home.mkdir(exist_ok=True)
        self.home, self.log = home, home / "site.log"
        self.is_up = threading.Event()
        kept = {
            name: text for name, text in os.environ.items() if not name.startswith(("YUNJIANG", "DJANGO"))
        }
        self.environment = kept | {
            "YUNJIANG_HOME": str(home),
            "YUNJIANG_SECOND_FACTOR": "offered",
            "DJANGO_SETTINGS_MODULE": "yunjiang.settings",
        }
        if database:
            self.environment["YUNJIANG_DATABASE"] = database
        else:
            migrated.copy(home / "yunjiang.sqlite3")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self._server: subprocess.Popen[bytes] | None = None

    def run(self, module: str, *arguments: str) -> str:
        """Run a module of the tests on the site while it is not served, and return what it prints."""
        command = [sys.executable, "-m", module, *arguments]
        done = subprocess.run(
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-8000:]
        return done.stdout

    def start(self) -> None:
        """Serve, with two processes and the one that does long work, all in one process group."""
        command = [sys.executable, "-m", "yunjiang", "serve", "--port", str(self.port), "--workers", "2"]
        with self.log.open("ab") as log:
            self._server = subprocess.Popen(
                command,
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        until = time.monotonic() + START_WITHIN_SECONDS
        while not self._answers():
            assert self._server.poll() is None, f"the server ended: {self.log.read_text()[-4000:]}"
            assert time.monotonic() < until, f"nothing serves: {self.log.read_text()[-4000:]}"
            time.sleep(0.1)
        self.is_up.set()

    def kill(self) -> None:
        """Kill every process of the site at once, without warning."""
        self.is_up.clear()
        if self._server is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._server.pid, signal.SIGKILL)
        self._server.wait()
        self._server = None
        until = time.monotonic() + 10
        while left := self.processes():
            assert time.monotonic() < until, f"processes of the site that outlived it: {left}"
            time.sleep(0.05)

    def processes(self) -> list[int]:
        """Return the processes that run in the site's folder."""
        mark = f"YUNJIANG_HOME={self.home}".encode()
        found = []
        for each in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if mark in (each / "environ").read_bytes().split(b"\0"):
                    found.append(int(each.name))
        return found

    def _answers(self) -> bool:
        # A page and not the port alone: a probe of a port that nobody listens on may reach itself.
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/sign-in/")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
