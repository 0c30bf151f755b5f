"""Changes that assessment makes, as the audit trail names them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Promise] = {"assessment.run": _("Froze an assessment")}
