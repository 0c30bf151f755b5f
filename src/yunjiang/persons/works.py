"""The long work of the room."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from yunjiang.background.works import Daily, Work

from . import retention

WORKS = [
    Work(
        "persons.retention",
        _("Report what has been kept longer than its time"),
        retention.nightly,
        recurs=Daily(time(3, 40)),
    ),
    Work(retention.LET_GO, _("Let go what was over its time"), retention.perform),
]
