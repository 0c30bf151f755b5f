"""`yunjiang setup` and `yunjiang serve`: preparing the site and running it."""

import os
import socket
import subprocess
import sys
import threading
import time
from typing import Annotated

import typer
from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext as _
from granian import Granian
from granian.constants import Interfaces

from yunjiang.cli.demo import show_sign_ins
from yunjiang.cli.options import examples
from yunjiang.cli.terminal import say

SERVE_EXAMPLES = examples(
    "yunjiang serve", "yunjiang serve --port 8080", "yunjiang serve --host 0.0.0.0 --workers 4"
)

BEGIN_AGAIN_SECONDS = 2.0

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class AddressTaken(RuntimeError):
    """That something else listens where the site would."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        super().__init__(host, port)

    def __str__(self) -> str:
        return _(
            "Something else listens on %(host)s:%(port)s already. Stop it, or choose another port with --port."
        ) % {"host": self.host, "port": self.port}


def setup() -> None:
    settings.HOME.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    say(_("The site in %(home)s is ready.") % {"home": settings.HOME})


def serve(
    host: Annotated[
        str, typer.Option(help=_("Address to listen on; 127.0.0.1 is this machine alone."))
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help=_("Port to listen on."), min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(help=_("Processes that serve."), min=1)] = 3,
    jobs: Annotated[
        bool, typer.Option(help=_("Do long work too; without it, run `yunjiang work` beside."))
    ] = True,
) -> None:
    _refuse_taken(host, port)
    if host not in _LOOPBACK:
        say(
            _(
                "The site is open to other machines on %(host)s; the names it answers to are in YUNJIANG_HOSTS."
            )
            % {"host": host}
        )
    print(
        _("Yunjiang serves at %(address)s (stop with Ctrl+C)") % {"address": f"http://{host}:{port}"},
        flush=True,
    )
    show_sign_ins()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunjiang.settings")
    if jobs:
        _keep_working()
    Granian(
        "yunjiang.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=2,
        backpressure=32,
        log_access=False,
        log_level="warning",  # type: ignore[arg-type]
    ).serve()


def _refuse_taken(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise AddressTaken(host, port) from error


def _keep_working() -> None:
    """Keep one process that does long work, as long as this one lives; begin it again should it end."""

    def keep() -> None:
        command = [sys.executable, "-m", "yunjiang", "work", "--parent", str(os.getpid())]
        while True:
            # It sees by itself when this process is gone, however it went.
            subprocess.run(command, check=False, stdin=subprocess.DEVNULL)  # noqa: S603
            time.sleep(BEGIN_AGAIN_SECONDS)

    threading.Thread(target=keep, name="jobs", daemon=True).start()
