"""What the room does by itself at night: offers renewed from the registers, files cleared away that nobody refers to."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunjiang.access import trail
from yunjiang.background.progress import Progress
from yunjiang.background.works import Daily, Work
from yunjiang.files import sweeping

from . import prefill
from .models import Cycle, Return
from .standing import FILLABLE

_AT_ONCE = 50  # returns held together


def offer(arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """Offer what is known now to every return that still takes answers; `cycle` narrows it to one."""
    open_cycles = Cycle.objects.filter(closed_at__isnull=True)
    if arguments.get("cycle"):
        open_cycles = open_cycles.filter(pk=arguments["cycle"])
    offered = filled = 0
    for cycle in open_cycles:
        reports = list(Return.objects.filter(cycle=cycle, state__in=FILLABLE).order_by("pk"))
        for start in range(0, len(reports), _AT_ONCE):
            done = prefill.offer(reports[start : start + _AT_ONCE])
            offered, filled = offered + done.offered_count, filled + done.filled_count
    return {"offered": offered, "filled": filled}


def sweep(arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """Clear away files that nobody has referred to for as long as the site says."""
    with trail.recording("returns.sweep_files") as deed:
        swept = sweeping.sweep()
        found = {"rows": swept.row_count, "files": swept.file_count, "bytes": swept.size}
        deed.changed(before={}, after=found)
    return found


WORKS = (
    Work("returns.offer", _("Offer what the registers show"), offer, recurs=Daily(time(3, 30))),
    Work("returns.sweep_files", _("Clear away unused files"), sweep, recurs=Daily(time(4, 45))),
)
