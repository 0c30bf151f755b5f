"""The acts of signing in, as the audit trail names them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Promise] = {
    "access.sign_in": _("Signed in"),
    "access.sign_in_failed": _("Failed to sign in"),
    "access.lock_out": _("Locked out after failures"),
    "access.unlock": _("Unlocked"),
    "access.sign_out": _("Signed out"),
    "access.session_ended": _("Session ended"),
    "access.change_password": _("Changed the password"),
    "access.add_second_factor": _("Set a second factor up"),
    "access.remove_second_factor": _("Removed a second factor"),
    "access.make_recovery_codes": _("Made recovery codes"),
    "access.expect_identity": _("Set by which identity a person is known"),
    "access.link_identity": _("Linked an identity"),
    "access.unlink_identity": _("Removed the link to an identity"),
}
