"""What the register of members does by itself at night."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from yunjiang.background.works import Daily, Work

from . import tallies, transfers

WORKS = (
    Work(
        "members.transfers",
        _("Settle transfers that nobody answered"),
        transfers.perform,
        recurs=Daily(time(0, 20)),
    ),
    Work(
        "members.quality",
        _("See which records lapsed and count what there is to do"),
        tallies.perform,
        recurs=Daily(time(0, 40)),
    ),
)
