"""The acts that the trail hears of itself: refusals, what is done with it, `access.services` without another act around it,
and the reporting tree, whose room lies below and cannot record of itself.

Those of signing in are in `signing.deeds`, those of keeping people in `people.deeds`.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Promise] = {
    "access.create_person": _("Made an account"),
    "access.assign": _("Assigned a role"),
    "access.end_assignment": _("Ended an assignment"),
    "organizations.load": _("Loaded the reporting tree"),
    "access.refused": _("Was refused"),
    "trail.read": _("Read the audit trail"),
    "trail.export": _("Exported the audit trail"),
    "trail.verify": _("Verified the audit trail"),
}
