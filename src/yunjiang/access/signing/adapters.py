"""What allauth asks this site, answered by the rules of this package."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yunjiang.access import permission
from yunjiang.access.models import Role, User
from yunjiang.access.permission import ACTS_OF_ROLE, Act
from yunjiang.access.signing import addresses, identity, lockout, passwords, sealing, second_factor, sessions
from yunjiang.access.signing.refusals import LockedOut

# allauth's notes that a person is shown; of the others ("signed in", "signed out") the page itself speaks.
_NOTES = {
    "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is removed."),
    "mfa/messages/webauthn_added.txt": _("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
    "socialaccount/messages/account_connected.txt": _("The identity is linked to your account."),
    "socialaccount/messages/account_connected_other.txt": _(
        "This identity is linked to another account already."
    ),
}


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by name and password, closed to newcomers, under the lock-out."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("The sign-in name or the password is wrong."),
        "incorrect_password": _("The password is wrong."),
        "incorrect_code": _("The code is wrong or was used before. Wait for the next one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead to one's first page: who fills in, reviews or stands at a counter to that work, everybody else to the overview."""
        acts = permission.acts_anywhere(request.user)
        if Act.REDEEM_SERVICES in acts and acts <= ACTS_OF_ROLE[Role.SERVICE_DESK]:
            return reverse("service-redeem")
        reports = not acts.isdisjoint({Act.FILL_RETURNS, Act.REVIEW_RETURNS})
        watches = not acts.isdisjoint({Act.MANAGE_CYCLES, Act.ACCEPT_RETURNS, Act.READ_AUDIT_TRAIL})
        return reverse("work" if reports and not watches else settings.LOGIN_REDIRECT_URL)

    def get_login_stages(self) -> list[str]:
        return ["allauth.mfa.stages.AuthenticateStage"]

    def get_client_ip(self, request: HttpRequest) -> str:
        return addresses.of(request)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return the active person with this name and password; one answer for every other case."""
        username, address = str(credentials.get("username", "")), addresses.of(request)
        try:
            entered = lockout.strike(username, address)
        except LockedOut as refusal:
            raise ValidationError(str(refusal), code="locked_out") from refusal
        found = super().authenticate(request, **credentials)
        if not isinstance(found, User) or not found.is_active:
            known = User.objects.filter(username__iexact=username.strip()).first()
            lockout.confirm(entered, user=known, address=address)
            return None
        lockout.forgive(entered)
        if passwords.is_spent(found):  # told only to who knows it
            raise ValidationError(
                gettext("This one-time password is too old. Ask whoever gave it to you for a new one."),
                code="one_time_password_spent",
            )
        return found

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave allauth's own count out: it lives in one process's memory, ours in the database."""

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        lockout.clear(user.username)
        assert request.session.session_key
        sessions.begin(
            user,
            request.session.session_key,
            address=addresses.of(request),
            agent=request.META.get("HTTP_USER_AGENT", ""),
        )

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        messages.error(request, gettext("This account is closed. Ask the system administrator."))
        return redirect("sign-in")

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Ask again only when the last proof of who it is, signing in included, lies a while back."""
        request = context.request
        records = get_authentication_records(request, request.user)
        proofs = [record["at"] for record in records if record["method"] in ("password", "mfa")]
        return not proofs or time.time() - proofs[-1] > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Ask who has a second factor for that: a stolen password shall not remove it."""
        methods = super().get_reauthentication_methods(user)
        stronger = [each for each in methods if each["id"] != "reauthenticate"]
        return stronger if user.is_authenticated and second_factor.is_set_up(user) else methods

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        told = message or _NOTES.get(message_template or "")
        if told:
            messages.add_message(request, level, str(told), extra_tags=extra_tags)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Authenticator apps, passkeys and recovery codes; their secrets sealed."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is wrong or was used before. Wait for the next one."),
        "cannot_delete_authenticator": _("Set up another second factor first: your role requires one."),
    }

    def encrypt(self, text: str) -> str:
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.open_sealed(encrypted_text)

    def get_totp_issuer(self) -> str:
        return gettext("Yunjiang")

    def _get_site_name(self) -> str:
        return gettext("Yunjiang")

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.username)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return gettext("Passkey")


class IdentityAdapter(DefaultSocialAccountAdapter):
    """Sign-in through the identity provider: to existing people only."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Link a first sign-in to the person whom the administrator expects with these claims, if any."""
        if sociallogin.is_existing or sociallogin.state.get("process") == "connect":
            return
        told = sociallogin.account.extra_data
        claims = {**(told.get("userinfo") or {}), **(told.get("id_token") or {})}
        person = identity.expected(claims)
        if person is not None:
            sociallogin.connect(request, person)

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return str(redirect("account").url)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        messages.error(
            request,
            gettext("The identity provider did not confirm who you are. Try again, or use your password."),
        )
        raise ImmediateHttpResponse(redirect("sign-in"))
