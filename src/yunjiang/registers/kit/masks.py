"""What a reader sees of masked columns: a mask everywhere, and the whole only for a purpose, within clearance, on record."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from yunjiang.access import permission, trail
from yunjiang.access.permission import Classification, Visitor
from yunjiang.organizations.models import Standing
from yunjiang.persons import consenting

from . import purposes, scope, subjects
from .declaration import Mask, Register
from .models import Record
from .refusals import NotCleared, NothingHidden
from .walking import beside, field_at, value_at


class Reader:
    """Who reads, and what for; without a purpose everything masked stays masked. One is made for a page or an export.

    Remembers what it asked: how far the person reaches, and how units are called, on a `day` (today).
    """

    def __init__(self, user: Visitor, purpose: str | None = None, day: date | None = None) -> None:
        self.user = user
        self.day = day or timezone.localdate()
        self.purpose = purposes.of(purpose) if purpose else None
        self._reaches: dict[tuple[permission.Act, Classification], tuple[str, ...]] = {}
        self._units: dict[int, str] = {}
        self._usable: dict[int, bool] = {}

    def sees_whole(
        self, register: type[Register], path: str, record_path: str, person: int | None = None
    ) -> bool:
        """Say whether a column of a record that lies at a path of the tree is shown unmasked to this reader.

        `person` is the number of whom the column is about (`subjects.link_of`): who did not agree stays masked.
        """
        mask = register.masked.get(path)
        if mask is None:
            return True
        if self.purpose is None or self.purpose not in purposes.allowed(register, path):
            return False
        if not record_path.startswith(self._reach(register.reads, mask.classification) or ("\0",)):
            return False
        if person is None:
            return not self.purpose.needs_consent
        self.learn_persons([person])
        return self._usable[person]

    def learn_persons(self, persons: Iterable[int]) -> None:
        """Ask once which of these persons' data may be handled for the reader's purpose, before many of them are shown."""
        wanted = set(persons) - self._usable.keys()
        if self.purpose is None or not wanted:
            return
        usable = consenting.usable(wanted, self.purpose.code)
        self._usable |= {each: each in usable for each in wanted}

    def unit_name(self, organization_id: int) -> str:
        """Return how a unit is called on the day, or was last."""
        if organization_id not in self._units:
            self.learn_units([organization_id])
        return self._units[organization_id]

    def learn_units(self, organization_ids: Iterable[int]) -> None:
        """Ask once how these units are called, before many of them are shown."""
        wanted = set(organization_ids) - self._units.keys()
        if not wanted:
            return
        named = Standing.objects.filter(organization_id__in=wanted, valid_from__lte=self.day)
        self._units |= dict(named.order_by("valid_from").values_list("organization_id", "name"))
        self._units |= dict.fromkeys(wanted - self._units.keys(), "")

    def _reach(self, act: permission.Act, classification: Classification) -> tuple[str, ...]:
        question = (act, classification)
        if question not in self._reaches:
            self._reaches[question] = permission.reach(self.user, act, classification=classification)
        return self._reaches[question]


def unmask(register: type[Register], record: Record, path: str, purpose: str, user: Visitor) -> str:
    """Return a masked column of a record whole, after putting on record who saw it and what for.

    Raises permission.Refused (not the person's record), NothingHidden, PurposeMissing, UnknownPurpose, PurposeNotForThis,
    NotCleared, NotAgreed, UseRestricted, NobodyToAgree, TrailUnwritable.
    """
    scope.require(register, user, register.reads, record)
    mask = register.masked.get(path)
    if mask is None:
        raise NothingHidden(_label(register, path))
    named = purposes.require(register, path, purpose)
    if not permission.may_see(user, register.reads, record.organization, mask.classification):
        raise NotCleared(_label(register, path))
    subjects.require_usable(register, record, path, named)
    trail.note(
        "registers.unmask",
        subject=f"{register.code}:{record.pk}",
        organization_id=record.organization_id,
        facts={"column": path, "purpose": named.code},
    )
    return whole(mask, value_at(record, path))


def whole(mask: Mask, stored: object) -> str:
    """Return the text of what is stored in a masked column."""
    if stored is None or stored == "":
        return ""
    return mask.reveal(stored) if mask.reveal else str(stored)


def hidden(mask: Mask, path: str, record: Record) -> str:
    """Return what is shown of a masked column to who may not read it whole."""
    if mask.column:
        return str(value_at(record, beside(path, mask.column)) or "")
    return hidden_text(mask, value_at(record, path))


def hidden_text(mask: Mask, stored: object) -> str:
    """Return the mask of a value; one that nobody said how to hide is hidden altogether."""
    if stored is None or stored == "":
        return ""
    return mask.hide(whole(mask, stored)) if mask.hide else "***"


def _label(register: type[Register], path: str) -> str:
    return str(register.labels.get(path) or field_at(register.model, path).verbose_name)
