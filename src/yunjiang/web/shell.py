"""What every page carries around its own matter: the doors this person may open, and when the session ends."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.access import permission
from yunjiang.access.permission import Act
from yunjiang.access.signing import sessions

_REPORTING = (Act.FILL_RETURNS, Act.REVIEW_RETURNS, Act.ACCEPT_RETURNS)


@dataclass(frozen=True)
class Door:
    name: str
    href: str
    is_here: bool


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the doors in the masthead, none for who is not signed in."""
    user = getattr(request, "user", None)
    session = getattr(request, "sign_in_session", None)
    if user is None or not user.is_authenticated or session is None:
        return {"navigation": []}
    limits = {
        "seconds": int((sessions.ends_at(session) - timezone.now()).total_seconds()),
        "idle": int(sessions.idle_limit(session).total_seconds()),
        "warning": int(sessions.WARNING.total_seconds()),
    }
    if getattr(request, "is_held_back", False):  # every door would lead back to what must be set up first
        return {"navigation": [], "session_limits": limits}
    acts = permission.acts_anywhere(user)
    rooms = (
        (_("Overview"), "cockpit", Act.SEE_FIGURES),
        (_("My work"), "work", _REPORTING),
        (_("Reporting"), "cycles", Act.SEE_ENTRIES),
        (_("Registers"), "registers", Act.SEE_RECORDS),
        *([] if Act.SEE_RECORDS in acts else [(_("Redeem"), "service-redeem", Act.REDEEM_SERVICES)]),
        (_("Assessments"), "runs", Act.SEE_FIGURES),
        (_("Documents"), "documents", Act.SEE_DOCUMENTS),
        (_("Whom to call"), "people-responsible", Act.MANAGE_CYCLES),
        (_("People"), "people", Act.MANAGE_PEOPLE),
        (_("People"), "people", Act.ASSIGN_ROLES),  # nobody holds both
        (_("Audit trail"), "trail", Act.READ_AUDIT_TRAIL),
    )
    return {
        "navigation": [
            Door(name, reverse(address), request.path == reverse(address))
            for name, address, act in rooms
            if not acts.isdisjoint((act,) if isinstance(act, Act) else act)
        ],
        "session_limits": limits,
        "may_plan": Act.LOAD_PLAN in acts,
        "may_open_cycles": Act.MANAGE_CYCLES in acts,
        "has_work": not acts.isdisjoint(_REPORTING),
    }
