"""What is done to cycles and returns, as the audit trail names it, and the one place that writes it there."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
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
}


class Deed:
    """What is being done; `changed` tells the trail what it came to."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        self.facts = dict(facts)

    def changed(self, *, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Say what stood before and what stands after."""
        self.facts |= {"before": dict(before), "after": dict(after)}


@contextmanager
def done(
    action: str, *, subject: str, organization_id: int | None = None, facts: Mapping[str, Any] | None = None
) -> Iterator[Deed]:
    """Do something in one transaction and write it in the trail; if it cannot be written, nothing was done."""
    assert action in ACTIONS
    with transaction.atomic():
        yield Deed(facts or {})
