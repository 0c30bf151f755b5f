"""The pages about members, by their addresses' names."""

from django.utils.translation import gettext_lazy as _

ROOMS = {
    "member-quality": _("Quality of the records"),
    "member-applications": _("Applications to join"),
    "member-transfers": _("Transfers"),
    "member-campaigns": _("Drives to confirm"),
}
