"""What is done to sealed fields as a whole, as the audit trail names it; opening one is named by the room that opens it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Promise] = {
    "access.add_key": _("Made a new key for sealed fields"),
    "access.reseal": _("Sealed fields again under the current key"),
}
