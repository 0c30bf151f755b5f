"""What is done in registers, as the audit trail names it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Promise] = {
    "registers.create": _("Added a record"),
    "registers.change": _("Changed a record"),
    "registers.void": _("Voided a record"),
    "registers.restore": _("Restored a voided record"),
    "registers.read": _("Read a record"),
    "registers.unmask": _("Unmasked a field"),
    "registers.export": _("Exported records"),
    "registers.search": _("Looked a person up by an identifying number"),
    "registers.move": _("Moved a record on in its workflow"),
    "registers.bulk": _("Changed many records"),
    "registers.bulk_act": _("Asked for a change of all records that fit"),
    "registers.request": _("Asked for a change of a guarded field"),
    "registers.decide": _("Decided on a change that was asked for"),
    "registers.attach": _("Attached a file to a record"),
    "registers.detach": _("Took a file off a record"),
    "registers.notice": _("Kept a public notice"),
    "registers.intake": _("Imported records"),
    "registers.undo": _("Took an import back"),
    "registers.post": _("Posted records to the ledger"),
    "registers.extra": _("Declared a local column"),
}
