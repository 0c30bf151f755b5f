"""Long and recurring work of the kit."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunjiang.background.progress import Progress
from yunjiang.background.works import Daily, Work

from . import announcements, copies, following, placing, rebuilding, registry


def rebuild_postings(arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Hold the ledger against every register, or the one that is asked for, and say what was mended."""
    wanted = [registry.of(arguments["register"])] if "register" in arguments else registry.every()
    done = [rebuilding.rebuild(each, on_progress=progress.report) for each in wanted]
    return {each.register.code: each.sentence() for each in done}


def deal_with_announcements(arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """Let listeners deal with what they have not heard. What failed waits for the next time, at the latest tomorrow's."""
    return announcements.deal()


WORKS = (
    # First: whose records they are follows from where they lie.
    Work(
        "registers.places",
        _("Let records lie where their units stand"),
        placing.perform,
        recurs=Daily(time(0, 10)),
    ),
    Work(
        "registers.copies",
        _("Hold names beside records against the persons"),
        copies.perform,
        recurs=Daily(time(0, 20)),
    ),
    # Before figures seals what has gathered.
    Work(
        "registers.postings",
        _("Hold the ledger against the registers"),
        rebuild_postings,
        recurs=Daily(time(1)),
    ),
    Work(
        "registers.likeness",
        _("Look who may be on record twice in one unit"),
        following.perform,
        recurs=Daily(time(0, 50)),
    ),
    Work(
        announcements.WORK,
        _("Tell registers of one another"),
        deal_with_announcements,
        recurs=Daily(time(6)),
    ),
)
