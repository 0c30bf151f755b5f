"""What is done with applications to join, as the audit trail names it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Promise] = {
    "members.apply": _("Applied to join a union, from a phone"),
    "members.withdraw_application": _("Took an application to join back"),
    "members.read_application": _("Read what an applicant said"),
    "members.pass_asked": _("Asked for a member's pass"),
    "members.pass": _("Gave a member's pass"),
    "members.decide": _("Decided on an application to join"),
    "members.raise_application": _("Brought an overdue application to the unit above"),
}
