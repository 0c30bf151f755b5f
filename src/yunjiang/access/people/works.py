"""What the administration of people has done by itself: coming days take effect, and accounts nobody uses end where asked."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yunjiang.access.people import accounts, dormancy
from yunjiang.background.progress import Progress
from yunjiang.background.works import Daily, Work


def take_effect(arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """Let transfers and endings set for today happen."""
    return {"events": accounts.take_effect()}


def end_dormant(arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """End the accounts that are dormant or were never used."""
    ended = dormancy.end_dormant(by=None, reason=gettext("Not used for too long"))
    return {"ended": len(ended.people), "kept": len(ended.kept)}


WORKS = (
    Work("people.take_effect", _("Transfers and endings of today"), take_effect, recurs=Daily(time(0, 5))),
    Work(
        "people.end_dormant",
        _("End accounts nobody uses"),
        end_dormant,
        recurs=Daily(time(2, 30)) if settings.YUNJIANG_END_DORMANT else None,
    ),
)
