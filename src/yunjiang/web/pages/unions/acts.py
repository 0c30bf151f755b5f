"""Acts upon unions that no form of a register does: founding one, splitting one, moving one, entering a firm."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Act
from yunjiang.organizations.refusals import TreeRefusal
from yunjiang.registers.kit import scope
from yunjiang.registers.kit.declaration import Register
from yunjiang.registers.kit.refusals import RegisterRefusal
from yunjiang.registers.kit.writing_refusals import RecordRefused
from yunjiang.registers.unions import firms, founding, moving, splitting
from yunjiang.registers.unions.firm_registers import Enterprises
from yunjiang.registers.unions.models import Enterprise, Union
from yunjiang.registers.unions.register import Unions
from yunjiang.web import toasts
from yunjiang.web.components.said import Crumb
from yunjiang.web.pages.registers import reading
from yunjiang.web.pages.unions.forms import Entering, Founding, Moving, Splitting, usual_parent

REFUSALS = (RegisterRefusal, TreeRefusal)


def found(request: HttpRequest) -> HttpResponse:
    """Begin to found a union, perhaps in a firm that has none. Raises Refused, Http404."""
    user = reading.who(request, Act.KEEP_RECORDS)
    firm = _firm(user, request.GET.get("firm", ""))
    form = Founding(request.POST or None, initial=_begun_with(firm))

    def do() -> tuple[type[Register], Any]:
        return Unions, founding.begin(form.plan(firm), form.cleaned_data["unit"], by=user)

    return _acted(
        request,
        form,
        do,
        lead=_("Found a union in %(firm)s") % {"firm": firm.name} if firm else _("Found a union"),
        note=_(
            "The record begins as being prepared. The union above approves it; then come the election, its approval, "
            "the registration as a legal person, and the day on which it is founded."
        ),
        button=_("Begin founding it"),
        back=reverse("union-coverage"),
    )


def enter(request: HttpRequest) -> HttpResponse:
    """Enter a firm in the register. Raises Refused."""
    user = reading.who(request, Act.KEEP_RECORDS)
    form = Entering(request.POST or None)

    def do() -> tuple[type[Register], Any]:
        typed = form.cleaned_data
        return Enterprises, firms.enter(
            form.values(),
            typed["unit"],
            by=user,
            status=typed["status"],
            staff=typed["staff"],
            counted_on=typed["counted_on"],
        )

    return _acted(
        request,
        form,
        do,
        lead=_("Enter a firm"),
        note=_(
            "Operating states and headcounts are added later from its own page, each from the day on which it held."
        ),
        button=_("Enter the firm"),
        back=reverse("register", args=[Enterprises.code]),
    )


def split(request: HttpRequest, union: int) -> HttpResponse:
    """Found a union out of a part of another. Raises Refused, Http404."""
    user, row = _union(request, union)
    form = Splitting(row, request.POST or None)

    def do() -> tuple[type[Register], Any]:
        typed = form.cleaned_data
        new = splitting.split(
            row,
            form.plan(),
            on=typed["on"],
            firms=list(typed["firms"]),
            document_number=typed["document_number"],
            by=user,
        )
        return Unions, new

    return _acted(
        request,
        form,
        do,
        lead=_("Split “%(union)s”") % {"union": row.name},
        note=_(
            "Part of it becomes a union of its own: the firms chosen go over on that day, and the members who work there."
        ),
        button=_("Split the union"),
        back=reverse("register-record", args=[Unions.code, row.pk]),
    )


def move(request: HttpRequest, union: int) -> HttpResponse:
    """Let a union report to another unit. Raises Refused, Http404."""
    user, row = _union(request, union)
    form = Moving(request.POST or None, initial={"on": timezone.localdate()})

    def do() -> tuple[type[Register], Any]:
        typed = form.cleaned_data
        moving.move(row, typed["unit"], on=typed["on"], by=user, document_number=typed["document_number"])
        return Unions, row

    return _acted(
        request,
        form,
        do,
        lead=_("Move “%(union)s” below another unit") % {"union": row.name},
        note=_("Everything below it moves along; earlier days stay as they were."),
        button=_("Move the union"),
        back=reverse("register-record", args=[Unions.code, row.pk]),
    )


def _acted(
    request: HttpRequest,
    form: forms.Form,
    do: Callable[[], tuple[type[Register], Any]],
    *,
    lead: str,
    note: str,
    button: str,
    back: str,
) -> HttpResponse:
    """Draw a form, or do what it asks and lead to the record; what is refused stands in the form, with what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            register, record = do()
        except RecordRefused as refused:
            for path, sentence in refused.problems.items():
                form.add_error(path if path in form.fields else None, sentence)
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
        else:
            toasts.say(request, _("“%(title)s” is on record.") % {"title": record.name})
            return redirect("register-record", register.code, record.pk)
    context = {
        "form": form,
        "lead": lead,
        "note": note,
        "button": button,
        "back_href": back,
        "crumbs": [Crumb(_("Registers"), reverse("registers")), Crumb(lead)],
    }
    return render(request, "pages/unions/act.html", context, status=422 if form.errors else 200)


def _begun_with(firm: Enterprise | None) -> dict[str, Any]:
    begun: dict[str, Any] = {"prepared_on": timezone.localdate()}
    if firm is None:
        return begun
    parent = usual_parent(firm)
    standing = parent.standings.order_by("-valid_from").first() if parent else None
    return begun | {
        "name": _("%(firm)s union committee") % {"firm": firm.name},
        "staff": firm.staff,
        "unit": standing.code or standing.name if standing else "",
    }


def _firm(user: User, number: str) -> Enterprise | None:
    if not number.isdecimal():
        return None
    row = reading.one(user, Enterprises, int(number))
    scope.require(Enterprises, user, Act.KEEP_RECORDS, row)
    assert isinstance(row, Enterprise)
    return row


def _union(request: HttpRequest, number: int) -> tuple[User, Union]:
    user = reading.who(request, Act.CHECK_RECORDS)
    row = reading.one(user, Unions, number)
    permission.require(user, Act.CHECK_RECORDS, row.organization)
    assert isinstance(row, Union)
    return user, row
