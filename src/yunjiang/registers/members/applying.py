"""Applying to join, from one's own phone: the applicant's side.

Nothing that is received touches a person's record, and the answer is the same whoever is meant: so nobody learns who is a member.
What follows is decided by an officer (`deciding`); the applicant asks with the receipt what became of it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from yunjiang.access import masking, sealing, trail
from yunjiang.access.models import User
from yunjiang.organizations import calendar, queries
from yunjiang.organizations.models import Kind, Organization, Standing
from yunjiang.persons import checking, purposes, sealed
from yunjiang.registers.kit import scope
from yunjiang.registers.kit.writing_refusals import RecordRefused
from yunjiang.standards.identifiers import phones
from yunjiang.standards.working_days import add_working_days

from . import receipts, rules
from .applicants import Application, ApplicationState, joining_days
from .models import Membership, TransferState
from .refusals import (
    ApplicationDecided,
    MayNotJoin,
    NoticeNotShown,
    NoUnion,
    TooManyApplications,
    UnknownReceipt,
)

PURPOSE = "membership"
# What an applicant may agree to besides, each by itself: none of it is needed to join (个人信息保护法 §16).
BESIDES = ("service",)
MOST_WAITING = 5  # applications of one number: more is no applicant
OWN = ("work_place", "work_state", "new_form_job")
OF_PERSON = tuple(f"person__{name}" for name in checking.WRITABLE if name != "confirmed_on")
NEEDED = ("person__name", "person__identity", "person__phone")
SEALED = "members.application"
# Unions, and for who has none at the place of work, the units whose officers pass the application on to one.
PLACES = (Kind.UNION, Kind.COUNTY, Kind.PREFECTURE, Kind.FUNCTIONAL_AREA, Kind.INDUSTRY_SYSTEM)


@dataclass(frozen=True)
class Told:
    """What the holder of a receipt is told: the state, what comes next, and the last day for it where there is one."""

    state: str
    state_name: str
    unit: str
    desk: str
    sentence: str
    due_on: date | None


def receive(
    unit: Organization,
    values: Mapping[str, Any],
    *,
    notice: str,
    agrees: Mapping[str, str],
    is_demonstration: bool = False,
) -> tuple[Application, str]:
    """Take an application in and return it with its receipt, which is not to be had again.

    `values` by path (`person__name`, `work_place`); `notice` is the version of the words on the handling of the data that were
    shown, `agrees` the versions of what was agreed to besides. `unit` is a union, or the place of work's county where there is
    none yet. Raises NoUnion, NoticeNotShown, RecordRefused, MayNotJoin, TooManyApplications.
    """
    today = timezone.localdate()
    standing = queries.standing(unit.pk, today)
    if standing is None or standing.kind not in PLACES:
        raise NoUnion(standing.name if standing else unit.key)
    grounds = _grounds(notice, agrees)
    kept = _checked(values, today)
    receipt = receipts.fresh()
    with trail.recording("members.apply", organization_id=unit.pk, facts={"grounds": grounds}) as deed:
        number, kind = kept["person__identity"], kept["person__identity_kind"]
        key = sealed.identity_key(number, kind)
        if Application.objects.filter(identity_key=key).count() >= MOST_WAITING:
            raise TooManyApplications
        made = Application.objects.create(
            receipt=receipts.digest(receipt),
            organization=unit,
            path=standing.path,
            desk=unit,
            name=kept["person__name"],
            identity_key=key,
            identity_mask=masking.identity_number(number),
            values=sealing.seal(json.dumps(kept, ensure_ascii=False), SEALED),
            grounds=grounds,
            due_on=due(unit.pk, today),
            is_demonstration=is_demonstration,
        )
        deed.subject = f"application:{made.pk}"
    return made, receipt


def found(receipt: str) -> Application:
    """Return the application with this receipt. Raises UnknownReceipt."""
    digest = receipts.digest(receipt)
    rows = Application.objects.select_related("membership", "transfer")
    made = rows.filter(receipt=digest).first() if digest else None
    if made is None:
        raise UnknownReceipt
    return made


def told(application: Application) -> Told:
    """Return what the holder of the receipt is told of an application."""
    state, due_on = application.state, None
    names = _names(application.organization_id, application.desk_id)
    unit, desk = names[application.organization_id], names[application.desk_id]
    facts = {"unit": unit, "desk": desk, "due_on": application.due_on}
    if state == ApplicationState.WAITING:
        due_on = application.due_on
        sentence = gettext(
            "“%(desk)s” looks at who you are and decides by %(due_on)s. Bring your identity card if you are asked to. "
            "Whatever is not decided by then goes to the unit above."
        )
    elif state == ApplicationState.ADMITTED:
        sentence = gettext("You are a member of “%(unit)s”.")
    elif state == ApplicationState.MOVING:
        sentence, due_on = _told_of_transfer(application)
    elif state == ApplicationState.REFUSED:
        sentence = gettext("“%(unit)s” did not approve the application: %(answer)s You may apply again.")
        facts["answer"] = application.answer
    else:
        sentence = gettext("You took the application back. You may apply again.")
    label = str(ApplicationState(state).label)
    return Told(state, label, unit, desk, sentence % (facts | {"due_on": due_on or ""}), due_on)


def withdraw(application: Application) -> Application:
    """Take an application back, by whoever holds its receipt. Raises ApplicationDecided."""
    with trail.recording("members.withdraw_application", subject=f"application:{application.pk}"):
        held = hold(application)
        let_go(held, ApplicationState.WITHDRAWN)
    return held


def places(typed: str, within: Organization | None, most: int = 20) -> list[Standing]:
    """Return the unions, and the units for who has none, that one may apply to: by a part of the name, below a unit."""
    rows = queries.at(timezone.localdate()).filter(kind__in=PLACES)
    if within is not None:
        rows = rows.filter(path__startswith=scope.path_of(within.pk))
    if typed.strip():
        rows = rows.filter(Q(name__contains=typed.strip()) | Q(pinyin__startswith=typed.strip().lower()))
    return list(rows.order_by("path")[:most])


def hold(application: Application) -> Application:
    """Return an application that waits, locked until the transaction ends. Raises ApplicationDecided."""
    held = (
        Application.objects.select_for_update(of=("self",))
        .select_related("organization")
        .get(pk=application.pk)
    )
    if held.state != ApplicationState.WAITING:
        raise ApplicationDecided(str(ApplicationState(held.state).label))
    return held


def let_go(held: Application, state: str, *, by: User | None = None, answer: str = "") -> None:
    """Decide: what was said is let go, for the record has what is needed of it."""
    held.state, held.decided_by, held.decided_at = state, by, timezone.now()
    held.answer, held.name = answer[:400], masking.name(held.name)
    held.values = held.identity_key = None
    held.save()


def due(unit: int, day: date) -> date:
    """Return the last day for an answer of a unit to what came to it on a day."""
    return add_working_days(day, joining_days(), calendar.overrides(unit, day))


def _grounds(notice: str, agrees: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return on which grounds the data may be handled. Raises NoticeNotShown where other words were shown than stand today."""
    own = purposes.of(PURPOSE)
    if notice != own.notice_version:
        raise NoticeNotShown(own.name, own.notice_version)
    found = {PURPOSE: {"basis": str(own.basis), "notice": notice}}
    for code, version in agrees.items():
        named = purposes.of(code) if code in BESIDES else None
        if named is None or version not in named.texts:
            raise NoticeNotShown(named.name if named else code[:40], named.current_version if named else "")
        found[code] = {"basis": str(named.basis), "text": version}
    return found


