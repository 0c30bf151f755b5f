"""Public notice (公示): a record is posted up for some working days, and whoever objects is heard before anything follows.

The day on which it is posted up does not count; the notice is open through its last day. Who objected is kept sealed. A notice
ends passed, upheld (an objection holds) or withdrawn; a flow that needs one asks `must_have_passed`.
"""

from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.access import permission, sealing, trail
from yunjiang.access.models import User
from yunjiang.access.permission import Act, Classification, Visitor
from yunjiang.access.trail import Deed
from yunjiang.organizations import calendar
from yunjiang.persons import purposes as all_purposes
from yunjiang.persons.purposes import Purpose
from yunjiang.standards import working_days

from . import purposes, registry, scope
from .declaration import Register
from .models import Notice, NoticeState, Objection, Record, Step
from .putting import hold, title
from .refusals import NotCleared, NothingHidden, PurposeNotForThis, RegisterRefusal
from .sealed import OBJECTION
from .undertaking import undertaken
from .writing import refuse_voided
from .writing_refusals import (
    NoticeNotOver,
    NoticeOpen,
    NoticeOver,
    NoticeWithoutDays,
    ObjectionAnswered,
    ObjectionsOpen,
    ReasonMissing,
)

STANDING = (NoticeState.OPEN, NoticeState.EXTENDED)


def open_notice(
    register: type[Register],
    record: Record,
    *,
    where: str,
    by: User | None,
    text: str = "",
    name: str = "",
    days: int | None = None,
    opens_on: date | None = None,
) -> Notice:
    """Put a record on notice for so many working days (the register's, unless given) from a day on (today).

    Raises permission.Refused, RecordVoided, NoticeWithoutDays, NoticeOpen.
    """
    opens_on = opens_on or timezone.localdate()
    days = register.notice_days if days is None else days
    with undertaken(
        "registers.notice", register, record.pk, by=by, organization_id=record.organization_id
    ) as act:
        held = hold(register, record)
        if by is not None:
            scope.require(register, by, register.keeps, held)
        refuse_voided(register, held)
        if days < 1:
            raise NoticeWithoutDays(title(register, held))
        standing = of_record(register, held).filter(state__in=STANDING).first()
        if standing is not None:
            raise NoticeOpen(title(register, held), standing.closes_on)
        notice = Notice.objects.create(
            register=register.code,
            record=held.pk,
            organization_id=held.organization_id,
            path=held.path,
            title=(name or title(register, held))[:120],
            text=text,
            where=where[:200],
            opens_on=opens_on,
            working_days=days,
            closes_on=_last_day(held.organization_id, opens_on, days),
            opened_by=by,
        )
        act.changed(after=_told(notice))
    return notice


def extend(notice: Notice, days: int, *, by: User | None, reason: str) -> Notice:
    """Keep a notice open for so many working days more. Raises permission.Refused, ReasonMissing, NoticeOver."""
    if not reason.strip():
        raise ReasonMissing(_("Extend the notice"))
    with undertaken(
        "registers.notice", registry.of(notice.register), notice.record, by=by, facts={"reason": reason}
    ) as act:
        held = _hold(notice, by, act)
        act.changed(before=_told(held))
        held.closes_on = _last_day(held.organization_id, held.closes_on, max(days, 1))
        held.working_days += max(days, 1)
        held.state = NoticeState.EXTENDED
        told = _("until %(day)s: %(reason)s") % {"day": held.closes_on, "reason": reason.strip()}
        held.extensions = f"{held.extensions}\n{told}".strip()
        held.save(update_fields=["closes_on", "working_days", "state", "extensions"])
        act.changed(after=_told(held))
    return _reflect(held, notice)


def object_to(notice: Notice, text: str, *, person: str = "", by: User | None) -> Objection:
    """Take an objection down; who made it, if told, is sealed. Raises permission.Refused, NoticeOver, ReasonMissing."""
    if not text.strip():
        raise ReasonMissing(_("Object"))
    with undertaken("registers.notice", registry.of(notice.register), notice.record, by=by) as act:
        held = _hold(notice, by, act)
        if timezone.localdate() > held.closes_on:
            raise NoticeOver(held.title, held.closes_on)
        made = Objection.objects.create(
            notice=held,
            text=text,
            sealed_person=sealing.seal(person.strip(), OBJECTION) if person.strip() else None,
            received_by=by,
        )
        act.learned(objection=made.pk, is_anonymous=not person.strip())
    return made


