"""The people of these tests: the cast with its administrators, of the province and of one prefecture."""

from dataclasses import dataclass

from yunjiang.access import services
from yunjiang.access.models import Role, User
from yunjiang.access.tests import cast as casting
from yunjiang.access.tests.cast import FIRST_DAY, Cast
from yunjiang.organizations.models import Organization


@dataclass(frozen=True)
class Offices(Cast):
    system: User  # system administrator of the province
    security: User  # security administrator of the province
    audit: User  # audit administrator of the province
    auditor: User
    kunming_system: User  # system administrator of Kunming alone
    kunming_security: User
    qujing_system: User


def appoint(username: str, role: Role, organization: Organization) -> User:
    """Open an account at the unit that holds the role over it."""
    person = casting.person(username, organization)
    services.assign(person, role, organization, valid_from=FIRST_DAY)
    return person


def open_offices() -> Offices:
    return people_the(casting.assemble())


def people_the(cast: Cast) -> Offices:
    """Give a cast its administrators."""
    return Offices(
        **vars(cast),
        system=appoint("system", Role.SYSTEM_ADMINISTRATOR, cast.province),
        security=appoint("security", Role.SECURITY_ADMINISTRATOR, cast.province),
        audit=appoint("audit", Role.AUDIT_ADMINISTRATOR, cast.province),
        auditor=appoint("auditor", Role.AUDITOR, cast.province),
        kunming_system=appoint("kunming-system", Role.SYSTEM_ADMINISTRATOR, cast.kunming),
        kunming_security=appoint("kunming-security", Role.SECURITY_ADMINISTRATOR, cast.kunming),
        qujing_system=appoint("qujing-system", Role.SYSTEM_ADMINISTRATOR, cast.qujing),
    )
