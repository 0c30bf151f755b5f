"""What is done on pages and in no room below, as the audit trail names it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Promise] = {
    "web.search": _("Searched for people"),
    "web.export": _("Exported a table"),
    "web.view_shared": _("Shared a saved view"),
    "web.view_withdrawn": _("Withdrew a shared view"),
}