def answer(objection: Objection, text: str, *, is_upheld: bool, by: User) -> Objection:
    """Answer an objection: it holds or it does not, and why.

    Raises permission.Refused, ReasonMissing, ObjectionAnswered, NoticeOver.
    """
    if not text.strip():
        raise ReasonMissing(_("Answer the objection"))
    notice = objection.notice
    register = registry.of(notice.register)
    with undertaken("registers.notice", register, notice.record, by=by) as act:
        held = _hold(notice, by, act, is_check=True)
        found = Objection.objects.get(pk=objection.pk)
        if found.answered_at is not None:
            raise ObjectionAnswered(held.title)
        found.answer, found.is_upheld = text, is_upheld
        found.answered_by, found.answered_at = by, timezone.now()
        found.save(update_fields=["answer", "is_upheld", "answered_by", "answered_at"])
        act.learned(objection=found.pk, is_upheld=is_upheld)
    objection.answer, objection.is_upheld = found.answer, found.is_upheld
    objection.answered_by, objection.answered_at = found.answered_by, found.answered_at
    return found


def close(notice: Notice, *, by: User | None, result: str = "", day: date | None = None) -> Notice:
    """End a notice: upheld when an objection holds, otherwise passed, and then only after its last day.

    Raises permission.Refused, ObjectionsOpen, NoticeNotOver, NoticeOver, and what the register's `after_notice` refuses.
    """
    day = day or timezone.localdate()
    with undertaken("registers.notice", registry.of(notice.register), notice.record, by=by) as act:
        held = _hold(notice, by, act, is_check=by is not None)
        waiting = held.objections.filter(answered_at__isnull=True).count()
        if waiting:
            raise ObjectionsOpen(held.title, waiting)
        is_upheld = held.objections.filter(is_upheld=True).exists()
        if not is_upheld and day <= held.closes_on:
            raise NoticeNotOver(held.title, held.closes_on)
        heard = held.objections.count()
        said = _("%(count)d objections were heard.") % {"count": heard} if heard else _("Nobody objected.")
        _end(held, NoticeState.UPHELD if is_upheld else NoticeState.PASSED, result or said, by, act)
    return _reflect(held, notice)


def withdraw(notice: Notice, *, by: User | None, reason: str) -> Notice:
    """Break a notice off, saying why. Raises permission.Refused, ReasonMissing, NoticeOver."""
    if not reason.strip():
        raise ReasonMissing(_("Break the notice off"))
    with undertaken("registers.notice", registry.of(notice.register), notice.record, by=by) as act:
        held = _hold(notice, by, act)
        _end(held, NoticeState.WITHDRAWN, reason, by, act)
    return _reflect(held, notice)


def close_unopposed(day: date) -> tuple[int, int]:
    """Close every notice that was over before a day and that nobody spoke against; return how many, and how many would not."""
    spoken = Objection.objects.filter(notice=OuterRef("pk"))
    over = Notice.objects.filter(~Exists(spoken), state__in=STANDING, closes_on__lt=day)
    known = {each.code for each in registry.every()}
    closed = refused = 0
    for notice in over.filter(register__in=known).order_by("pk"):
        try:
            with transaction.atomic():
                close(notice, by=None, day=day)
            closed += 1
        except RegisterRefusal:
            refused += 1
    return closed, refused


def of_record(register: type[Register], record: Record) -> QuerySet[Notice]:
    """Return the notices about a record, the newest first."""
    rows = Notice.objects.filter(register=register.code, record=record.pk)
    return rows.prefetch_related("objections").order_by("-id")


def standing(user: Visitor, day: date | None = None) -> QuerySet[Notice]:
    """Return the notices of the person's units that are not closed yet, the first to end first."""
    paths = permission.reach(user, Act.SEE_RECORDS, day)
    return Notice.objects.filter(scope.below(paths), state__in=STANDING).order_by("closes_on", "id")


