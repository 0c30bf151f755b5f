"""Where a record stands in its workflow: its clock, the steps so far, the moves that may be made now, and making one."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yunjiang.access.models import User
from yunjiang.registers.kit import clocks, putting, scope, workflow
from yunjiang.registers.kit import forms as kit_forms
from yunjiang.registers.kit.declaration import Register
from yunjiang.registers.kit.flows import Move
from yunjiang.registers.kit.models import Record, Step
from yunjiang.registers.kit.refusals import RegisterRefusal
from yunjiang.registers.kit.writing_refusals import RecordRefused
from yunjiang.web import toasts
from yunjiang.web.pages.registers import deadlines, frame, naming, reading

LONGEST_REASON = 400


@dataclass(frozen=True)
class Offered:
    """A move as a button; without an address it cannot be made now, and says why."""

    name: str
    href: str
    why_not: str


@dataclass(frozen=True)
class Clock:
    """How much time is left, and what happens then."""

    text: str
    then: str
    tone: str


@dataclass(frozen=True)
class Taken:
    """A step that was made."""

    name: str
    source: str
    target: str
    at: datetime
    by: str
    reason: str


def page(request: HttpRequest, user: User, register: type[Register], record: Record) -> HttpResponse:
    """Show where the record stands and what may be done."""
    state = workflow.state_of(register, record)
    flow = workflow.flow_of(register)
    context = {
        "state": workflow.state_name(register, state),
        "is_closed": state in flow.closed,
        "clock": _clock(register, record),
        "moves": [_offered(register, record, each) for each in workflow.moves_for(register, record, user)],
        "steps": [_taken(register, each) for each in reversed(workflow.steps_of(register, record))],
    }
    return frame.page(request, user, register, record, "handling", context, here=frame.HANDLING)


def move(request: HttpRequest, register: str, record: int, move: str) -> HttpResponse:
    """Ask for what a move needs, and make it. Raises Refused, Http404."""
    user, found, row = reading.record(request, register, record)
    try:
        chosen = workflow.flow_of(found).move(move)
    except (KeyError, RegisterRefusal):
        raise Http404(_("There is no such step.")) from None
    scope.require(found, user, chosen.act, row)
    form = _form(request, user, found, row, chosen)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data.pop("reason")
        try:
            step = workflow.move(
                found,
                row,
                move,
                by=user,
                reason=reason,
                values={path: value for path, value in form.values().items() if path in chosen.asks},
                revision=form.revision,
            )
        except RecordRefused as refused:
            form.take(refused)
        except RegisterRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            target = workflow.state_name(found, step.target)
            toasts.say(
                request,
                _("“%(title)s” is “%(state)s” now.") % {"title": putting.title(found, row), "state": target},
            )
            return redirect("register-tab", register, record, frame.HANDLING)
    context = {
        "form": form,
        "move_name": str(chosen.name),
        "means": str(chosen.means),
        "source": workflow.state_name(found, workflow.state_of(found, row)),
        "target": workflow.state_name(found, chosen.target),
        "back_href": reverse("register-tab", args=[register, record, frame.HANDLING]),
    }
    status = 422 if form.errors else 200
    return frame.page(request, user, found, row, "move", context, here=frame.HANDLING, status=status)


def _form(
    request: HttpRequest, user: User, register: type[Register], record: Record, chosen: Move
) -> kit_forms.RecordForm:
    """Return the form of what a move asks for, and why it is made."""
    opened = workflow.settable(register, record, chosen)
    form = kit_forms.form_for(register, user, record=record, paths=chosen.asks, opened=opened)
    if request.method == "POST":
        data = naming.named(form, request.POST, user)
        form = kit_forms.form_for(register, user, record=record, paths=chosen.asks, opened=opened, data=data)
    for path in chosen.asks:
        form.fields[path].required = True
    form.fields["reason"] = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        required=chosen.needs_reason,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    return form


def _clock(register: type[Register], record: Record) -> Clock | None:
    found = clocks.of_record(register, record)
    if found is None:
        return None
    left = deadlines.said(found)
    text = _("To be moved on by %(day)s: %(left)s") % {"day": found.due_on, "left": left.word}
    then = found.refused
    if not then and found.then:
        move = workflow.flow_of(register).move(found.then)
        then = _("When the time is over: “%(move)s” by itself.") % {"move": move.name}
    elif not then:
        then = str(clock.ends) if (clock := workflow.flow_of(register).clocks.get(found.state)) else ""
    return Clock(text, then, left.tone)


def _offered(register: type[Register], record: Record, offer: workflow.Offer) -> Offered:
    href = reverse("register-move", args=[register.code, record.pk, offer.code]) if offer.is_open else ""
    return Offered(str(offer.name), href, offer.why_not)


def _taken(register: type[Register], step: Step) -> Taken:
    flow = workflow.flow_of(register)
    known = {each.code: str(each.name) for each in flow.moves}
    return Taken(
        name=known.get(step.move, step.move),
        source=workflow.state_name(register, step.source),
        target=workflow.state_name(register, step.target),
        at=step.at,
        by=str(step.by or ""),
        reason=step.reason,
    )
