"""Acts on documents, as the audit trail names them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Promise] = {
    "documents.write": _("Wrote a document"),
    "documents.download": _("Downloaded a document"),
}
