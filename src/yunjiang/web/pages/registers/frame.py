"""What every page of one record has around its own matter: its name, state, tabs, and what may be done with it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.access.models import User
from yunjiang.access.people.naming import names_of_units
from yunjiang.organizations.models import ids_in
from yunjiang.registers.kit import putting, scope
from yunjiang.registers.kit.declaration import Register
from yunjiang.registers.kit.models import Attachment, ChangeRequest, Notice, Record, RequestState
from yunjiang.web.components.overview import Tab
from yunjiang.web.components.said import Crumb
from yunjiang.web.components.status import Mark, Tone
from yunjiang.web.pages.registers import reading

OVERVIEW, HISTORY, HANDLING, ATTACHMENTS, COUNTED, NOTICE = (
    "", "history", "handling", "attachments", "counted", "notices",
)  # fmt: skip


def page(
    request: HttpRequest,
    user: User,
    register: type[Register],
    record: Record,
    template: str,
    context: dict[str, Any],
    *,
    here: str = OVERVIEW,
    status: int = 200,
) -> HttpResponse:
    """Draw a page of one record within its frame."""
    around = _around(user, register, record, here)
    if register.banner is not None and (told := register.banner.context(record, user)) is not None:
        around["banner"] = {**told, "template": register.banner.template}
    return render(request, f"pages/registers/{template}.html", around | context, status=status)


def _around(user: User, register: type[Register], record: Record, here: str) -> dict[str, Any]:
    keys = [register.code, record.pk]
    keeps = scope.may(register, user, register.keeps, record)
    stands = record.voided_at is None
    name = putting.title(register, record)
    return {
        "register": register,
        "record": record,
        "title": name,
        "mark": state_mark(register, record),
        "under": _under(register, record),
        "crumbs": [
            Crumb(_("Registers"), reverse("registers")),
            Crumb(str(register.name), reverse("register", args=[register.code])),
            Crumb(name),
        ],
        "tabs": _tabs(user, register, record, here),
        "record_href": reverse("register-record", args=keys),
        "edit_href": reverse("register-edit", args=keys) if keeps and stands else "",
        "ask_href": reverse("register-ask", args=keys) if keeps and stands and register.guarded else "",
        "void_href": reverse("register-void", args=keys) if keeps and stands else "",
        "restore_href": reverse("register-restore", args=keys) if keeps and not stands else "",
        "pending": list(
            ChangeRequest.objects.filter(
                register=register.code, record=record.pk, state=RequestState.PENDING
            ).select_related("made_by")
        ),
    }


def state_mark(register: type[Register], record: Record) -> Mark | None:
    """Return the state of a record in its workflow, as it is drawn; None where there is no workflow."""
    flow = register.flow
    if flow is None:
        return None
    state = getattr(record, flow.field)
    field: Any = register.model._meta.get_field(flow.field)
    label = str(dict(field.flatchoices).get(state, state))
    if state in flow.closed:
        return Mark("–", label, Tone.QUIET)
    if state in flow.clocks:
        return Mark("◇", label, Tone.LATE)
    if state == field.default:
        return Mark("○", label, Tone.SILENT)
    return Mark("●", label, Tone.WELL)


def _under(register: type[Register], record: Record) -> str:
    changed = timezone.localtime(record.changed_at)
    return " · ".join(
        [
            _unit(record),
            _("last changed %(at)s") % {"at": f"{changed:%Y-%m-%d %H:%M}"},
            pgettext("of a record", "version %(number)d") % {"number": record.revision},
        ]
    )


def _unit(record: Record) -> str:
    """Return what the unit of a record is called; of a record that is about its own unit, which it names, the unit above."""
    above = ids_in(record.path)[-2:-1]
    if record._meta.get_field("organization").one_to_one and above:
        return names_of_units(above)[above[0]]
    return reading.unit_name(record.organization)


def _tabs(user: User, register: type[Register], record: Record, here: str) -> list[Tab]:
    keys = {"register": register.code, "record": record.pk}
    offered = [(OVERVIEW, pgettext("of a record", "Overview")), (HISTORY, _("History"))]
    if register.flow:
        offered.append((HANDLING, _("Handling")))
    files = Attachment.objects.filter(register=register.code, record=record.pk, removed_at=None).count()
    offered.append((ATTACHMENTS, _counted(_("Attachments"), files)))
    if register.counts:
        offered.append((COUNTED, _("Figures it counts in")))
    if register.notice_days:
        posted = Notice.objects.filter(register=register.code, record=record.pk).count()
        offered.append((NOTICE, _counted(_("Public notice"), posted)))
    offered += [
        (tab.code, str(tab.name)) for tab in register.tabs if scope.may(register, user, tab.act, record)
    ]
    return [
        Tab(
            name,
            reverse("register-tab", kwargs={**keys, "tab": code})
            if code
            else reverse("register-record", kwargs=keys),
            code == here,
        )
        for code, name in offered
    ]


def _counted(name: str, count: int) -> str:
    return f"{name} {count}" if count else name
