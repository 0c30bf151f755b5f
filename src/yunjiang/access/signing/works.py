"""What signing in has done by itself: sessions and failures that no longer count are cleared away."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.utils.translation import gettext_lazy as _

from yunjiang.access.signing import lockout, sessions
from yunjiang.background.progress import Progress
from yunjiang.background.works import Daily, Work


def sweep(arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """End sessions over their limits, and forget failures and expired cookies' sessions."""
    counts = {"sessions": sessions.sweep(), "failures": lockout.sweep()}
    SessionStore.clear_expired()
    return counts


WORKS = (Work("signing.sweep", _("Clear ended sessions away"), sweep, recurs=Daily(time(3, 10))),)
