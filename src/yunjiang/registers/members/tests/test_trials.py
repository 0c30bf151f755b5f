"""What the kit tries of every register, on members."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from yunjiang.organizations.models import Organization
from yunjiang.registers.kit.models import Record
from yunjiang.registers.kit.trials import RegisterTrials
from yunjiang.registers.members import generated, joining
from yunjiang.registers.members.models import Entry, Membership, NewFormJob
from yunjiang.registers.members.register import Members
from yunjiang.registers.members.sheet import LISTED, REASON

UNQUALIFIED = {"qualified_from": None, "qualified_before": []}


class TestMembers(RegisterTrials):
    register = Members
    tolerant = (*LISTED, REASON)
    uncounted = {
        "not_yet": {"since_on": None},
        "incomplete": UNQUALIFIED | {"is_complete": False},
        "invalid": UNQUALIFIED | {"is_valid": False},
        "duplicate": UNQUALIFIED | {"is_unique": False},
        "unconfirmed": UNQUALIFIED,
        "other_job": {"new_form_job": ""},
        "other_way": {"entry": Entry.REJOINED},
        "before": {"joined_on": None},
    }

    def make(self, organization: Organization, serial: int, **fields: Any) -> Membership:
        said = dict(generated.rows(1, [generated.Place(1, "/1/")], first=serial * 3).row(0, named=True))
        values = {
            path: value for path, value in said.items() if path.startswith("person__") or path == "work_place"
        }
        values |= {
            "card_number": f"6212{serial:08}",
            "work_state": "working",
            "work_place": "纺织厂",
            "new_form_job": NewFormJob.COURIER,
        } | fields
        values["person__phone"] = values["person__phone"] or f"1301234{serial:04}"
        return joining.enrol(organization, values, by=None, joined_on=date(2024, 3, 1))

    def recount(self, record: Record) -> Mapping[str, Any]:
        return {"new_form_job": NewFormJob.TRUCKER}

    def row(self, serial: int) -> Mapping[str, str]:
        said = generated.rows(1, [generated.Place(1, "/1/")], first=serial * 3 + 1).row(0, named=True)
        return {
            "person__name": said["person__name"],
            "person__identity": said["person__identity"],
            "work_place": f"第{serial}纺织厂",
            "event": "入会",
            "happened_on": "2024-03-01",
        }
