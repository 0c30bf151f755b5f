"""Signing in and out: allauth's ceremonies on this site's addresses, with its templates."""

from typing import Any

from allauth.account.models import Login
from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.internal import flows
from allauth.mfa.webauthn.views import LoginWebAuthnView
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from yunjiang.access.signing import identity, sessions
from yunjiang.web.signed_in import session_of


class SignIn(LoginView):
    """By sign-in name and password; the page also offers the passkey and the identity provider."""

    template_name = "sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["identity_provider"] = settings.YUNJIANG_OIDC_NAME if identity.is_offered() else ""
        context["next"] = self.get_next_url() or ""
        return context


class SignInByPasskey(LoginWebAuthnView):
    """By a passkey alone, which proves the device and, by PIN or fingerprint, the person: both factors at once."""

    def form_valid(self, form: Any) -> HttpResponse:
        authenticator = form.cleaned_data["credential"]
        login = Login(user=authenticator.user, redirect_url=self._way_back())
        return flows.perform_passwordless_login(self.request, authenticator, login)

    def _way_back(self) -> str | None:
        from allauth.account.utils import get_next_redirect_url

        return get_next_redirect_url(self.request)


class SignInSecondFactor(AuthenticateView):
    """The second factor, after the password was right."""


sign_in = login_not_required(SignIn.as_view())
sign_in_passkey = method_decorator(login_not_required, name="dispatch")(SignInByPasskey).as_view()
sign_in_second_factor = SignInSecondFactor.as_view()


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session: what the server kept of it is deleted, the cookie leads nowhere."""
    sessions.end(session_of(request))
    logout(request)
    return redirect("sign-in")


class VerifyingAdapter(OpenIDConnectOAuth2Adapter):
    """Checks every signature of the provider, also where OpenID Connect lets a direct connection do instead."""

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return claims

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> Any:
        login = super().complete_login(request, app, token, **kwargs)
        told = login.account.extra_data
        # OpenID Connect Core 5.3.2: what is told beside the signed token counts only about the same person.
        if (told.get("userinfo") or {}).get("sub") != (told.get("id_token") or {}).get("sub"):
            raise OAuth2Error("userinfo and id_token speak of different people")
        return login


@login_not_required
def identity_begin(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Lead to the identity provider; with `process=connect`, to link it to the account of who is signed in."""
    return _identity(OAuth2LoginView, request, provider_id)


@login_not_required
def identity_return(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Take what the identity provider says."""
    return _identity(OAuth2CallbackView, request, provider_id)


def _identity(view: Any, request: HttpRequest, provider_id: str) -> HttpResponseBase:
    if not identity.is_offered() or provider_id != identity.PROVIDER:
        raise Http404
    answer: HttpResponseBase = view.adapter_view(VerifyingAdapter(request, provider_id))(request)
    return answer
