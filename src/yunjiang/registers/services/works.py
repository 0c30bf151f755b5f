"""What happens to services every night."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yunjiang.background.progress import Progress
from yunjiang.background.works import Daily, Work

from .claiming import lapse


def give_back(_arguments: Mapping[str, Any], _progress: Progress) -> Mapping[str, Any]:
    return {"lapsed": lapse(timezone.localdate())}


WORKS = (
    Work(
        "services.lapse",
        _("Claims that were not used in time are given back"),
        give_back,
        recurs=Daily(time(1, 40)),
    ),
)
