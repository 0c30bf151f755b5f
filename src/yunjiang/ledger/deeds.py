"""Changes to the ledger, as the audit trail names them: one record a batch, not a row."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Promise] = {
    "ledger.post": _("Posted to the ledger"),
    "ledger.seal": _("Sealed a segment"),
    "ledger.rewrite": _("Wrote a segment's file anew"),
    "ledger.declare": _("Declared measures"),
}
