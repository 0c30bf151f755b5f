"""Changes of guarded fields: one person asks, another approves, and only then is it done.

What is wanted is kept sealed, with what the fields held when it was asked; lists get masks. A request whose fields changed
meanwhile is not approved: who still wants the change asks again.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.access import permission, sealing
from yunjiang.access.models import User
from yunjiang.access.permission import Visitor

from . import attachments, contents, registry, scope
from .contents import plain
from .declaration import Register
from .models import ChangeRequest, Deed, Difference, Record, RequestState
from .putting import REASON_LENGTH, hold, put, title
from .sealed import REQUEST
from .taking import Permits, set_value
from .undertaking import undertaken
from .writing import refuse_voided
from .writing_refusals import (
    NotGuarded,
    NothingAsked,
    NotYourRequest,
    OwnRequest,
    ReasonMissing,
    RecordRefused,
    RequestDecided,
    RequestOutrun,
    RequestPending,
)


def ask(
    register: type[Register],
    record: Record,
    values: Mapping[str, Any],
    reason: str,
    by: User,
    attachments_of: Sequence[attachments.Upload] = (),
) -> ChangeRequest:
    """Ask for a change of guarded fields, with files that prove it; return the request.

    Raises permission.Refused, RecordVoided, ReasonMissing, NotGuarded, NothingAsked, RequestPending, RecordRefused.
    """
    kept = attachments.keep(attachments_of)
    with undertaken(
        "registers.request", register, record.pk, by=by, organization_id=record.organization_id
    ) as act:
        held = hold(register, record)
        scope.require(register, by, register.keeps, held)
        refuse_voided(register, held)
        if not reason.strip():
            raise ReasonMissing(_("Ask for a change"))
        unguarded = [path for path in values if path not in register.guarded]
        if unguarded:
            raise NotGuarded([contents.label(register, path) for path in unguarded])
        wanted, before, shown = _wanted(register, held, values)
        if not wanted:
            raise NothingAsked(title(register, held))
        waiting = of_record(register, held).filter(state=RequestState.PENDING).first()
        if waiting is not None:
            raise RequestPending(title(register, held), str(waiting.made_by), waiting.made_at.date())
        told = json.dumps({"values": wanted, "before": before}, ensure_ascii=False, sort_keys=True)
        made = ChangeRequest.objects.create(
            register=register.code,
            record=held.pk,
            organization_id=held.organization_id,
            path=held.path,
            revision=held.revision,
            wanted=sealing.seal(told, REQUEST),
            shown=shown,
            reason=reason[:REASON_LENGTH],
            made_by=by,
        )
        attachments.enclose(register, held, kept, by=by, request=made)
        act.learned(fields=sorted(wanted), request=made.pk)
    return made


def approve(request: ChangeRequest, by: User, answer: str = "") -> Record:
    """Approve a request and make its change; return the record.

    Raises permission.Refused, RequestDecided, OwnRequest, RecordVoided, RequestOutrun, RecordRefused.
    """
    register = registry.of(request.register)
    with _deciding(register, request, by) as act:
        held_request, record = _hold(register, request)
        _refuse_to_decide(register, held_request, record, by)
        refuse_voided(register, record)
        told = json.loads(sealing.open_(held_request.wanted, REQUEST))
        _refuse_outrun(register, record, held_request, told["before"])
        _close(held_request, RequestState.APPLIED, by, answer)
        values = {
            path: contents.typed(register, path, value, is_whole=True)
            for path, value in told["values"].items()
        }
        done = put(
            register,
            record,
            values,
            by=held_request.made_by,
            deed=Deed.REQUEST,
            reason=held_request.reason,
            permits=Permits(paths=frozenset(values)),
            request=held_request,
        )
        act.learned(answer=answer)
        act.changed(before=done.before, after=done.after)
    _reflect(held_request, request)
    return record


def reject(request: ChangeRequest, by: User, answer: str) -> ChangeRequest:
    """Turn a request down, saying why. Raises permission.Refused, RequestDecided, OwnRequest, ReasonMissing."""
    register = registry.of(request.register)
    if not answer.strip():
        raise ReasonMissing(_("Reject"))
    with _deciding(register, request, by) as act:
        held_request, record = _hold(register, request)
        _refuse_to_decide(register, held_request, record, by)
        _close(held_request, RequestState.REJECTED, by, answer)
        act.learned(answer=answer)
    _reflect(held_request, request)
    return request


def cancel(request: ChangeRequest, by: User) -> ChangeRequest:
    """Take back what one asked for oneself. Raises RequestDecided, NotYourRequest."""
    register = registry.of(request.register)
    with _deciding(register, request, by):
        held_request, record = _hold(register, request)
        if held_request.state != RequestState.PENDING:
            raise RequestDecided(title(register, record), RequestState(held_request.state).label)
        if held_request.made_by_id != by.pk:
            raise NotYourRequest(title(register, record), str(held_request.made_by))
        _close(held_request, RequestState.CANCELLED, by, "")
    _reflect(held_request, request)
    return request


def of_record(register: type[Register], record: Record) -> QuerySet[ChangeRequest]:
    """Return the requests about a record, the newest first."""
    rows = ChangeRequest.objects.filter(register=register.code, record=record.pk)
    return rows.select_related("made_by", "decided_by").order_by("-id")


def pending(user: Visitor) -> QuerySet[ChangeRequest]:
    """Return the requests that wait for the person's decision, those of his own among them, the oldest first."""
    acts = {each.approves for each in registry.every()}
    paths = {path for act in acts for path in permission.reach(user, act)}
    rows = ChangeRequest.objects.filter(scope.below(paths), state=RequestState.PENDING)
    return rows.select_related("made_by", "organization").order_by("id")


