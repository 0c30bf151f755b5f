"""What is done with drafts, as the audit trail names it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Promise] = {
    "drafts.begin": _("Read a document into a draft of a plan"),
    "drafts.describe": _("Changed what the head of a draft says"),
    "drafts.accept": _("Accepted what was read"),
    "drafts.correct": _("Corrected what was read"),
    "drafts.reject": _("Rejected what was read"),
    "drafts.add": _("Added what was not read"),
    "drafts.reopen": _("Opened an item of a draft again"),
    "drafts.move": _("Moved an item of a draft"),
    "drafts.undo": _("Took back a decision about a draft"),
    "drafts.publish": _("Published a draft as a plan"),
    "drafts.drop": _("Dropped a draft"),
}