def _checked(values: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Return the values as they are kept. Raises RecordRefused with everything wrong, MayNotJoin."""
    problems = {
        path: gettext("There is no such field here.") for path in values if path not in (*OF_PERSON, *OWN)
    }
    of_person = {path.removeprefix("person__"): values[path] for path in OF_PERSON if path in values}
    person, wrong = checking.taken(of_person, None)
    problems |= {f"person__{name}": text for name, text in wrong.items()}
    kept: dict[str, Any] = {f"person__{name}": value for name, value in person.items()}
    for path in OWN:
        field: Any = Membership._meta.get_field(path)
        try:
            kept[path] = field.clean(str(values.get(path) or "").strip(), None)
        except ValidationError as wrong_value:
            problems[path] = " ".join(wrong_value.messages)
    if person.get("phone") and not phones.is_mobile(person["phone"]):
        problems["person__phone"] = gettext("Give a mobile telephone, on which you can be reached.")
    missing = [path for path in NEEDED if not kept.get(path)]
    if "identity" in person and not person.get("birth_on"):
        missing.append("person__birth_on")
    problems |= {path: gettext("This is needed.") for path in missing if path not in problems}
    if problems:
        raise RecordRefused("", problems, {path: path for path in problems})
    problem = rules.joining_problem(person["birth_on"], today, today)
    if problem:
        raise MayNotJoin(problem, today)
    return {path: value.isoformat() if isinstance(value, date) else value for path, value in kept.items()}


def _names(*units: int) -> dict[int, str]:
    rows = Standing.objects.filter(organization__in=units, valid_from__lte=timezone.localdate())
    return dict(rows.order_by("valid_from").values_list("organization", "name"))


def _told_of_transfer(application: Application) -> tuple[str, date | None]:
    transfer = application.transfer
    assert transfer is not None
    if transfer.state == TransferState.OPEN:
        sentence = gettext(
            "You have a membership already; it is on its way to “%(unit)s”. The union that you leave answers by %(due_on)s; "
            "without an answer it is transferred the day after."
        )
        return sentence, transfer.due_on
    if transfer.state in (TransferState.ACCEPTED, TransferState.LAPSED):
        return gettext("Your membership is with “%(unit)s” now."), None
    return gettext("Your membership stays where it was. Ask the union there."), None