def made_by(user: User) -> QuerySet[ChangeRequest]:
    """Return what a person asked for, the newest first."""
    return ChangeRequest.objects.filter(made_by=user).select_related("decided_by").order_by("-id")


def wanted_of(request: ChangeRequest) -> dict[str, Any]:
    """Return the values asked for, unmasked. Whoever shows them asks `masks` first and records it."""
    found: dict[str, Any] = json.loads(sealing.open_(request.wanted, REQUEST))["values"]
    return found


def _deciding(register: type[Register], request: ChangeRequest, by: User) -> Any:
    return undertaken(
        "registers.decide",
        register,
        request.record,
        by=by,
        organization_id=request.organization_id,
        facts={"request": request.pk},
    )


def _hold(register: type[Register], request: ChangeRequest) -> tuple[ChangeRequest, Record]:
    """Return record and request as they stand, locked; the record first, as everywhere."""
    record: Record = hold(register, request.record)
    rows = ChangeRequest.objects.select_for_update(of=("self",)).select_related("made_by")
    return rows.get(pk=request.pk), record


def _refuse_to_decide(register: type[Register], request: ChangeRequest, record: Record, by: User) -> None:
    scope.require(register, by, register.approves, record)
    if request.state != RequestState.PENDING:
        raise RequestDecided(title(register, record), RequestState(request.state).label)
    if request.made_by_id == by.pk:
        raise OwnRequest(title(register, record), str(by))


def _refuse_outrun(
    register: type[Register], record: Record, request: ChangeRequest, before: Mapping[str, Any]
) -> None:
    """Refuse where the fields no longer hold what they held, or changed and changed back meanwhile."""
    outrun = {path for path, value in before.items() if held_at(record, path) != value}
    since = Difference.objects.filter(register=register.code, record=record.pk, revision__gt=request.revision)
    for kept in since.values_list("after", flat=True):
        outrun |= before.keys() & contents.read(kept).keys()
    if outrun:
        raise RequestOutrun(
            title(register, record), [contents.label(register, path) for path in sorted(outrun)]
        )


def _wanted(
    register: type[Register], held: Record, values: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Return what is wanted, what the fields hold, and both as lists show them. Raises RecordRefused."""
    fields = contents.fields_of(register)
    scratch = register.model()
    problems: dict[str, str] = {}
    owned: dict[str, dict[str, Any]] = {}
    wanted: dict[str, Any] = {}
    for path, value in values.items():
        link, _separator, rest = path.partition("__")
        field = fields.get(path)
        if field is None:
            owned.setdefault(link, {})[rest] = value
            wanted[path] = plain(register, path, value)
        elif isinstance(field, models.BinaryField):
            wanted[path] = "".join(str(value or "").split())
        elif problem := set_value(scratch, field, value):
            problems[path] = problem
        else:
            wanted[path] = plain(register, path, field.value_from_object(scratch))
    for link, given in owned.items():
        owner = register.owned.get(link)
        found = owner.check(given) if owner else {"": _("There is no such field here.")}
        problems |= {f"{link}__{name}".removesuffix("__"): sentence for name, sentence in found.items()}
    if problems:
        labels = {path: contents.label(register, path) for path in problems}
        raise RecordRefused(title(register, held), problems, labels)
    before = {path: held_at(held, path) for path in wanted}
    wanted = {path: value for path, value in wanted.items() if before[path] != value}
    shown = {
        path: {
            "before": contents.shown_alone(register, path, contents.mask_at(register, held, path)),
            "after": contents.shown_alone(register, path, value),
        }
        for path, value in wanted.items()
    }
    return wanted, {path: before[path] for path in wanted}, shown


def held_at(record: Record, path: str) -> Any:
    """Return what a record holds at a path, for comparing: of a sealed field its keyed digest, which outlives a change of key."""
    *links, name = path.split("__")
    holder: Any = record
    for step in links:
        holder = getattr(holder, step, None)
        if holder is None:
            return None
    field = holder._meta.get_field(name)
    value = field.value_from_object(holder)
    if isinstance(field, models.BinaryField):
        value = getattr(holder, f"{name}_key", value)
        return bytes(value).hex() if value is not None else None
    return contents.plain_of(field, value)


def _close(request: ChangeRequest, state: RequestState, by: User, answer: str) -> None:
    request.state, request.decided_by, request.decided_at = state, by, timezone.now()
    request.answer = answer[:REASON_LENGTH]
    request.save(update_fields=["state", "decided_by", "decided_at", "answer"])


def _reflect(held: ChangeRequest, request: ChangeRequest) -> None:
    request.state, request.decided_by, request.decided_at = held.state, held.decided_by, held.decided_at
    request.answer = held.answer
