"""Firms: entered in the register and the reporting tree, classed, and what is said of them from a day on."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Act
from yunjiang.organizations import services as tree
from yunjiang.organizations.group_sets import INDUSTRY
from yunjiang.organizations.models import Group, GroupMembership, Kind, Organization
from yunjiang.registers.kit import counting
from yunjiang.registers.kit.models import Deed
from yunjiang.standards import industries, pinyin

from . import conditions, founding, keeping, rules
from .choices import OperatingStatus, Ownership
from .models import Coverage, Enterprise, Headcount, Operation
from .refusals import AlreadyThere

# Where the form divides what the group set of ownership holds as one.
_GROUP_OF: Mapping[str, str] = {
    Ownership.FUNDED_INSTITUTION: "400",
    Ownership.OTHER_INSTITUTION: "400",
}


@transaction.atomic
def enter(
    values: Mapping[str, Any],
    parent: Organization,
    *,
    by: User | None,
    status: str = OperatingStatus.OPERATING,
    staff: int | None = None,
    counted_on: date | None = None,
    is_demonstration: bool = False,
) -> Enterprise:
    """Enter a firm below a county: its place in the tree, its record, its operating state and, if known, its headcount.

    `values` are fields of the record by name. Raises permission.Refused, AlreadyThere, RecordRefused, TreeRefusal.
    """
    if by is not None:
        permission.require(by, Act.KEEP_RECORDS, parent)
    code = rules.normal_code(str(values.get("code") or ""))
    known = Enterprise.objects.filter(code=code).first()
    if known is not None:
        raise AlreadyThere(code, known.name)
    opened_on = values.get("opened_on") or timezone.localdate()
    place = founding.open_place(str(values.get("name") or ""), parent, opened_on, Kind.ENTERPRISE, code)
    firm: Enterprise = keeping.add(
        "enterprises",
        {**values, "code": code, "opened_on": opened_on},
        place,
        by=by,
        deed=Deed.CREATE,
        is_demonstration=is_demonstration,
    )
    said: dict[str, Any] = {"by": by, "is_demonstration": is_demonstration}
    keeping.add("operations", {"enterprise": firm, "status": status, "since_on": opened_on}, place, **said)
    if staff is not None:
        on = max(counted_on or timezone.localdate(), opened_on)
        keeping.add("headcounts", {"enterprise": firm, "as_of_on": on, "staff": staff}, place, **said)
    firm.refresh_from_db()
    return firm


def derive(firm: Enterprise) -> None:
    """Fill in what follows from a firm's other fields."""
    spelled, initials = pinyin.spelled(firm.name)
    firm.pinyin, firm.initials = spelled[:160], initials[:60]
    firm.code = rules.normal_code(firm.code)
    with suppress(KeyError):  # what is no industry is refused by `validated`
        firm.industry = industries.code_of(firm.industry)


def validated(firm: Enterprise, user: Any) -> dict[str, str]:
    """Return what stands against a firm's record as it is wanted, by field."""
    problems = {}
    wrong = rules.against_code(firm.code, of_union=False)
    if wrong:
        problems["code"] = wrong
    if firm.industry:
        try:
            industries.name_of(firm.industry)
        except KeyError:
            problems["industry"] = _("No such section or division in GB/T 4754: give a letter or two digits.")
    return problems


def saved(firm: Enterprise, change_set: Any) -> None:
    """Class a firm in the tree as its record says, and give the tree its new name from today on."""
    on = max(founding.first_day(firm.organization), firm.opened_on)
    _class(firm, INDUSTRY, firm.industry, on)
    _class(firm, "ownership", _GROUP_OF.get(firm.ownership, firm.ownership), on)
    founding.rename_in_tree(firm)


def _class(firm: Enterprise, group_set: str, code: str, on: date) -> None:
    """Let a firm belong to a group from its first day, or from today where it was classed otherwise before."""
    group = Group.objects.filter(group_set__code=group_set, code=code).first() if code else None
    held = GroupMembership.objects.filter(organization=firm.organization, group__group_set__code=group_set)
    newest = held.order_by("-valid_from").first()
    if group is None or (newest is not None and newest.group_id == group.pk):
        return
    if newest is not None:
        on = max(timezone.localdate(), newest.valid_from)
        if newest.valid_from == on:
            newest.group = group
            newest.save(update_fields=["group"])
            return
    tree.classify(firm.organization, group, on=on)


def operations_written(rows: Sequence[int], by: User | None) -> None:
    """Bring firms up to their operating states, after these were written; for the kit, at the end of the write."""
    _written(Operation.objects, rows, by)


def headcounts_written(rows: Sequence[int], by: User | None) -> None:
    """Bring firms up to their headcounts."""
    _written(Headcount.objects, rows, by)


def coverages_written(rows: Sequence[int], by: User | None) -> None:
    """Bring firms up to what unions cover."""
    _written(Coverage.objects, rows, by)


def _written(model: Any, rows: Sequence[int], by: User | None) -> None:
    touched = model.filter(counting.among(rows)).order_by().values_list("enterprise", flat=True).distinct()
    conditions.refresh(list(touched), by=by)


def row_validated(row: Operation | Headcount, user: Any) -> dict[str, str]:
    """Return what stands against a dated row about a firm."""
    problems = {}
    day = row.since_on if isinstance(row, Operation) else row.as_of_on
    name = "since_on" if isinstance(row, Operation) else "as_of_on"
    if day > timezone.localdate():
        problems[name] = _("This day lies ahead.")
    elif day < row.enterprise.opened_on:
        problems[name] = _("The firm did not exist yet: it began on %(on)s.") % {
            "on": row.enterprise.opened_on
        }
    if isinstance(row, Headcount):
        for part in ("women", "migrant_workers", "dispatched"):
            count = getattr(row, part)
            if part != "dispatched" and count is not None and count > row.staff:
                problems[part] = _("There cannot be more of them than staff.")
    if row.enterprise.organization_id != row.organization_id:
        problems["enterprise"] = _("Choose a firm of this unit.")
    return problems


def coverage_validated(row: Coverage, user: Any) -> dict[str, str]:
    """Return what stands against a coverage as it is wanted."""
    problems = {}
    if row.union.organization_id != row.organization_id:
        problems["union"] = _("Choose the union of this unit.")
    if row.union.founded_on is None or row.since_on < row.union.founded_on:
        problems["since_on"] = _("The union was not founded by then.")
    elif row.since_on < row.enterprise.opened_on:
        problems["since_on"] = _("The firm did not exist yet: it began on %(on)s.") % {
            "on": row.enterprise.opened_on
        }
    return problems
