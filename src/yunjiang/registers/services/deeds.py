"""What is done with services, as the audit trail names it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Promise] = {
    "services.allot": _("Allotted places of a service"),
}
