"""What each row of a workbook would do, and everything that is wrong with it; changes nothing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from yunjiang.access import permission, services
from yunjiang.access.models import AssignmentRequest, RequestState, Role, User
from yunjiang.access.people import queries, requests
from yunjiang.access.people.authority import By
from yunjiang.access.people.naming import meant, readable_username
from yunjiang.access.people.refusals import PeopleRefusal
from yunjiang.access.people.workbook.columns import COLUMNS, ROLES
from yunjiang.access.people.workbook.days import NoDay, day
from yunjiang.access.people.workbook.problems import RowProblem
from yunjiang.access.people.workbook.reading import Row, Sheet
from yunjiang.access.permission import Act
from yunjiang.access.services import AdministrationCombined, AssignmentEndsBeforeItBegins, UsernameTaken
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Organization
from yunjiang.organizations.refusals import TreeRefusal

LONGEST_NAME = 60
_HEADINGS = {column.key: column.heading for column in COLUMNS}


class Effect(StrEnum):
    """What importing a row would do."""

    ACCOUNT = "account"  # a new account, with the role if one is given
    ROLE = "role"  # a further role for a person who has an account
    NOTHING = "nothing"  # everything is there already


@dataclass
class Planned:
    """One row with what it would do, the problems that stop it, and doubts that do not."""

    row: Row
    problems: list[RowProblem] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    effect: Effect = Effect.ACCOUNT
    name: str = ""
    username: str = ""
    unit: Organization | None = None
    person: User | None = None
    role: Role | None = None
    scope: Organization | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def is_good(self) -> bool:
        return not self.problems

    def object_to(self, key: str, sentence: str) -> None:
        """Note a problem in the column of this key."""
        self.problems.append(RowProblem(self.row.number, str(_HEADINGS[key]), sentence))


def check(sheet: Sheet, *, by: By) -> list[Planned]:
    """Return every row with what it would do for this administrator; all problems are told, never only the first."""
    return _Checking(sheet, by).planned()


class _Checking:
    """What all rows of one sheet are held against, asked once."""

    def __init__(self, sheet: Sheet, by: By) -> None:
        self.sheet, self.by = sheet, by
        self.today = timezone.localdate()
        self.units: dict[str, Organization | str] = {}
        names = [_folded(row) for row in sheet.rows]
        self.repeated = {name for name, count in Counter(names).items() if name and count > 1}
        self.first_row = {
            name: row.number for name, row in reversed(list(zip(names, sheet.rows, strict=True)))
        }
        holders = User.objects.annotate(folded=Lower("username")).filter(folded__in=set(names))
        self.holders = {each.username.casefold(): each for each in holders}

    def planned(self) -> list[Planned]:
        found = [self._row(row) for row in self.sheet.rows]
        self._doubt_namesakes(found)
        return found

    def _row(self, row: Row) -> Planned:
        planned = Planned(row)
        self._name(planned)
        self._username(planned)
        planned.unit = self._unit(planned, "unit", is_required=True)
        self._role(planned)
        self._days(planned)
        if planned.is_good:
            self._person(planned)
        if planned.is_good and planned.role is not None:
            self._assignment(planned)
        return planned

    def _name(self, planned: Planned) -> None:
        planned.name = planned.row.text("name")
        if not planned.name:
            planned.object_to("name", _("The name is missing."))
        elif len(planned.name) > LONGEST_NAME:
            planned.object_to(
                "name", _("The name is longer than %(limit)d characters.") % {"limit": LONGEST_NAME}
            )

    def _username(self, planned: Planned) -> None:
        text = planned.row.text("username")
        if not text:
            planned.object_to("username", _("The sign-in name is missing."))
            return
        try:
            planned.username = readable_username(text)
        except PeopleRefusal as refusal:
            planned.object_to("username", str(refusal))
            return
        folded = planned.username.casefold()
        if folded in self.repeated and self.first_row[folded] != planned.row.number:
            planned.object_to(
                "username",
                _(
                    "Row %(row)d has the sign-in name “%(username)s” already. One row a person; ask for further roles later."
                )
                % {"row": self.first_row[folded], "username": planned.username},
            )

    def _unit(self, planned: Planned, key: str, *, is_required: bool) -> Organization | None:
        text = planned.row.text(key)
        if not text:
            if is_required:
                planned.object_to(key, _("The unit is missing."))
            return None
        if text not in self.units:
            self.units[text] = self._resolved(text)
        found = self.units[text]
        if isinstance(found, str):
            planned.object_to(key, found)
            return None
        return found

    def _resolved(self, text: str) -> Organization | str:
        """Return the unit that a text means, or the sentence that says why it cannot be."""
        try:
            found = meant(text, self.today)
        except TreeRefusal as refusal:
            return str(refusal)
        if organizations.standing(found.pk, self.today) is None:
            return _("“%(text)s” is closed. Give the unit that has taken over from it.") % {"text": text}
        if self._reach is not None and found.pk not in self._reach:
            return _("“%(text)s” lies outside the units whose accounts you keep.") % {"text": text}
        return found

    def _role(self, planned: Planned) -> None:
        text = planned.row.text("role")
        scope = self._unit(planned, "scope", is_required=False)
        if not text:
            for key in ("scope", "valid_from", "valid_to"):
                if planned.row.text(key):
                    planned.object_to(key, _("There is no role in this row to which this could belong."))
                    break
            return
        role = ROLES.get(text)
        if role is None:
            names = "、".join(str(each.label) for each in Role)
            planned.object_to(
                "role", _("“%(text)s” is no role. Roles are: %(names)s.") % {"text": text, "names": names}
            )
            return
        planned.role = role
        planned.scope = scope or (None if planned.row.text("scope") else planned.unit)

    def _days(self, planned: Planned) -> None:
        planned.valid_from = self._day(planned, "valid_from") or self.today
        planned.valid_to = self._day(planned, "valid_to")
        if planned.valid_to is not None and planned.valid_to <= planned.valid_from:
            planned.object_to(
                "valid_to", str(AssignmentEndsBeforeItBegins(planned.valid_from, planned.valid_to))
            )

    def _day(self, planned: Planned, key: str) -> date | None:
        text = planned.row.text(key)
        if not text:
            return None
        try:
            return day(text, is_1904=self.sheet.is_1904)
        except NoDay as refusal:
            planned.object_to(key, str(refusal))
            return None

    def _person(self, planned: Planned) -> None:
        """See whether the sign-in name belongs to somebody: the same person, or another."""
        person = self.holders.get(planned.username.casefold())
        if person is None:
            return
        assert planned.unit is not None
        is_same = str(person) == planned.name and person.organization_id == planned.unit.pk
        if not is_same:
            planned.object_to("username", str(UsernameTaken(planned.username)))
        elif not person.is_active:
            planned.object_to(
                "username", _("The account of %(name)s has ended. Reopen it on its page.") % {"name": person}
            )
        elif self.by is not None and self.by.pk == person.pk and planned.role is not None:
            planned.object_to("role", _("Nobody asks for a role for himself."))
        else:
            planned.person = person
            planned.effect = Effect.NOTHING if planned.role is None else Effect.ROLE

    def _assignment(self, planned: Planned) -> None:
        if planned.person is None:
            return
        assert planned.role is not None
        assert planned.scope is not None
        assert planned.valid_from is not None
        what = (planned.person, planned.role, planned.scope, planned.valid_from, planned.valid_to)
        asked = AssignmentRequest.objects.filter(
            user=planned.person, role=planned.role, organization=planned.scope, state=RequestState.WAITING
        )
        if requests.held(*what) is not None or asked.exists():
            planned.effect = Effect.NOTHING
            return
        try:
            services.refuse_combined(planned.person, planned.role, planned.valid_from, planned.valid_to)
        except AdministrationCombined as refusal:
            planned.object_to("role", str(refusal))

    def _doubt_namesakes(self, found: Sequence[Planned]) -> None:
        """Point at people who may have an account already: one person has one account."""
        fresh = [
            each for each in found if each.is_good and each.effect is Effect.ACCOUNT and each.unit is not None
        ]
        known = queries.visible_people(self.by).filter(
            last_name__in={each.name for each in fresh}, is_active=True
        )
        by_place: dict[tuple[str, int | None], str] = {
            (each.last_name, each.organization_id): each.username for each in known
        }
        for planned in fresh:
            assert planned.unit is not None
            other = by_place.get((planned.name, planned.unit.pk))
            if other is not None:
                planned.doubts.append(
                    _(
                        "%(name)s at the same unit has the account “%(username)s”. Make sure that this is another person."
                    )
                    % {"name": planned.name, "username": other}
                )

    @cached_property
    def _reach(self) -> set[int] | None:
        """Return the units whose accounts the importer keeps; None: all of them."""
        if self.by is None:
            return None
        reached = permission.reached_organizations(self.by, Act.MANAGE_PEOPLE)
        return set(reached.values_list("organization_id", flat=True))


def _folded(row: Row) -> str:
    try:
        return readable_username(row.text("username")).casefold()
    except PeopleRefusal:
        return ""
