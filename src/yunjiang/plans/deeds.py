"""Changes to plans, as the audit trail names them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Promise] = {
    "plans.load": _("Loaded a version of a plan"),
    "plans.allocate": _("Handed a target down"),
    "plans.decide_lead": _("Decided who leads an indicator"),
}
