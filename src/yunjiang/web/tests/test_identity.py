"""Signing in through an identity provider: existing people only."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.http import HttpResponse
from django.test import Client

from yunjiang.access.models import AuditRecord, User
from yunjiang.access.signing import identity
from yunjiang.access.signing.refusals import IdentityClaimTaken
from yunjiang.access.tests.cast import PASSWORD, Cast
from yunjiang.web.tests.identity_provider import IdentityProvider, serving

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings: Any) -> Iterator[IdentityProvider]:
    with serving() as found:
        settings.YUNJIANG_OIDC_SERVER = found.address
        settings.SOCIALACCOUNT_PROVIDERS = found.settings
        yield found


def come_back(client: Client, query: str = "") -> HttpResponse:
    """Go to the provider, be known there, and come back with its answer."""
    away = client.get(f"/sign-in/with/identity/{query}")
    asked = parse_qs(urlsplit(away.headers["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    return client.get("/sign-in/with/identity/back/", {"code": "1", "state": asked["state"][0]})


def is_signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_it_works(client: Client, cast: Cast, provider: IdentityProvider) -> None:
    identity.expect(cast.clerk, "citizen-1")
    answer = come_back(client, "?next=/units/")
    assert answer.headers["Location"] == "/units/"
    assert client.get("/account/").context["user"] == cast.clerk


def test_the_link_is_kept_and_recorded(client: Client, cast: Cast, provider: IdentityProvider) -> None:
    identity.expect(cast.clerk, "citizen-1")
    come_back(client)
    assert SocialAccount.objects.get().user == cast.clerk
    assert AuditRecord.objects.filter(action="access.link_identity", subject=f"user:{cast.clerk.pk}").exists()


def test_another_claim_may_be_the_one_administrators_know(
    client: Client, cast: Cast, provider: IdentityProvider, settings: Any
) -> None:
    settings.YUNJIANG_OIDC_CLAIM = "employee_number"
    provider.claims = {"sub": "opaque", "employee_number": "530300-17"}
    identity.expect(cast.clerk, "530300-17")
    come_back(client)
    assert is_signed_in(client)


def test_who_has_no_account_gets_none(client: Client, cast: Cast, provider: IdentityProvider) -> None:
    before = User.objects.count()
    answer = come_back(client)
    assert "尚无对应账号" in answer.text
    assert not is_signed_in(client)
    assert (User.objects.count(), SocialAccount.objects.count()) == (before, 0)


def test_an_account_of_the_same_name_or_mail_is_not_taken_over(
    client: Client, cast: Cast, provider: IdentityProvider
) -> None:
    cast.owner.email = "owner@example.cn"
    cast.owner.save()
    provider.claims = {
        "sub": "x",
        "preferred_username": "owner",
        "email": "owner@example.cn",
        "email_verified": True,
    }
    come_back(client)
    assert not is_signed_in(client)


def test_a_person_links_the_two_when_signed_in(
    client: Client, cast: Cast, provider: IdentityProvider
) -> None:
    client.post("/sign-in/", {"username": "clerk", "password": PASSWORD})
    assert come_back(client, "?process=connect").headers["Location"] == "/account/"
    client.post("/sign-out/")
    come_back(client)
    assert client.get("/account/").context["user"] == cast.clerk


def test_an_identity_belongs_to_one_account(client: Client, cast: Cast, provider: IdentityProvider) -> None:
    SocialAccount.objects.create(user=cast.owner, provider="identity", uid="citizen-1")
    client.post("/sign-in/", {"username": "clerk", "password": PASSWORD})
    come_back(client, "?process=connect")
    assert SocialAccount.objects.get().user == cast.owner


def test_a_claim_belongs_to_one_account(cast: Cast) -> None:
    identity.expect(cast.owner, "same")
    with pytest.raises(IdentityClaimTaken, match="owner"):
        identity.expect(cast.clerk, "same")


def test_a_closed_account_stays_closed(client: Client, cast: Cast, provider: IdentityProvider) -> None:
    SocialAccount.objects.create(user=cast.clerk, provider="identity", uid="citizen-1")
    cast.clerk.is_active = False
    cast.clerk.save()
    come_back(client)
    assert not is_signed_in(client)


def test_a_token_signed_by_another_is_refused(client: Client, cast: Cast, provider: IdentityProvider) -> None:
    identity.expect(cast.clerk, "citizen-1")
    provider.signs_with = rsa.generate_private_key(65537, 2048)
    assert come_back(client).headers["Location"] == "/sign-in/"
    assert "未能确认您的身份" in client.get("/sign-in/").text
    assert not is_signed_in(client)


def test_userinfo_about_somebody_else_is_refused(
    client: Client, cast: Cast, provider: IdentityProvider
) -> None:
    identity.expect(cast.owner, "victim")
    provider.userinfo = {"sub": "victim"}
    come_back(client)
    assert not is_signed_in(client)


def test_an_answer_nobody_asked_for_is_refused(
    client: Client, cast: Cast, provider: IdentityProvider
) -> None:
    identity.expect(cast.clerk, "citizen-1")
    client.get("/sign-in/with/identity/back/", {"code": "1", "state": "made up"})
    assert not is_signed_in(client)


def test_without_a_provider_there_is_no_button_and_no_door(client: Client, cast: Cast) -> None:
    assert "统一身份认证" not in client.get("/sign-in/").text
    assert client.get("/sign-in/with/identity/").status_code == 404


def test_with_one_there_is(client: Client, cast: Cast, provider: IdentityProvider) -> None:
    assert "统一身份认证" in client.get("/sign-in/").text
    assert client.get("/sign-in/with/another/").status_code == 404


def test_the_administrator_removes_the_link(client: Client, cast: Cast, provider: IdentityProvider) -> None:
    identity.expect(cast.clerk, "citizen-1")
    come_back(client)
    client.post("/sign-out/")
    assert identity.unlink(cast.clerk) == 1
    come_back(client)
    assert not is_signed_in(client)
