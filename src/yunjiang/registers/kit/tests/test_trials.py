"""The trials that every register inherits, on the sample register."""

from collections.abc import Mapping
from typing import Any

from yunjiang.organizations.models import Organization
from yunjiang.registers.kit.trials import RegisterTrials

from . import world
from .sample.models import Place
from .sample.register import Places


class TestPlaces(RegisterTrials):
    register = Places

    def make(self, organization: Organization, serial: int, **fields: Any) -> Place:
        return world.place(organization, f"T{serial:04}", **{"keeper_phone": f"1391234{serial:04}"} | fields)

    def row(self, serial: int) -> Mapping[str, str]:
        return {"number": f"R{serial:04}", "name": f"书屋{serial}", "sort": "职工书屋", "seats": str(serial)}
