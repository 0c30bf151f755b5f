"""The acts that the trail hears of itself: refusals, and what is done with it. Those of signing in are in `signing.deeds`."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Promise] = {
    "access.refused": _("Was refused"),
    "trail.read": _("Read the audit trail"),
    "trail.export": _("Exported the audit trail"),
    "trail.verify": _("Verified the audit trail"),
}
