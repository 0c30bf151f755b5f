"""What for somebody may see a masked field whole, and on which ground of law: 个人信息保护法 §6 (a clear purpose), §13."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yunjiang.persons.models import LegalBasis

from .declaration import Register
from .refusals import PurposeMissing, PurposeNotForThis, UnknownPurpose


@dataclass(frozen=True)
class Purpose:
    code: str
    name: str | Promise
    basis: LegalBasis
    source: str | Promise  # where the ground is found


_ALL = (
    Purpose("verify", _("Checking that a record is right"), LegalBasis.DUTY, "工会会员会籍管理办法"),
    Purpose("membership", _("Keeping memberships"), LegalBasis.DUTY, "工会法；工会会员会籍管理办法"),
    Purpose("contact", _("Getting in touch with the person"), LegalBasis.DUTY, "工会法"),
    Purpose("service", _("Granting a service or a benefit"), LegalBasis.CONSENT, "个人信息保护法 §13"),
    Purpose("payment", _("Paying money out"), LegalBasis.CONTRACT, "个人信息保护法 §13"),
    Purpose("rights", _("Answering the person about the person's own data"), LegalBasis.DUTY, "个人信息保护法 §44-50"),
    Purpose("audit", _("Audit and supervision"), LegalBasis.DUTY, "审计法；工会法"),
    Purpose("emergency", _("An emergency"), LegalBasis.EMERGENCY, "个人信息保护法 §13"),
)  # fmt: skip

PURPOSES: dict[str, Purpose] = {each.code: each for each in _ALL}


def of(code: str) -> Purpose:
    """Return a purpose by its code. Raises PurposeMissing for an empty one, UnknownPurpose."""
    if not code:
        raise PurposeMissing()
    try:
        return PURPOSES[code]
    except KeyError:
        raise UnknownPurpose(code, list(PURPOSES)) from None


def allowed(register: type[Register], path: str) -> Sequence[Purpose]:
    """Return the purposes for which a masked column is shown whole."""
    codes = register.masked[path].purposes or PURPOSES
    return [PURPOSES[code] for code in codes]


def require(register: type[Register], path: str, code: str) -> Purpose:
    """Return the purpose if a masked column is shown for it. Raises PurposeMissing, UnknownPurpose, PurposeNotForThis."""
    purpose = of(code)
    possible = allowed(register, path)
    if purpose not in possible:
        raise PurposeNotForThis(str(purpose.name), [str(each.name) for each in possible])
    return purpose
