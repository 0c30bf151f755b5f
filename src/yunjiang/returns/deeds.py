"""What is done to cycles and returns, as the audit trail names it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Promise] = {
    "returns.open_cycle": _("Open a reporting cycle"),
    "returns.close_cycle": _("Close a reporting cycle"),
    "returns.set_lock": _("Lock a reporting cycle"),
    "returns.recompute_due": _("Work out due days again"),
    "returns.extend": _("Extend a return"),
    "returns.save": _("Fill in a return"),
    "returns.submit": _("Submit a return"),
    "returns.withdraw": _("Withdraw a return"),
    "returns.approve": _("Approve a return"),
    "returns.send_back": _("Send a return back"),
    "returns.accept": _("Accept a return into the ledger"),
    "returns.reopen": _("Reopen a return"),
    "returns.declare_days_off": _("Enter days off"),
    "returns.withdraw_day_off": _("Take a day off out again"),
    "returns.prefill": _("Offer what registers and earlier returns show"),
    "returns.take_offers": _("Take over what was offered"),
    "returns.attach": _("Attach evidence"),
    "returns.remove_evidence": _("Take evidence back"),
    "returns.read_evidence": _("Read evidence"),
    "returns.take_template": _("Take a workbook to fill in"),
    "returns.take_workbook": _("Hand a workbook in"),
    "returns.sweep_files": _("Clear away unused files"),
}
