"""The cast of the permission tests: a small tree, and people who may or may not.

530000 province ─┬─ 530100 prefecture ── 530102 county
                 └─ 530300 prefecture
"""

from dataclasses import dataclass
from datetime import date

from yunjiang.access import services
from yunjiang.access.models import Role, User
from yunjiang.organizations.models import Kind, Organization
from yunjiang.organizations.services import open_organization

FIRST_DAY = date(2021, 1, 1)
PASSWORD = "a long enough pass phrase"


def plant(
    code: str, name: str, kind: Kind, parent: Organization | None = None, pinyin: str = "", initials: str = ""
) -> Organization:
    """Open a unit below another from FIRST_DAY on."""
    return open_organization(
        code,
        on=FIRST_DAY,
        kind=kind,
        code=code,
        name=name,
        short_name=name,
        parent=parent,
        pinyin=pinyin,
        initials=initials,
    )


@dataclass(frozen=True)
class Cast:
    province: Organization
    kunming: Organization
    wuhua: Organization
    qujing: Organization
    owner: User  # the provincial office
    colleague: User  # a reviewer in Kunming
    clerk: User  # a reporting officer in another prefecture, Qujing
    stranger: User  # signed in, no role


def person(username: str, organization: Organization | None) -> User:
    return services.create_person(username, PASSWORD, name=username, organization=organization)


def assemble() -> Cast:
    province = plant("530000", "云南省", Kind.PROVINCE)
    kunming = plant("530100", "昆明市", Kind.PREFECTURE, province, "kunming", "kms")
    wuhua = plant("530102", "五华区", Kind.COUNTY, kunming, "wuhua", "whq")
    qujing = plant("530300", "曲靖市", Kind.PREFECTURE, province, "qujing", "qjs")
    cast = Cast(
        province=province,
        kunming=kunming,
        wuhua=wuhua,
        qujing=qujing,
        owner=person("owner", province),
        colleague=person("colleague", kunming),
        clerk=person("clerk", qujing),
        stranger=person("stranger", None),
    )
    services.assign(cast.owner, Role.OFFICE, province, valid_from=FIRST_DAY)
    services.assign(cast.colleague, Role.REVIEWER, kunming, valid_from=FIRST_DAY)
    services.assign(cast.clerk, Role.REPORTING_OFFICER, qujing, valid_from=FIRST_DAY)
    return cast
