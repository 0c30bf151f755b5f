"""allauth's forms with the lock-out around the codes, and with the names of fields this site has."""

from allauth.account.forms import LoginForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError

from yunjiang.access.signing import addresses, lockout, second_factor
from yunjiang.access.signing.refusals import LockedOut


class SignInForm(LoginForm):
    """Sign-in name and password."""

    def add_prefix(self, field_name: str) -> str:
        """Call allauth's field "login" what it is here, for browsers that fill it in."""
        return super().add_prefix("username" if field_name == "login" else field_name)


class _GuardedCode(BaseAuthenticateForm):
    def clean_code(self) -> str:
        """Return the code if it is right and was not used before; count it as a failed sign-in otherwise."""
        address = addresses.of(context.request)
        try:
            entered = lockout.strike(self.user.username, address)
        except LockedOut as refusal:
            raise ValidationError(str(refusal), code="locked_out") from refusal
        try:
            code = self._right_code()
        except ValidationError:
            second_factor.note_wrong_code(self.user)
            lockout.confirm(entered, user=self.user, address=address)
            raise
        lockout.forgive(entered)
        return code

    def _right_code(self) -> str:
        code: str = super().clean_code()
        used = self.authenticator
        if used.type == Authenticator.Type.TOTP and not second_factor.spend(used, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SignInCodeForm(_GuardedCode, AuthenticateForm):
    """The second factor of a sign-in, as a code."""


class ConfirmCodeForm(_GuardedCode, ReauthenticateForm):
    """The second factor again, before something that needs it."""
