"""Who may act on whom. `by=None` is the command line: it runs as the owner of the machine and is asked nothing."""

from django.utils import timezone

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.people.refusals import OwnRights, ReasonMissing
from yunjiang.access.permission import Act
from yunjiang.access.trail import situation
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Organization

By = User | None


def require_account(by: By, person: User) -> None:
    """Let nobody pass but who keeps the accounts where the person works, and not his own. Raises Refused, OwnRights."""
    if by is None:
        return
    if by.pk == person.pk:
        raise OwnRights
    require_unit(by, person.organization)


def require_unit(by: By, organization: Organization | None) -> None:
    """Let nobody pass but who keeps the accounts of the unit; those of no unit belong to the root's. Raises Refused."""
    if by is not None:
        permission.require(by, Act.MANAGE_PEOPLE, organization or _root())


def require_role(by: By, person: User, organization: Organization) -> None:
    """Let nobody pass but who gives and ends roles over the unit, and not his own. Raises Refused, OwnRights."""
    if by is None:
        return
    if by.pk == person.pk:
        raise OwnRights
    permission.require(by, Act.ASSIGN_ROLES, organization)


def require_reason(reason: str) -> str:
    """Return the reason without blanks around it. Raises ReasonMissing."""
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    return reason[:200]


def name_of(by: By) -> str:
    """Return how whoever acts is named in an account's history."""
    return by.username if by is not None else situation.current().name[:150]


def _root() -> Organization:
    root = organizations.root(timezone.localdate())
    assert root is not None, "people are kept where there is a tree"
    return root.organization
