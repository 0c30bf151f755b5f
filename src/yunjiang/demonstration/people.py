"""Sign-ins to try the site with, made only where no real data are: random passwords, kept where the owner can read them."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from datetime import date

from django.conf import settings
from django.db import transaction

from yunjiang.access import services
from yunjiang.access.models import Role, User
from yunjiang.demonstration import unions
from yunjiang.ledger.models import Batch, DataSet
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Organization

FILE_NAME = "demonstration-sign-ins.json"

# Without the letters and digits that are taken for one another.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class _Account:
    username: str
    name: str
    role: Role
    works_at: str  # organization key
    scope: str  # organization key: the role holds here and below


_ACCOUNTS = (
    _Account("demo-office", "演示·省产改办", Role.OFFICE, "yn-cgb", "530000"),
    _Account("demo-prefecture", "演示·昆明市", Role.REVIEWER, "530100", "530100"),
    _Account("demo-county", "演示·五华区", Role.REPORTING_OFFICER, "530102", "530102"),
    _Account("demo-county-2", "演示·安宁市", Role.REPORTING_OFFICER, "530181", "530181"),
    _Account("demo-lead", "演示·省总工会", Role.LEAD_DEPARTMENT, "yn-zgh", "yn-zgh"),
    _Account("demo-register", "演示·五华区台账", Role.REGISTER_OFFICER, "530102", "530102"),
    _Account("demo-union", "演示·安宁市总工会", Role.REGISTER_OFFICER, *2 * (unions.general_of("530181"),)),
    _Account("demo-auditor", "演示·审计", Role.AUDITOR, "yn-cgb", "530000"),
    _Account("demo-system", "演示·系统管理员", Role.SYSTEM_ADMINISTRATOR, "yn-cgb", "530000"),
    _Account("demo-security", "演示·安全管理员", Role.SECURITY_ADMINISTRATOR, "yn-cgb", "530000"),
    _Account("demo-audit", "演示·审计管理员", Role.AUDIT_ADMINISTRATOR, "yn-cgb", "530000"),
)


@dataclass(frozen=True)
class SignIn:
    """One demonstration account with its password, as printed."""

    username: str
    password: str
    role: str
    scope: str  # name of the unit


def are_allowed() -> bool:
    """Say whether demonstration sign-ins may exist: not beside operational data, which they would open."""
    return not Batch.objects.filter(data_set=DataSet.OPERATIONAL).exists()


@transaction.atomic
def make(on: date) -> list[SignIn]:
    """Make the accounts that are missing or were ended, and return all whose passwords are kept.

    Does nothing but read where they are not allowed; who works at a unit that is not there yet is left out.
    """
    if not are_allowed():
        return kept()
    active = set(User.objects.filter(is_active=True).values_list("username", flat=True))
    missing = [account for account in _ACCOUNTS if account.username not in active]
    there = set(
        Organization.objects.filter(key__in=[each.scope for each in missing]).values_list("key", flat=True)
    )
    made = [_make(account, on) for account in missing if account.scope in there]
    if made:
        fresh = {each.username for each in made}
        _keep([*(each for each in kept() if each.username not in fresh), *made])
    return kept()


def kept() -> list[SignIn]:
    """Return the sign-ins whose passwords are still kept; none once the file is deleted."""
    path = settings.HOME / FILE_NAME
    if not path.exists():
        return []
    return [SignIn(**each) for each in json.loads(path.read_text("utf-8"))]


def forget() -> int:
    """End the demonstration accounts and delete the kept passwords; return how many accounts ended."""
    (settings.HOME / FILE_NAME).unlink(missing_ok=True)
    names = [account.username for account in _ACCOUNTS]
    return User.objects.filter(username__in=names, is_active=True).update(is_active=False)


def account(username: str) -> User | None:
    """Return a demonstration account that can sign in, for what the demonstration itself has somebody do."""
    return User.objects.filter(username=username, is_active=True, is_demonstration=True).first()


def are_active() -> bool:
    """Say whether any demonstration account can sign in."""
    return User.objects.filter(
        username__in=[account.username for account in _ACCOUNTS], is_active=True
    ).exists()


def _make(account: _Account, on: date) -> SignIn:
    password = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
    scope = organizations.resolve(account.scope)
    user = User.objects.filter(username=account.username).first()
    if user is None:
        user = services.create_person(
            account.username,
            password,
            name=account.name,
            organization=organizations.resolve(account.works_at),
            is_password_checked=False,
            is_demonstration=True,
        )
    else:
        user.set_password(password)
        user.is_active = user.is_demonstration = True
        user.save(update_fields=["password", "is_active", "is_demonstration"])
    services.assign(user, account.role, scope, valid_from=on)
    standing = organizations.standing(scope.pk, on)
    return SignIn(
        account.username, password, str(account.role.label), standing.name if standing else account.scope
    )


def _keep(sign_ins: list[SignIn]) -> None:
    """Write the passwords where only the owner of the site can read them."""
    path = settings.HOME / FILE_NAME
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump([asdict(each) for each in sign_ins], file, ensure_ascii=False, indent=2)
