"""What an address of registers names, found and permitted: who asks, a register, one of its records."""

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Act, Refused
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Organization
from yunjiang.registers.kit import registry, scope
from yunjiang.registers.kit.declaration import Register
from yunjiang.registers.kit.models import Record
from yunjiang.registers.kit.refusals import UnknownRegister

LONGEST_NUMBER = 2**63


def who(request: HttpRequest, *acts: Act) -> User:
    """Return who asks. Raises Refused for who holds none of the acts anywhere (to see records, where none is named)."""
    user, wanted = request.user, acts or (Act.SEE_RECORDS,)
    if not isinstance(user, User) or permission.acts_anywhere(user).isdisjoint(wanted):
        raise Refused(wanted[0], "")
    return user


def register(request: HttpRequest, code: str, *acts: Act) -> tuple[User, type[Register]]:
    """Return who asks and a register of which he may read records somewhere. Raises Refused, Http404."""
    user = who(request)
    try:
        found = registry.of(code)
    except UnknownRegister:
        raise Http404(_("There is no such register.")) from None
    if acts:
        who(request, *acts)
    else:
        scope.require_somewhere(found, user)
    return user, found


def record(request: HttpRequest, code: str, number: int) -> tuple[User, type[Register], Record]:
    """Return who asks, a register and a record of it that he may read, a voided one too. Raises Refused, Http404."""
    user, found = register(request, code)
    return user, found, one(user, found, number)


def one(user: User, found: type[Register], number: int) -> Record:
    """Return a record that a person may read. Raises Refused, Http404."""
    rows = found.model._default_manager.select_related("organization", *found.related)
    row = rows.filter(pk=number).first() if number < LONGEST_NUMBER else None
    if row is None:
        raise Http404(
            _("%(register)s has no record %(number)s.") % {"register": found.name, "number": number}
        )
    scope.require(found, user, found.reads, row)
    return row


def seen(user: User) -> list[type[Register]]:
    """Return the registers of which a person may read records somewhere, in the order in which they were declared."""
    acts = permission.acts_anywhere(user)
    return [each for each in registry.every() if each.reads in acts]


def unit_name(organization: Organization) -> str:
    """Return what a unit is called today, or its key when it is closed."""
    found = organizations.standings_of([organization.pk], timezone.localdate())
    return found[organization.pk].name if organization.pk in found else organization.key
