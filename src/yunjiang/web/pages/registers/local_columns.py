"""The local columns of a register: what units keep beside its fields, declared and ended by who keeps their records."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.people.latin import spelled
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Organization
from yunjiang.registers.kit import extras
from yunjiang.registers.kit.declaration import Register
from yunjiang.registers.kit.models import ExtraField, ExtraKind
from yunjiang.registers.kit.refusals import RegisterRefusal
from yunjiang.web import toasts
from yunjiang.web.components.said import Crumb
from yunjiang.web.pages.registers import intake, reading, writing
from yunjiang.web.templatetags.parts import Fault

SHOWN = 200


@dataclass(frozen=True)
class Kept:
    """One local column as the page shows it; `end_href` where this person may end it."""

    field: ExtraField
    unit: str
    end_href: str


def local_columns(request: HttpRequest, register: str) -> HttpResponse:
    """Show the local columns of one's units, and take a new one. Raises Refused, Http404."""
    user, found = reading.register(request, register)
    reading.who(request, found.keeps)
    units = intake.homes(user, found)
    faults: list[Fault] = []
    if request.method == "POST":
        try:
            field = _declared(request, user, found, [each.organization for each in units])
        except RegisterRefusal as refusal:
            faults = [Fault(str(refusal), _("Local column"), "#name")]
        else:
            toasts.say(request, _("“%(name)s” is kept from today on.") % {"name": field.name})
            return redirect("register-local-columns", register)
    context = {
        "register": found,
        "lead": _("%(register)s: local columns") % {"register": found.name},
        "crumbs": [*writing.crumbs(found), Crumb(_("Local columns"))],
        "faults": faults,
        "sent": request.POST,
        "units": units,
        "kinds": ExtraKind.choices,
        "kept": _kept(user, found),
    }
    return render(request, "pages/registers/local_columns.html", context, status=422 if faults else 200)


@require_POST
def end(request: HttpRequest, register: str, column: int) -> HttpResponse:
    """Keep a local column no longer from today on. Raises Refused, Http404."""
    user, found = reading.register(request, register)
    if column >= reading.LONGEST_NUMBER:
        raise Http404
    field = get_object_or_404(
        ExtraField.objects.select_related("organization"), pk=column, register=found.code
    )
    permission.require(user, found.keeps, field.organization)
    extras.end(field, timezone.localdate(), by=user)
    toasts.say(request, _("“%(name)s” is kept no longer; what stands in it stays.") % {"name": field.name})
    return redirect("register-local-columns", register)


def _declared(
    request: HttpRequest, user: User, register: type[Register], units: Sequence[Organization]
) -> ExtraField:
    wanted = request.POST.get("unit", "")
    unit = next((each for each in units if str(each.pk) == wanted), None)
    if unit is None:
        raise permission.Refused(register.keeps, wanted)
    kind, name = request.POST.get("kind", ""), request.POST.get("name", "").strip()
    return extras.declare(
        register,
        unit,
        request.POST.get("key", "").strip() or spelled(name)[0][:30],
        name,
        ExtraKind(kind) if kind in ExtraKind.values else ExtraKind.TEXT,
        by=user,
        choices=[each for each in re.split(r"[、，,;；\s]+", request.POST.get("choices", "")) if each],
        is_filter=bool(request.POST.get("is_filter")),
    )


def _kept(user: User, register: type[Register]) -> list[Kept]:
    fields = list(
        extras.near(register, permission.reach(user, register.reads)).select_related("organization")[:SHOWN]
    )
    standing = organizations.standings_of([each.organization_id for each in fields], timezone.localdate())
    reach = permission.reach(user, register.keeps)

    def shown(field: ExtraField) -> Kept:
        stands = standing.get(field.organization_id)
        may_end = stands is not None and stands.path.startswith(reach)
        href = reverse("register-local-column-end", args=[register.code, field.pk]) if may_end else ""
        return Kept(field, stands.name if stands else field.organization.key, href)

    return [shown(each) for each in fields]
