"""The loop that does long work: what waits in the queue, what recurs, and what another machine left behind.

The queue is that of django-tasks. One worker does one job at a time; several may run, also on several machines, as long as they
share the database and the site's folder.
"""

import os
import threading
import time

from django.db import close_old_connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from . import services

IDLE_SECONDS = 0.5
LOOK_AROUND_SECONDS = 15.0


def work(*, until_idle: bool = False, parent: int | None = None, stop: threading.Event | None = None) -> None:
    """Do jobs until stopped, or with `until_idle` until none is left.

    With `parent`, the number of a process, work ends when that process is no longer the one that started this.
    """
    over = stop or threading.Event()
    looked = 0.0
    while not over.is_set() and (parent is None or os.getppid() == parent):
        close_old_connections()
        if time.monotonic() - looked > LOOK_AROUND_SECONDS:
            services.revive()
            services.start_due()
            looked = time.monotonic()
        # Looking is a read; claiming would lock SQLite's only writer twice a second for nothing.
        if DBTaskResult.objects.ready().exists() and _queue().did_something():
            continue
        if until_idle:
            return
        over.wait(IDLE_SECONDS)


class _Queue(Worker):
    """The queue's own worker, asked for one task at a time and without touching the signals of the process."""

    def did_something(self) -> bool:
        """Perform the next task; say whether there was one."""
        self.run()
        return self._run_tasks > 0


def _queue() -> _Queue:
    return _Queue(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
