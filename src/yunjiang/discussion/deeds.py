"""What is done to comments, as the audit trail names it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Promise] = {
    "discussion.comment": _("Commented on a figure"),
    "discussion.withdraw": _("Withdrew a comment"),
    "discussion.settle": _("Called a comment settled"),
    "discussion.reopen": _("Opened a settled comment again"),
}
