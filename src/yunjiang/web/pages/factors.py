"""One's own second factors: an authenticator app, passkeys, recovery codes; and proving again who one is before changing them."""

from typing import Any

from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCode
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yunjiang.access import trail
from yunjiang.access.models import User
from yunjiang.access.signing import second_factor
from yunjiang.web.signed_in import session_of


def factors(request: HttpRequest) -> HttpResponse:
    """Show what the person has set up, and what can be added; the first page of who must set one up."""
    user = request.user
    assert isinstance(user, User)
    found = list(Authenticator.objects.filter(user=user).order_by("pk"))
    context = {
        "app": next((each for each in found if each.type == Authenticator.Type.TOTP), None),
        "passkeys": [each.wrap() for each in found if each.type == Authenticator.Type.WEBAUTHN],
        "has_codes": any(each.type == Authenticator.Type.RECOVERY_CODES for each in found),
        "is_required": second_factor.is_required(user) and not user.is_demonstration,
    }
    return render(request, "pages/factors.html", context)


class _Recorded:
    """A form whose success is recorded in the trail, in one transaction with what it does."""

    action = ""
    kind = ""
    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        user = self.request.user
        assert isinstance(user, User)
        with trail.recording(
            self.action,
            subject=f"user:{user.pk}",
            organization_id=user.organization_id,
            facts={"kind": self.kind},
        ):
            answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        return answer


class _Removal(_Recorded):
    """Refuses to remove the last factor of who must have one."""

    action = "access.remove_second_factor"

    def form_valid(self, form: Any) -> HttpResponse:
        user = self.request.user
        assert isinstance(user, User)
        if second_factor.is_required(user) and second_factor.count(user) < 2:
            messages.error(self.request, _("Set up another second factor first: your role requires one."))
            return redirect("mfa_index")
        answer = super().form_valid(form)
        session = session_of(self.request)
        session.has_second_factor = False  # looked at anew with the next request
        session.save(update_fields=["has_second_factor"])
        return answer


class AddApp(_Recorded, ActivateTOTPView):
    action, kind = "access.add_second_factor", "totp"


class RemoveApp(_Removal, DeactivateTOTPView):
    kind = "totp"


class AddPasskey(_Recorded, AddWebAuthnView):
    action, kind = "access.add_second_factor", "passkey"


class RemovePasskey(_Removal, RemoveWebAuthnView):
    kind = "passkey"


class MakeRecoveryCodes(_Recorded, GenerateRecoveryCodesView):
    action, kind = "access.make_recovery_codes", "codes"


add_app = AddApp.as_view()
remove_app = RemoveApp.as_view()
add_passkey = AddPasskey.as_view()
remove_passkey = RemovePasskey.as_view()
recovery_codes = ViewRecoveryCodesView.as_view()
make_recovery_codes = MakeRecoveryCodes.as_view()
confirm_password = ReauthenticateView.as_view()  # allauth leads who has a second factor to that instead
confirm_code = ReauthenticateByCode.as_view()
confirm_passkey = ReauthenticateWebAuthnView.as_view()
