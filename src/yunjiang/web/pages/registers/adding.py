"""Where records are added: on the form that every register has, or on the page that a register has of its own for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.registers.kit.declaration import Register
from yunjiang.registers.members.register import Members
from yunjiang.registers.unions.firm_registers import Enterprises
from yunjiang.registers.unions.register import Unions

_OWN: Mapping[str, tuple[str, str | Promise]] = {
    Members.code: ("member-join", _("Write a new member down")),
    Unions.code: ("union-found", _("Found a union")),
    Enterprises.code: ("union-firm", _("Enter a firm")),
}


@dataclass(frozen=True)
class Way:
    """What adding a record is called, and the address of the page for it."""

    name: str
    href: str


def way(register: type[Register], user: User) -> Way | None:
    """Return how a person adds a record to a register, or None who may not, or where none is added by hand."""
    if register.keeps not in permission.acts_anywhere(user):
        return None
    if register.code in _OWN:
        page, name = _OWN[register.code]
        return Way(str(name), reverse(page))
    if not register.can_be_added:
        return None
    return Way(str(_("Add a record")), reverse("register-new", args=[register.code]))
