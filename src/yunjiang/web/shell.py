"""What every page carries around its own matter: the doors this person may open."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from yunjiang.access import permission
from yunjiang.access.permission import Act


@dataclass(frozen=True)
class Door:
    name: str
    href: str
    is_here: bool


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the doors in the masthead, none for who is not signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": []}
    acts = permission.acts_anywhere(user)
    rooms = (
        (_("Overview"), "cockpit", Act.SEE_FIGURES),
        (_("Assessments"), "runs", Act.SEE_FIGURES),
        (_("Documents"), "documents", Act.SEE_DOCUMENTS),
    )
    return {
        "navigation": [
            Door(name, reverse(address), request.path == reverse(address))
            for name, address, act in rooms
            if act in acts
        ]
    }
