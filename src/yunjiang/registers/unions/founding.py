"""Founding a union: 筹备 → 批复 → 选举 → 报批 → 法人登记 → 正常 (工会法 articles 9 to 16).

A union is opened in the reporting tree when its founding begins, so that its papers have a place; it counts as a union from the
day on which it was founded (`founded_on`).
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Act
from yunjiang.organizations import opening, queries
from yunjiang.organizations import services as tree
from yunjiang.organizations.models import Kind, Organization
from yunjiang.organizations.opening import Opening
from yunjiang.registers.kit import announcements
from yunjiang.registers.kit.models import Deed, Step
from yunjiang.standards import pinyin

from . import keeping, rules
from .choices import CoverageKind, UnionKind, UnionLevel, UnionState
from .models import Enterprise, Union
from .refusals import FoundingRefused

ELECTED_ALREADY = (UnionState.ELECTED, UnionState.CONFIRMED, UnionState.REGISTERED, UnionState.NORMAL)
COVERAGE_OF: Mapping[str, str] = {
    UnionKind.SINGLE: CoverageKind.SINGLE,
    UnionKind.JOINT: CoverageKind.JOINT,
}
# The days of a founding, in the order in which they come; a union becomes a legal person before or after it is founded.
_STEPS = ("prepared_on", "approved_on", "elected_on", "confirmed_on", "founded_on")


@dataclass(frozen=True)
class Plan:
    """A union as it is to be founded."""

    name: str
    kind: str
    form: str
    prepared_on: date
    level: str = UnionLevel.WORKPLACE
    staff: int | None = None
    members: int | None = None
    term_years: int = 5
    workplace: Enterprise | None = None

    def problems(self) -> list[str]:
        """Return everything that the law has against it."""
        found = rules.against_form(self.kind, self.form, self.members)
        found += rules.against_term(self.kind, self.level, self.term_years)
        if self.staff is not None and self.members is not None and self.members > self.staff:
            found.append(_("There cannot be more members than staff."))
        if self.prepared_on > timezone.localdate():
            found.append(_("The day on which the preparation began lies ahead."))
        return found

    def values(self) -> dict[str, Any]:
        """Return what the record of the new union says of its plan, by field; its workplace is said apart."""
        return {
            "name": self.name,
            "kind": self.kind,
            "form": self.form,
            "level": self.level,
            "prepared_on": self.prepared_on,
            "staff_at_founding": self.staff,
            "members_at_founding": self.members,
            "term_years": self.term_years,
        }


@transaction.atomic
def begin(
    plan: Plan,
    parent: Organization,
    *,
    by: User | None,
    values: Mapping[str, Any] | None = None,
    is_demonstration: bool = False,
) -> Union:
    """Begin to found a union below a unit of the tree: open its place, and its record as 筹备中.

    `values` are further fields of the record. Raises permission.Refused, FoundingRefused, RecordRefused, TreeRefusal.
    """
    if by is not None:
        permission.require(by, Act.KEEP_RECORDS, parent)
    problems = plan.problems()
    if problems:
        raise FoundingRefused(plan.name, problems)
    place = open_place(plan.name, parent, plan.prepared_on, Kind.UNION)
    given = dict(values or {})
    return keeping.add(
        "unions",
        {
            **plan.values(),
            "workplace": plan.workplace,
            **given,
        },
        place,
        by=by,
        deed=Deed.CREATE,
        is_demonstration=is_demonstration,
    )


def open_place(name: str, parent: Organization, on: date, kind: Kind, code: str = "") -> Organization:
    """Open a union or a firm in the reporting tree, or as early as its parent stands there."""
    standing = queries.standing(parent.pk, on)
    if standing is None:
        first = parent.standings.order_by("valid_from").first()
        on = max(on, first.valid_from) if first else on
    return opening.open_many([opening_of(name, parent, on, kind, code)])[0]


def opening_of(name: str, parent: Organization, on: date, kind: Kind, code: str = "") -> Opening:
    """Return how the place of a union or a firm is opened on a day on which its parent stands."""
    spelled, initials = pinyin.spelled(name)
    return Opening(
        f"{kind.value}-{secrets.token_hex(8)}",
        on,
        kind,
        code,
        name,
        short_name(name),
        parent,
        pinyin=spelled[:120],
        initials=initials[:40],
    )


def short_name(name: str) -> str:
    """Return a name as tables print it: the ending that all unions or firms share left out where something is left."""
    for ending in ("工会委员会", "联合工会委员会", "有限责任公司", "有限公司"):
        if name.endswith(ending) and len(name) > len(ending) + 1:
            name = name.removesuffix(ending) + ("工会" if "工会" in ending else "")
            break
    return name[:60]


def validated(union: Union, user: Any) -> dict[str, str]:
    """Return what stands against a union's record as it is wanted, by field; for the register's `validate`."""
    problems: dict[str, str] = {}
    if union.state not in (UnionState.WITHDRAWN, UnionState.MERGED, UnionState.CLOSED):
        form = rules.against_form(union.kind, union.form, union.members_at_founding)
        if form:
            problems["form"] = " ".join(form)
        term = rules.against_term(union.kind, union.level, union.term_years)
        if term:
            problems["term_years"] = " ".join(term)
    if union.is_chair_relative:
        problems["is_chair_relative"] = " ".join(rules.against_chair(True))
    if union.code:
        wrong = rules.against_code(union.code, of_union=True)
        if wrong:
            problems["code"] = wrong
    return problems | _against_days(union)


def _against_days(union: Union) -> dict[str, str]:
    """Return at which days the founding would go back in time."""
    problems = {}
    known = [(name, day) for name in _STEPS if (day := getattr(union, name)) is not None]
    for (earlier, before), (later, after) in pairwise(known):
        wrong = rules.against_days([(_label(earlier), before), (_label(later), after)])
        if wrong:
            problems[later] = " ".join(wrong)
    return problems


def _label(name: str) -> str:
    field: Any = Union._meta.get_field(name)
    return str(field.verbose_name)


def derive(union: Union) -> None:
    """Fill in what follows from a union's other fields."""
    spelled, initials = pinyin.spelled(union.name)
    union.pinyin, union.initials = spelled[:160], initials[:60]
    union.code = rules.normal_code(union.code) if union.code else None


