"""Firms as sheets bring them, many at once: their places, records, operating states and headcounts, each with its history."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yunjiang.organizations import opening
from yunjiang.organizations.models import Kind, Organization
from yunjiang.registers.kit import scope
from yunjiang.registers.kit.intake import meeting
from yunjiang.registers.kit.intake.committing import request_of
from yunjiang.registers.kit.intake.staged import Work
from yunjiang.registers.kit.models import ChangeSet, Deed, Difference, Record

from . import conditions, firms, founding, keeping
from .choices import OperatingStatus, Ownership
from .models import Enterprise, Headcount, Operation

_AT_ONCE = 500


@dataclass(frozen=True)
class Said:
    """What a sheet says of a firm that nobody knew; it was there, and in operation unless it is said, from `opened_on` on."""

    code: str
    name: str
    parent: Organization
    opened_on: date
    ownership: str = ""
    economic_type: str = ""
    industry: str = ""
    address: str = ""
    status: str = ""

    def values(self) -> dict[str, Any]:
        """Return the fields of its record."""
        return {
            "code": self.code,
            "name": self.name,
            "ownership": self.ownership or Ownership.OTHER.value,
            "economic_type": self.economic_type,
            "industry": self.industry,
            "address": self.address,
            "opened_on": self.opened_on,
        }


def known(codes: Collection[str]) -> dict[str, Enterprise]:
    """Return the firms on record with these codes, voided ones too."""
    found: dict[str, Enterprise] = {}
    wanted = sorted(codes)
    for first in range(0, len(wanted), _AT_ONCE):
        rows = Enterprise.objects.filter(code__in=wanted[first : first + _AT_ONCE])
        found |= {each.code: each for each in rows}
    return found


def enter(said: Sequence[Said], work: Work) -> dict[str, Enterprise]:
    """Enter these firms and return them by code; one that was voided when its import was taken back comes to life again."""
    held = known([each.code for each in said])
    undone = meeting.voided_by_undo("enterprises", [each.pk for each in held.values()])
    revived = {
        each.code: _revived(held[each.code], each, work)
        for each in said
        if each.code in held and held[each.code].pk in undone
    }
    made = _made([each for each in said if each.code not in held], work)
    return held | revived | made


def count(
    told: Mapping[int, tuple[Enterprise, int, date]], evidence: str, work: Work, *, corrects: bool
) -> set[int]:
    """Write down how many work in firms, by the firm's number; return those of which something was written.

    What stands for the day already is set right where the sheet `corrects`, and left alone otherwise.
    """
    there = {
        (each.enterprise_id, each.as_of_on): each
        for first in range(0, len(told), _AT_ONCE)
        for each in Headcount.objects.filter(enterprise__in=list(told)[first : first + _AT_ONCE])
    }
    made, again = [], []
    written = set()
    for number, (firm, staff, on) in told.items():
        on = max(on, firm.opened_on)
        row = there.get((number, on))
        if row is None:
            made.append(_about(Headcount, firm, as_of_on=on, staff=staff, evidence=evidence))
        elif row.voided_at is None and (row.staff == staff or not corrects):
            continue
        else:
            is_back = row.voided_at is not None
            values = {"staff": staff, "evidence": evidence, "voided_at": None}
            row = keeping.alter("headcounts", row, values, by=work.by, because=work.batch.file_name)
            again += [row] if is_back else []
        written.add(number)
    Headcount.objects.bulk_create(made, batch_size=_AT_ONCE)
    write_down("headcounts", [*made, *again], work)
    return written


def operate(told: Mapping[int, tuple[Enterprise, str, date]], work: Work) -> set[int]:
    """Write down operating states that begin on a day where firms were in another; return the numbers of these firms."""
    said = conditions.said_of(list(told))
    made = []
    for number, (firm, status, on) in told.items():
        held = conditions.newest(said[number].operations, on) if number in said else None
        taken = {since for since, _status in said[number].operations} if number in said else set()
        if held != status and on not in taken and on >= firm.opened_on:
            made.append(
                _about(Operation, firm, status=status, since_on=on, evidence=work.batch.file_name[:120])
            )
    Operation.objects.bulk_create(made, batch_size=_AT_ONCE)
    write_down("operations", made, work)
    return {each.enterprise_id for each in made}


def state_again(told: Sequence[tuple[Enterprise, Said]], work: Work) -> None:
    """Let firms that came to life again be in the state that a sheet says, from their first day on."""
    rows = []
    for firm, said in told:
        status = said.status or OperatingStatus.OPERATING.value
        row = firm.operations.filter(since_on=firm.opened_on).first()
        if row is None:
            row = _about(Operation, firm, status=status, since_on=firm.opened_on)
            row.save()
        else:
            values = {"status": status, "voided_at": None}
            row = keeping.alter("operations", row, values, by=work.by, because=work.batch.file_name)
        rows.append(row)
    write_down("operations", rows, work)


def open_places(wanted: Sequence[tuple[str, Organization, date, Kind, str]]) -> list[Organization]:
    """Open places in the tree all at once, each as early as its parent stands there: name, parent, day, kind, code."""
    parents = {parent.pk: founding.first_day(parent) for _name, parent, *_rest in wanted}
    return opening.open_many(
        [
            founding.opening_of(name, parent, max(on, parents[parent.pk]), kind, code)
            for name, parent, on, kind, code in wanted
        ]
    )


def write_down(code: str, records: Sequence[Record], work: Work) -> None:
    """Let the histories of records say with which sheet they came; by it they are known when the sheet is taken back.

    Of the sheet's own register the kit does so.
    """
    if not records or code == work.register.code:
        return
    change_set = ChangeSet.objects.create(
        register=code,
        deed=Deed.INTAKE,
        by=work.by,
        reason=work.batch.file_name,
        request_id=request_of(work.batch),
        batch=work.batch,
        record_count=len(records),
    )
    Difference.objects.bulk_create(
        [
            Difference(change_set=change_set, register=code, record=each.pk, revision=each.revision)
            for each in records
        ],
        batch_size=_AT_ONCE,
    )


def _made(said: Sequence[Said], work: Work) -> dict[str, Enterprise]:
    places = open_places(
        [(each.name, each.parent, each.opened_on, Kind.ENTERPRISE, each.code) for each in said]
    )
    is_demonstration = bool(work.by and work.by.is_demonstration)
    made = []
    for each, place in zip(said, places, strict=True):
        firm = Enterprise(organization=place, is_demonstration=is_demonstration, **each.values())
        firms.derive(firm)
        scope.place(firm)
        made.append(firm)
    Enterprise.objects.bulk_create(made, batch_size=_AT_ONCE)
    states = [
        _about(
            Operation, firm, status=each.status or OperatingStatus.OPERATING.value, since_on=each.opened_on
        )
        for each, firm in zip(said, made, strict=True)
    ]
    Operation.objects.bulk_create(states, batch_size=_AT_ONCE)
    write_down("enterprises", made, work)
    write_down("operations", states, work)
    for firm in made:
        firms.saved(firm, None)
    return {each.code: each for each in made}


def _revived(firm: Enterprise, said: Said, work: Work) -> Enterprise:
    because: dict[str, Any] = {"by": work.by, "because": work.batch.file_name}
    firm = keeping.alter("enterprises", firm, said.values() | {"voided_at": None}, **because)
    write_down("enterprises", [firm], work)
    state_again([(firm, said)], work)
    return firm


def _about(model: Any, firm: Enterprise, **values: Any) -> Any:
    return model(
        enterprise=firm,
        organization_id=firm.organization_id,
        path=firm.path,
        is_demonstration=firm.is_demonstration,
        **values,
    )
