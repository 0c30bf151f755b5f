"""The link between a person and an identity provider's account: never a new person, always an existing one.

A link comes about in two ways: the person, signed in, connects the two; or an administrator sets beforehand the value by which
the provider knows the person (its claim YUNJIANG_OIDC_CLAIM), and the first sign-in with that value makes the link.
"""

from collections.abc import Mapping
from typing import Any

from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.signals import social_account_added
from django.conf import settings
from django.db import IntegrityError

from yunjiang.access import trail
from yunjiang.access.models import User
from yunjiang.access.signing.models import IdentityClaim
from yunjiang.access.signing.refusals import IdentityClaimTaken

PROVIDER = "identity"


def is_offered() -> bool:
    """Say whether the site has an identity provider."""
    return bool(settings.YUNJIANG_OIDC_SERVER)


def expect(user: User, value: str) -> None:
    """Set the claim by which the provider will know the person; an empty one takes it and the link back.

    Raises IdentityClaimTaken.
    """
    value = value.strip()
    if not value:
        unlink(user)
        return
    taken = IdentityClaim.objects.filter(value=value).exclude(user=user).select_related("user").first()
    if taken:
        raise IdentityClaimTaken(taken.user.username)
    try:
        with trail.recording(
            "access.expect_identity",
            subject=f"user:{user.pk}",
            organization_id=user.organization_id,
            facts={"claim": value},
        ):
            IdentityClaim.objects.update_or_create(user=user, defaults={"value": value})
    except IntegrityError as error:  # somebody else set the same at this moment
        raise IdentityClaimTaken("") from error


def expected(claims: Mapping[str, Any]) -> User | None:
    """Return the active person whom the administrator expects with these claims, or None."""
    value = claims.get(settings.YUNJIANG_OIDC_CLAIM)
    if not isinstance(value, str) or not value:
        return None
    found = IdentityClaim.objects.filter(value=value, user__is_active=True).select_related("user").first()
    return found.user if found else None


def links(user: User) -> list[SocialAccount]:
    """Return the accounts at the provider that open the person's account here."""
    return list(SocialAccount.objects.filter(user=user, provider=PROVIDER).order_by("pk"))


def unlink(user: User) -> int:
    """Remove the person's links and the expected claim; return how many links there were."""
    with trail.recording(
        "access.unlink_identity", subject=f"user:{user.pk}", organization_id=user.organization_id
    ):
        IdentityClaim.objects.filter(user=user).delete()
        removed, _by_model = SocialAccount.objects.filter(user=user, provider=PROVIDER).delete()
    return removed


def listen() -> None:
    """Record every link, by whichever way it came about; for the room's AppConfig.ready."""
    social_account_added.connect(_linked, dispatch_uid="yunjiang.access.signing.identity")


def _linked(sender: object, sociallogin: Any, **_: Any) -> None:
    user = sociallogin.user
    trail.note(
        "access.link_identity",
        subject=f"user:{user.pk}",
        organization_id=user.organization_id,
        facts={"identity": sociallogin.account.uid},
    )