def may_elect(union: Union, user: Any) -> str | None:
    """Return why no election can be recorded yet."""
    if union.members_at_founding is None:
        return _("Say how many members there are before the election is recorded.")
    return " ".join(rules.against_form(union.kind, union.form, union.members_at_founding)) or None


def may_register(union: Union, user: Any) -> str | None:
    """Return why a union cannot become a legal person: it is one."""
    if union.legal_since_on is None or union.legal_until_on is not None:
        return None
    return _("It has been a legal person since %(on)s.") % {"on": union.legal_since_on}


def registered(union: Union, step: Step) -> None:
    """Give the tree the union's own code once it is a legal person."""
    assert union.legal_since_on is not None
    standing = queries.standing(union.organization_id, timezone.localdate())
    if standing is not None and union.code and standing.code != union.code:
        on = max(union.legal_since_on, first_day(union.organization))
        tree.recode(union.organization, on=on, code=union.code)


def first_day(organization: Organization) -> date:
    """Return the first day of a unit in the tree."""
    return organization.standings.order_by("valid_from").values_list("valid_from", flat=True)[0]


def opened(union: Union, step: Step) -> None:
    """Let a founded union begin: its first term, the firm that it is in, and word to other registers."""
    begin_work(union, by=step.by)


def begin_work(union: Union, *, by: User | None) -> None:
    """Write down the first term of a founded union and that it covers its workplace, and announce it."""
    assert union.founded_on is not None
    if not union.terms.exists():
        keeping.add(
            "union-terms",
            {
                "union": union,
                "number": 1,
                "elected_on": union.elected_on or union.founded_on,
                "years": union.term_years,
                "confirmation_number": union.confirmation_number,
            },
            union.organization,
            by=by,
            is_demonstration=union.is_demonstration,
        )
    if union.workplace is not None:
        cover(union, union.workplace, union.founded_on, by=by)
    announcements.announce(
        "unions.founded", union, {"union": union.organization_id, "day": union.founded_on.isoformat()}
    )


def cover(union: Union, firm: Enterprise, on: date, *, by: User | None, kind: str = "") -> None:
    """Let a union cover a firm from a day, unless it does already."""
    running = union.coverages.filter(enterprise=firm, voided_at=None, until_on=None)
    if not running.exists():
        keeping.add(
            "union-coverage",
            {
                "union": union,
                "enterprise": firm,
                "kind": kind or coverage_kind(union),
                "since_on": on,
            },
            union.organization,
            by=by,
            is_demonstration=union.is_demonstration,
        )


def coverage_kind(union: Union) -> str:
    """Return how a union of this kind covers firms."""
    return COVERAGE_OF.get(union.kind, CoverageKind.FEDERATION)


def withdrawn(union: Union, step: Step) -> None:
    """Close the place of a union whose founding came to nothing."""
    today = timezone.localdate()
    if queries.standing(union.organization_id, today) is not None and today > first_day(union.organization):
        tree.close(union.organization, on=today)


def saved(union: Union, change_set: Any) -> None:
    """Give the tree a union's new name from today on."""
    rename_in_tree(union)


def rename_in_tree(record: Union | Enterprise) -> None:
    """Let the tree call a unit as its record does, from today on."""
    today = timezone.localdate()
    standing = queries.standing(record.organization_id, today)
    if standing is not None and standing.name != record.name:
        tree.rename(
            record.organization,
            on=today,
            name=record.name,
            short_name=short_name(record.name),
            pinyin=record.pinyin[:120],
            initials=record.initials[:40],
        )
