"""Holding the ledger against its own digests every night."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yunjiang.background.progress import Progress
from yunjiang.background.works import Daily, Work

from . import seal
from .flaws import Flaw

TOLD_COUNT = 5


class LedgerFlawed(RuntimeError):
    """That rows or files of the ledger are not what was posted."""

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        self.flaws = flaws
        super().__init__(len(flaws))

    def __str__(self) -> str:
        told = " ".join(each.sentence() for each in self.flaws[:TOLD_COUNT])
        return gettext(
            "The ledger is not what was posted, in %(count)d places: %(flaws)s Stop posting, and compare with the backup."
        ) % {"count": len(self.flaws), "flaws": told}


def verify(arguments: Mapping[str, Any], progress: Progress) -> dict[str, int]:
    """Verify the whole ledger. Raises LedgerFlawed."""
    checked = 0

    def tell(count: int) -> None:
        nonlocal checked
        checked += count
        progress.report(checked)

    flaws = seal.verify(on_progress=tell)
    if flaws:
        raise LedgerFlawed(flaws)
    return {"flaws": 0}


WORKS = (Work("ledger.verify", _("Verify the ledger"), verify, recurs=Daily(time(3))),)
