"""Public notices: those that run and those that are over, one with its objections, and what is done with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_POST

from yunjiang.access.models import User
from yunjiang.organizations import queries as organizations
from yunjiang.registers.kit import notices as keeping
from yunjiang.registers.kit import putting, registry, scope
from yunjiang.registers.kit.declaration import Register
from yunjiang.registers.kit.models import Notice, NoticeState, Objection, Record
from yunjiang.registers.kit.refusals import RegisterRefusal
from yunjiang.web import listing, toasts
from yunjiang.web.components.overview import Tab
from yunjiang.web.components.said import Crumb, Empty
from yunjiang.web.components.status import Mark, Tone
from yunjiang.web.components.tables import Cell, Column, Row, Table
from yunjiang.web.pages.registers import frame, home, reading
from yunjiang.web.pages.selection import Unreadable

_MARKS = {
    NoticeState.OPEN: ("●", Tone.WELL),
    NoticeState.EXTENDED: ("●", Tone.LATE),
    NoticeState.PASSED: ("▲", Tone.DONE),
    NoticeState.UPHELD: ("◆", Tone.SERIOUS),
    NoticeState.WITHDRAWN: ("–", Tone.QUIET),
}
LONGEST = 2000


class PostForm(forms.Form):
    """What is posted up, and where."""

    where = forms.CharField(
        label=gettext_lazy("Where it is posted up"),
        max_length=200,
        help_text=gettext_lazy("The address of the page, the board, the paper."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Text of the notice"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    days = forms.IntegerField(label=gettext_lazy("Working days"), min_value=1, max_value=60)


class ObjectionForm(forms.Form):
    """What somebody says against a record; who it was is sealed."""

    text = forms.CharField(
        label=gettext_lazy("What is objected"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )
    person = forms.CharField(
        label=gettext_lazy("Who objects"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Kept sealed; may be left empty."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Answer"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )


class ExtendForm(forms.Form):
    days = forms.IntegerField(label=gettext_lazy("Working days more"), min_value=1, max_value=60)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=400)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=400)


class CloseForm(forms.Form):
    result = forms.CharField(
        label=gettext_lazy("Result of the notice"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("Left empty, it says how many objections were heard."),
    )


@dataclass(frozen=True)
class Shown:
    """A notice of a record, in a line."""

    notice: Notice
    mark: Mark
    days: str


@dataclass(frozen=True)
class Fact:
    """Something hidden that is shown for a purpose."""

    id: str
    path: str
    label: str
    purposes: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Heard:
    """An objection, and the form to answer it for who may."""

    objection: Objection
    mark: Mark
    form: AnswerForm | None
    fact: Fact | None = None  # who objected, hidden until somebody says what for; for who answers objections


def notices(request: HttpRequest) -> HttpResponse:
    """List the notices of the records that the person may read. Raises Refused, Unreadable."""
    user = reading.who(request)
    is_past = request.GET.get("state") == "over"
    found = home.notices(user)
    rows = found.exclude(state__in=keeping.STANDING) if is_past else found.filter(state__in=keeping.STANDING)
    rows = rows.annotate(
        objection_count=Count("objections"),
        unanswered_count=Count("objections", filter=Q(objections__answered_at=None)),
    )
    leaf = listing.leaf(
        rows, ("-closes_on", "-pk") if is_past else ("closes_on", "pk"), request.GET.get("after", "")
    )
    count = listing.count_of(found.filter(state__in=keeping.STANDING))
    here = reverse("register-notices")
    context = {
        "lead": _("Nothing is on public notice")
        if count == "0"
        else _("%(count)s records are on public notice") % {"count": count},
        "states": [
            Tab(pgettext("notices", "Running"), here, not is_past),
            Tab(pgettext("notices", "Over"), f"{here}?state=over", is_past),
        ],
        "table": _table(request, leaf),
    }
    return render(request, "pages/registers/table.html", context)


def of_record(request: HttpRequest, user: User, register: type[Register], record: Record) -> HttpResponse:
    """Show the notices about one record, and the form to post one."""
    found = list(keeping.of_record(register, record))
    runs = any(each.state in keeping.STANDING for each in found)
    keeps = record.voided_at is None and scope.may(register, user, register.keeps, record)
    context = {
        "notices": [Shown(each, _mark(each), _days(each)) for each in found],
        "form": PostForm(initial={"days": register.notice_days}) if keeps and not runs else None,
    }
    return frame.page(request, user, register, record, "notices", context, here=frame.NOTICE)


@require_POST
def post(request: HttpRequest, register: str, record: int) -> HttpResponse:
    """Put a record on public notice. Raises Refused, Http404."""
    user, found, row = reading.record(request, register, record)
    scope.require(found, user, found.keeps, row)
    form = PostForm(request.POST)
    if form.is_valid():
        try:
            made = keeping.open_notice(found, row, by=user, **form.cleaned_data)
        except RegisterRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            toasts.say(request, _("On public notice until %(day)s.") % {"day": made.closes_on})
            return redirect("register-notice", made.pk)
    context = {"notices": [], "form": form}
    return frame.page(request, user, found, row, "notices", context, here=frame.NOTICE, status=422)


def notice(request: HttpRequest, notice: int) -> HttpResponse:
    """Show a notice with what was objected. Raises Refused, Http404."""
    user, found, register, record = _one(request, notice)
    title = putting.title(register, record)
    runs = found.state in keeping.STANDING
    checks = scope.may(register, user, register.approves, record)
    context = {
        "notice": found,
        "title": title,
        "mark": _mark(found),
        "unit": reading.unit_name(found.organization),
        "days": _days(found),
        "crumbs": [
            Crumb(_("Registers"), reverse("registers")),
            Crumb(_("Public notices"), reverse("register-notices")),
            Crumb(found.title),
        ],
        "record_href": reverse("register-record", args=[register.code, record.pk]),
        "objections": [
            _heard(each, runs and checks, checks=checks)
            for each in found.objections.select_related("received_by", "answered_by").order_by("pk")
        ],
        "may_keep": runs and scope.may(register, user, register.keeps, record),
        "may_close": runs and checks,
        "object_form": ObjectionForm(),
        "extend_form": ExtendForm(),
        "close_form": CloseForm(),
        "withdraw_form": ReasonForm(auto_id="withdraw_%s"),
    }
    return render(request, "pages/registers/notice.html", context)


@require_POST
def act(request: HttpRequest, notice: int, act: str) -> HttpResponse:
    """Object to a notice, answer an objection, extend, close or break it off. Raises Refused, Http404, Unreadable."""
    user, found, _register, _record = _one(request, notice)
    deed = DEEDS.get(act)
    if deed is None:
        raise Http404(_("There is no such act."))
    form_class, perform = deed
    form = form_class(request.POST)
    if not form.is_valid():
        for bound in form:
            for error in bound.errors:
                toasts.warn(request, f"{bound.label}: {error}")
        return redirect("register-notice", notice)
    try:
        sentence = perform(request, user, found, form.cleaned_data)
    except RegisterRefusal as refusal:
        toasts.warn(request, str(refusal))
    else:
        toasts.say(request, sentence)
    return redirect("register-notice", notice)


@require_POST
def objector(request: HttpRequest, notice: int) -> HttpResponse:
    """Answer with who objected, once it is recorded who asked and what for. Raises Refused, Http404, Unreadable."""
    user, found, register, record = _one(request, notice)
    objection = _objection(found, request.POST.get("field", ""))
    is_script = bool(getattr(request, "htmx", False))
    try:
        text = keeping.objector(objection, request.POST.get("purpose", ""), user)
    except RegisterRefusal as refusal:
        if is_script:
            return HttpResponse(str(refusal), status=422, content_type="text/plain; charset=utf-8")
        toasts.warn(request, str(refusal))
        return redirect("register-notice", notice)
    if is_script:
        answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    else:
        context = {"label": _("Who objects"), "text": text}
        answer = frame.page(request, user, register, record, "unmasked", context, here=frame.NOTICE)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _objection(found: Notice, number: str) -> Objection:
    numbered = number.isascii() and number.isdigit() and int(number) < reading.LONGEST_NUMBER
    objection = found.objections.filter(pk=int(number)).first() if numbered else None
    if objection is None:
        raise Unreadable("objection", number, _("the number of an objection"))
    return objection


Perform = Callable[[HttpRequest, User, Notice, Mapping[str, str]], str]


def _object(request: HttpRequest, user: User, found: Notice, sent: Mapping[str, str]) -> str:
    keeping.object_to(found, sent["text"], person=sent["person"], by=user)
    return _("The objection is taken down.")


def _answer(request: HttpRequest, user: User, found: Notice, sent: Mapping[str, str]) -> str:
    objection = _objection(found, request.POST.get("objection", ""))
    keeping.answer(objection, sent["answer"], is_upheld=request.POST.get("is_upheld") == "1", by=user)
    return _("The objection is answered.")


def _extend(request: HttpRequest, user: User, found: Notice, sent: Mapping[str, str]) -> str:
    kept = keeping.extend(found, int(sent["days"]), by=user, reason=sent["reason"])
    return _("On public notice until %(day)s.") % {"day": kept.closes_on}


def _close(request: HttpRequest, user: User, found: Notice, sent: Mapping[str, str]) -> str:
    kept = keeping.close(found, by=user, result=sent["result"])
    return _("The notice is over: %(state)s.") % {"state": NoticeState(kept.state).label}


def _withdraw(request: HttpRequest, user: User, found: Notice, sent: Mapping[str, str]) -> str:
    keeping.withdraw(found, by=user, reason=sent["reason"])
    return _("The notice is broken off.")


DEEDS: dict[str, tuple[type[forms.Form], Perform]] = {
    "object": (ObjectionForm, _object),
    "answer": (AnswerForm, _answer),
    "extend": (ExtendForm, _extend),
    "close": (CloseForm, _close),
    "withdraw": (ReasonForm, _withdraw),
}


def _one(request: HttpRequest, number: int) -> tuple[User, Notice, type[Register], Record]:
    user = reading.who(request)
    found = Notice.objects.select_related("organization").filter(pk=number).first()
    if found is None:
        raise Http404(_("There is no such notice."))
    register = registry.of(found.register)
    return user, found, register, reading.one(user, register, found.record)


def _heard(objection: Objection, may_answer: bool, *, checks: bool) -> Heard:
    fact = None
    if checks and objection.sealed_person is not None:
        offered = [(each.code, each.name) for each in keeping.purposes_of_objector()]
        fact = Fact(f"objector-{objection.pk}", str(objection.pk), _("Who objects"), offered)
    if objection.answered_at is None:
        form = AnswerForm(auto_id=f"answer-{objection.pk}-%s") if may_answer else None
        return Heard(objection, Mark("◇", _("not answered yet"), Tone.LATE), form, fact)
    if objection.is_upheld:
        return Heard(objection, Mark("◆", _("justified"), Tone.SERIOUS), None, fact)
    return Heard(objection, Mark("–", _("not justified"), Tone.QUIET), None, fact)


def _mark(found: Notice) -> Mark:
    state = NoticeState(found.state)
    shape, tone = _MARKS[state]
    return Mark(shape, state.label, tone)


def _days(found: Notice) -> str:
    days = {"first": found.opens_on, "last": found.closes_on, "count": found.working_days}
    return (
        ngettext(
            "%(first)s to %(last)s, %(count)d working day",
            "%(first)s to %(last)s, %(count)d working days",
            found.working_days,
        )
        % days
    )


def _objected(found: Any) -> str:
    """Say how many objections there are to a notice of the list, and how many of them wait for an answer."""
    count, waiting = found.objection_count, found.unanswered_count
    parts = []
    if count:
        parts.append(ngettext("%(count)d objection", "%(count)d objections", count) % {"count": count})
    if waiting:
        parts.append(ngettext("%(count)d to answer", "%(count)d to answer", waiting) % {"count": waiting})
    return pgettext("between things", ", ").join(parts)


def _table(request: HttpRequest, leaf: listing.Leaf[Any]) -> Table:
    units = organizations.standings_of({each.organization_id for each in leaf.rows}, timezone.localdate())
    names = {pk: each.name for pk, each in units.items()}
    return Table(
        name="register-notices",
        title=_("Public notices"),
        columns=_columns(),
        rows=[_row(each, names) for each in leaf.rows],
        empty=Empty(
            _("Nothing here yet"),
            _("Records that are posted up for some working days stand here with what was objected."),
        ),
        next_href=listing.turned(request, after=leaf.further) if leaf.further else "",
        first_href=listing.turned(request, after="") if request.GET.get("after") else "",
    )


def _columns() -> Sequence[Column]:
    return [
        Column("title", _("Record")),
        Column("state", _("State"), place="end plain"),
        Column("days", _("Days"), place="whole"),
        Column("unit", _("Unit"), place="plain"),
        Column("result", pgettext("of a public notice", "Result"), place="whole"),
    ]


def _row(found: Notice, names: Mapping[int, str]) -> Row:
    return Row(
        [
            Cell(
                found.title,
                small=str(registry.of(found.register).name),
                href=reverse("register-notice", args=[found.pk]),
            ),
            Cell(_mark(found), small=_objected(found)),
            Cell(_days(found)),
            Cell(names.get(found.organization_id, "–")),
            Cell(found.result or "–"),
        ]
    )
