"""What is done with keys, as the audit trail names it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Promise] = {
    "access.issue_key": _("Issued an API key"),
    "access.revoke_key": _("Revoked an API key"),
}
