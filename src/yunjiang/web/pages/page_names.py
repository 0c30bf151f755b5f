"""What the page at an address is called, for lists of addresses such as saved views."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yunjiang.registers.kit import registry
from yunjiang.registers.kit.refusals import UnknownRegister
from yunjiang.web.pages.members import rooms as of_members
from yunjiang.web.pages.services import rooms as of_services
from yunjiang.web.pages.unions import rooms as of_unions

_NAMES: Mapping[str, str | Promise] = {
    "cockpit": _("Overview"),
    "changes": _("What changed"),
    "leading": _("Led indicators"),
    "evidenced": _("Reported and evidenced"),
    "pivot": _("Crossed"),
    "what-if": _("What if"),
    "search": _("Search"),
    "entries": _("Entries"),
    "leads": _("Who leads what"),
    "statements": _("Published statements"),
    "side-by-side": _("Side by side"),
    "reviews": _("Review"),
    "acceptance": _("Accept"),
    "duplicates": _("Possible duplicates"),
    "register-deadlines": _("Deadlines"),
    "register-notices": _("Public notices"),
    "change-requests": _("Changes asked for"),
    **of_members.ROOMS,
    **of_unions.ROOMS,
    **of_services.ROOMS,
    **of_services.OF_OFFICERS,
}
# Of a page that has no name of its own, the part of the house it belongs to: by the first word of its address.
_PARTS: Mapping[str, str | Promise] = {
    "": _("Overview"),
    "indicators": _("Indicator"),
    "runs": _("Assessments"),
    "documents": _("Documents"),
    "work": _("My work"),
    "cycles": _("Reporting"),
    "returns": _("Reporting"),
    "registers": _("Registers"),
    "members": _("Registers"),
    "unions": _("Registers"),
    "services": _("Registers"),
    "persons": _("Registers"),
    "people": _("People"),
    "trail": _("Audit trail"),
    "plans": _("Drafts of plans"),
}


def name_of(address: str) -> str:
    """Return what the page at an address of ours is called; its register's name within a register, nothing for none."""
    path = urlsplit(address).path
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    code = found.kwargs.get("register")
    if code is not None:
        try:
            return str(registry.of(code).name)
        except UnknownRegister:  # which the site no longer keeps
            return str(_PARTS["registers"])
    part = path.strip("/").split("/")[0]
    return str(_NAMES.get(found.url_name or "") or _PARTS.get(part, ""))
