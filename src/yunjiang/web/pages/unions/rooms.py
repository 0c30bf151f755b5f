"""The pages about unions, by their addresses' names."""

from django.utils.translation import gettext_lazy as _

ROOMS = {
    "union-tree": _("Tree"),
    "union-coverage": _("Coverage"),
    "union-terms": _("Elections due"),
}
