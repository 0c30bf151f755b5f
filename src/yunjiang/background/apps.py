from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BackgroundConfig(AppConfig):
    name = "yunjiang.background"

    def ready(self) -> None:
        from . import housekeeping, works  # models are there only now

        works.register(
            works.Work(
                "background.prune",
                _("Clear away old jobs and sessions"),
                housekeeping.prune,
                recurs=works.Daily(time(4, 30)),
            )
        )
