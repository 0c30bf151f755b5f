"""`yunjiang work`: doing long work on a machine of its own."""

import signal
import threading
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from yunjiang.background import worker
from yunjiang.cli.options import examples

EXAMPLES = examples("yunjiang work", "yunjiang work --until-idle")
HELP = _(
    "Do the long work that waits: reports, imports, seals, and what recurs each day. "
    "`yunjiang serve` starts one such process by itself; start more where one is not enough."
)


def work(
    until_idle: Annotated[bool, typer.Option(help=_("End when nothing waits any more."))] = False,
    parent: Annotated[int | None, typer.Option(hidden=True, help=_("End when this process is gone."))] = None,
) -> None:
    stop = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda number, frame: stop.set())  # the job in hand is finished first
    worker.work(until_idle=until_idle, parent=parent, stop=stop)
