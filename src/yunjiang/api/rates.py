"""How often: counted by the minute in each process that serves, so that no database has to write for it."""

import threading
import time
from collections import Counter

from django.conf import settings

from .refusals import TooMany


class Allowance:
    """How often each was counted in this minute, and whether there is room for one more."""

    def __init__(self, limit: int = 0, setting: str = "YUNJIANG_API_RATE") -> None:
        self._limit, self._setting = limit, setting  # 0: that of the setting
        self._lock = threading.Lock()
        self._minute, self._counts = 0, Counter[str]()

    @property
    def limit(self) -> int:
        limit: int = self._limit or getattr(settings, self._setting)
        return limit

    def has_room(self, whom: str) -> bool:
        """Count one more, and tell whether it was within the limit."""
        minute = int(time.monotonic() // 60)
        with self._lock:
            if minute != self._minute:
                self._minute, self._counts = minute, Counter()
            self._counts[whom] += 1
            return self._counts[whom] <= self.limit

    def require(self, whom: str) -> None:
        """Count one more. Raises TooMany beyond the limit."""
        if not self.has_room(whom):
            raise TooMany(self.limit, 60 - int(time.monotonic() % 60))

    def forget(self) -> None:
        """Begin anew; for tests."""
        with self._lock:
            self._counts = Counter()


requests = Allowance()
# A program that tries every address must not fill the trail.
refusals_told = Allowance(30)
strangers = Allowance(60)  # keys that are not known, by address
applicants = Allowance(setting="YUNJIANG_JOINING_RATE")  # whoever applies to join, by address
