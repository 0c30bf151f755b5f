"""What the register of members does by itself at night."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from yunjiang.background.works import Daily, Work

from . import confirming, deciding, tallies, transfers

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
    Work(
        "members.campaigns",
        _("Count what is left of drives to confirm records"),
        confirming.perform,
        recurs=Daily(time(0, 45)),
    ),
    Work(
        "members.applications",
        _("Bring applications that nobody decided in time to the unit above"),
        deciding.perform,
        recurs=Daily(time(0, 50)),
    ),
)