def objector(objection: Objection, purpose: str, user: User) -> str:
    """Return who objected, as told, to who answers objections, after putting on record who saw it and what for.

    Raises permission.Refused, NotCleared, PurposeMissing, UnknownPurpose, PurposeNotForThis, NothingHidden, TrailUnwritable.
    """
    notice = objection.notice
    register = registry.of(notice.register)
    record = register.model._default_manager.select_related("organization").get(pk=notice.record)
    scope.require(register, user, register.approves, record)
    if objection.sealed_person is None:
        raise NothingHidden(_("Who objects"))
    if not permission.may_see(user, register.approves, record.organization, Classification.SENSITIVE):
        raise NotCleared(_("Who objects"))
    named = purposes.of(purpose)
    if named not in purposes_of_objector():
        raise PurposeNotForThis(named.name, [each.name for each in purposes_of_objector()])
    trail.note(
        "registers.unmask",
        subject=f"{register.code}:{record.pk}",
        organization_id=record.organization_id,
        facts={"column": "objector", "objection": objection.pk, "purpose": named.code},
    )
    return sealing.open_(objection.sealed_person, OBJECTION)


def purposes_of_objector() -> list[Purpose]:
    """Return for what it is told who objected: nobody agreed to anything by objecting."""
    return [each for each in all_purposes.every().values() if not each.needs_consent]


def has_passed(register: type[Register], record: Record) -> bool:
    """Say whether the newest notice passed, opened since the record came into its present state."""
    newest = of_record(register, record).first()
    if newest is None or newest.state != NoticeState.PASSED:
        return False
    arrived = Step.objects.filter(register=register.code, record=record.pk).order_by("-id").first()
    return arrived is None or newest.opens_on >= timezone.localdate(arrived.at)


def must_have_passed(record: Record, user: Visitor | None) -> str | None:
    """Return why a move has to wait for the notice, or nothing; for `Move.may`."""
    register = registry.of_model(type(record))
    if has_passed(register, record):
        return None
    newest = of_record(register, record).first()
    if newest is not None and newest.state in STANDING:
        return _("The public notice runs until %(day)s.") % {"day": newest.closes_on}
    if newest is not None and newest.state == NoticeState.UPHELD:
        return _("An objection was upheld; correct the record and post it up again.")
    return _("It has to be on public notice first.")


def _hold(notice: Notice, by: User | None, act: Deed, *, is_check: bool = False) -> Notice:
    """Return an open notice as it stands, its record and itself locked, once the person may. Raises NoticeOver."""
    register = registry.of(notice.register)
    record = hold(register, notice.record)
    act.organization_id = record.organization_id
    if by is not None:
        scope.require(register, by, register.approves if is_check else register.keeps, record)
    held = Notice.objects.select_for_update().get(pk=notice.pk)
    act.learned(notice=held.pk)
    if held.state not in STANDING:
        raise NoticeOver(held.title, held.closes_on)
    return held


def _end(held: Notice, state: NoticeState, result: str, by: User | None, act: Deed) -> None:
    act.changed(before={"state": str(held.state)}, after={"state": str(state), "result": result[:400]})
    held.state, held.result, held.closed_at = state, result[:400], timezone.now()
    held.save(update_fields=["state", "result", "closed_at"])
    register = registry.of(held.register)
    if register.after_notice is not None:
        register.after_notice(hold(register, held.record), held, by)


def _last_day(organization_id: int, since_on: date, days: int) -> date:
    overrides = calendar.overrides(organization_id, since_on)
    return working_days.add_working_days(since_on, days, overrides)


def _told(notice: Notice) -> dict[str, str | int]:
    return {
        "where": notice.where,
        "opens_on": notice.opens_on.isoformat(),
        "closes_on": notice.closes_on.isoformat(),
        "state": str(notice.state),
    }


def _reflect(held: Notice, notice: Notice) -> Notice:
    for field in ("closes_on", "working_days", "extensions", "state", "result", "closed_at"):
        setattr(notice, field, getattr(held, field))
    return notice
