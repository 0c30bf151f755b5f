"""Adding a record and changing one: the form by sections, faults at their fields, and both contents when two changed the same."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunjiang.access.models import User
from yunjiang.organizations.models import Organization
from yunjiang.registers.kit import contents, forms, putting, scope, writing
from yunjiang.registers.kit.declaration import Register
from yunjiang.registers.kit.forms import RecordForm
from yunjiang.registers.kit.models import Record
from yunjiang.registers.kit.refusals import RegisterRefusal
from yunjiang.registers.kit.writing_refusals import ChangedMeanwhile, GuardedField, RecordRefused
from yunjiang.web import toasts
from yunjiang.web.components.said import Crumb
from yunjiang.web.pages.registers import naming, reading
from yunjiang.web.templatetags.parts import Fault

LONGEST_NUMBER = 18


def new(request: HttpRequest, register: str) -> HttpResponse:
    """Add a record; what it is about may be named in the address (`?union=12`). Raises Refused, Http404."""
    user, found = reading.register(request, register)
    reading.who(request, found.keeps)
    if not found.can_be_added:
        raise Http404(_("Records of this register come from other acts and are not added by hand."))
    unit = _home(user, found)
    form = forms.form_for(found, user, organization=unit)
    _show_home(form, unit)
    _begin_with(form, request.GET)
    if request.method == "POST":
        form = forms.form_for(found, user, organization=unit, data=naming.named(form, request.POST, user))
        if form.is_valid():
            try:
                record = writing.create(found, form.values(), by=user, organization=None)
            except RecordRefused as refused:
                form.take(refused)
            except RegisterRefusal as refusal:
                form.add_error(None, str(refusal))
            else:
                toasts.say(request, _("“%(title)s” is on record.") % {"title": putting.title(found, record)})
                return redirect("register-record", register, record.pk)
    context = {
        "lead": _("%(register)s: a new record") % {"register": found.name},
        "button": _("Save the record"),
        "back_href": reverse("register", args=[register]),
        "crumbs": [*crumbs(found), Crumb(_("New record"))],
    }
    return page(request, form, context)


def edit(request: HttpRequest, register: str, record: int) -> HttpResponse:
    """Change a record, and go back to it or to where `next` says. Raises Refused, Http404."""
    user, found, row = reading.record(request, register, record)
    scope.require(found, user, found.keeps, row)
    form = forms.form_for(found, user, record=row)
    here = reverse("register-record", args=[register, record])
    back = _back(request) or here
    context: dict[str, Any] = {
        "lead": _("Change “%(title)s”") % {"title": putting.title(found, row)},
        "button": _("Save the changes"),
        "back_href": back,
        "ask_href": reverse("register-ask", args=[register, record]) if found.guarded else "",
        "crumbs": [*crumbs(found), Crumb(putting.title(found, row), here), Crumb(_("Change"))],
    }
    if request.method == "POST":
        form = forms.form_for(found, user, record=row, data=naming.named(form, request.POST, user))
        if form.is_valid():
            try:
                kept = writing.change(found, row, form.values(), by=user, revision=form.revision)
            except RecordRefused as refused:
                form.take(refused)
            except ChangedMeanwhile as conflict:
                context["conflict"] = _conflict(conflict, request.path)
                form = _again(form, found, user, row, conflict.revision)
            except (GuardedField, RegisterRefusal) as refusal:
                form.add_error(None, str(refusal))
            else:
                same = kept.revision == form.revision
                toasts.say(request, _("Nothing was changed.") if same else _("The changes are saved."))
                return redirect(back)
    return page(request, form, context)


@require_POST
def void(request: HttpRequest, register: str, record: int) -> HttpResponse:
    """Take a record out of use, with a reason; it can be undone from the next page. Raises Refused, Http404."""
    user, found, row = reading.record(request, register, record)
    scope.require(found, user, found.keeps, row)
    try:
        writing.void(found, row, by=user, reason=request.POST.get("reason", ""))
    except RegisterRefusal as refusal:
        toasts.warn(request, str(refusal))
    else:
        undo = reverse("register-restore", args=[register, record])
        toasts.say(
            request, _("“%(title)s” is voided.") % {"title": putting.title(found, row)}, undo_href=undo
        )
    return redirect("register-record", register, record)


@require_POST
def restore(request: HttpRequest, register: str, record: int) -> HttpResponse:
    """Take a voided record into use again. Raises Refused, Http404."""
    user, found, row = reading.record(request, register, record)
    scope.require(found, user, found.keeps, row)
    try:
        writing.restore(found, row, by=user)
    except RegisterRefusal as refusal:
        toasts.warn(request, str(refusal))
    else:
        toasts.say(request, _("“%(title)s” is in use again.") % {"title": putting.title(found, row)})
    return redirect("register-record", register, record)


def page(request: HttpRequest, form: RecordForm, context: Mapping[str, Any]) -> HttpResponse:
    """Draw a form with its faults summed up above it."""
    faults = [Fault(str(text)) for text in form.non_field_errors()]
    for bound in form:
        faults += [Fault(str(text), str(bound.label), f"#{bound.id_for_label}") for text in bound.errors]
    status = 422 if faults or context.get("conflict") else 200
    around = {"form": form, "sections": form.sections, "faults": faults}
    return render(request, "pages/registers/form.html", around | dict(context), status=status)


def crumbs(register: type[Register]) -> list[Crumb]:
    """Return the way to a register's list."""
    return [
        Crumb(_("Registers"), reverse("registers")),
        Crumb(str(register.name), reverse("register", args=[register.code])),
    ]


def _back(request: HttpRequest) -> str:
    """Return the page of this site that the person came from and goes on with, or nothing."""
    back = request.GET.get("next", "")
    is_here = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if is_here else ""


def _home(user: User, register: type[Register]) -> Organization | None:
    """Return where the person works, if he keeps records there: what a new record's unit usually is."""
    unit = user.organization
    return unit if unit is not None and scope.may(register, user, register.keeps, unit) else None


def _show_home(form: RecordForm, unit: Organization | None) -> None:
    field = form.fields.get("organization")
    if unit is not None and isinstance(field, forms.OfferField):
        field.shown = reading.unit_name(unit)


def _begin_with(form: RecordForm, asked: Mapping[str, str]) -> None:
    """Let links begin with what the address names, of what the person may name."""
    for path, field in form.fields.items():
        number = asked.get(path, "")
        if isinstance(field, forms.OfferField) and number.isdecimal() and len(number) <= LONGEST_NUMBER:
            named = field.queryset.filter(pk=number).first() if field.queryset is not None else None
            if named is not None:
                form.initial[path] = named.pk
                field.shown = contents.shown_alone(form.register, path, named.pk)


def _conflict(conflict: ChangedMeanwhile, here: str) -> Mapping[str, Any]:
    return {"told": str(conflict), "rows": conflict.conflicts, "fresh_href": here}


def _again(
    form: RecordForm, register: type[Register], user: User, record: Record, revision: int
) -> RecordForm:
    """Return the form with what was entered, to be saved over the revision that stands now."""
    data = {name: form.data[name] for name in form.data} | {"revision": str(revision)}
    return forms.form_for(register, user, record=record, data=data)
