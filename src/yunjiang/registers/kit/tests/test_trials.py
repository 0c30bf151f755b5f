"""The trials that every register inherits, on the sample register."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from yunjiang.organizations.models import Organization
from yunjiang.registers.kit import effects
from yunjiang.registers.kit.models import Record
from yunjiang.registers.kit.trials import RegisterTrials

from .sample.models import Place, Sort, State
from .sample.register import Places


class TestPlaces(RegisterTrials):
    register = Places
    uncounted = {"not_open": {"opened_on": None}, "no_seats": {"seats": 0}}
    rows_count = False  # a sheet does not open a place

    def make(self, organization: Organization, serial: int, **fields: Any) -> Place:
        given = {
            "number": f"T{serial:04}",
            "name": f"场所{serial:04}",
            "sort": Sort.READING,
            "keeper_phone": f"1391234{serial:04}",
        } | fields
        made: Place = effects.create(Places, given, by=None, organization=organization, because="试")
        return made

    def count(self, organization: Organization, serial: int) -> Place:
        return self.make(organization, serial, state=State.OPEN, opened_on=date(2023, 5, 1), seats=5)

    def recount(self, record: Record) -> Mapping[str, Any]:
        return {"sort": Sort.SPORT}

    def row(self, serial: int) -> Mapping[str, str]:
        return {"number": f"R{serial:04}", "name": f"书屋{serial}", "sort": "职工书屋", "seats": str(serial)}
