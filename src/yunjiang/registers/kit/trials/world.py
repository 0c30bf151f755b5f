"""The units and people of every trial: a union with its officers, another that has nothing to do with it, the province above."""

from dataclasses import dataclass
from datetime import date

from yunjiang.access import services as access
from yunjiang.access.models import Role, User
from yunjiang.organizations import services as tree
from yunjiang.organizations.models import Kind, Organization

FIRST_DAY = date(2020, 1, 1)


@dataclass(frozen=True)
class World:
    """Who may do what: three at `here`, one at `elsewhere`, one above both, and one nowhere."""

    province: Organization
    here: Organization
    below: Organization  # a union below `here`
    elsewhere: Organization
    keeper: User  # keeps records and reads every class of field
    checker: User  # reviews, and reads no masked field whole
    auditor: User  # reads fields up to the sensitive
    above: User  # keeps the records of the whole province
    stranger: User  # keeps those of `elsewhere`
    nobody: User  # signed in, no role


def settle() -> World:
    """Open the units and let the people in."""
    province = _open("trial-province", "试验省", Kind.PROVINCE)
    prefecture = _open("trial-prefecture", "试验市", Kind.PREFECTURE, province)
    here = _open("trial-here", "此处工会", Kind.UNION, prefecture)
    elsewhere = _open("trial-elsewhere", "别处工会", Kind.UNION, province)
    return World(
        province,
        here,
        below=_open("trial-below", "此处基层工会", Kind.UNION, here),
        elsewhere=elsewhere,
        keeper=_let_in("trial-keeper", Role.REGISTER_OFFICER, here),
        checker=_let_in("trial-checker", Role.REVIEWER, here),
        auditor=_let_in("trial-auditor", Role.AUDITOR, here),
        above=_let_in("trial-above", Role.REGISTER_OFFICER, province),
        stranger=_let_in("trial-stranger", Role.REGISTER_OFFICER, elsewhere),
        nobody=_let_in("trial-nobody"),
    )


def _open(key: str, name: str, kind: Kind, parent: Organization | None = None) -> Organization:
    return tree.open_organization(
        key, on=FIRST_DAY, kind=kind, code=key, name=name, short_name=name, parent=parent
    )


def _let_in(username: str, role: Role | None = None, organization: Organization | None = None) -> User:
    user = access.create_person(
        username, "a long enough pass phrase", name=username, organization=organization
    )
    if role is not None and organization is not None:
        access.assign(user, role, organization, valid_from=FIRST_DAY)
    return user
