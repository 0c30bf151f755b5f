"""What was done to a record, request by request: which fields changed from what to what, by whom, when and why."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yunjiang.access.models import User
from yunjiang.registers.kit import history, scope
from yunjiang.registers.kit.declaration import Register
from yunjiang.registers.kit.history import ChangeShown, FieldChange
from yunjiang.registers.kit.models import Record
from yunjiang.web import listing
from yunjiang.web.pages.registers import frame, reading
from yunjiang.web.pages.selection import Unreadable


@dataclass(frozen=True)
class Act:
    """One request's changes as they are drawn: of an import its sheet; `together` tells what else belongs to the act."""

    number: int
    deed: str
    at: datetime
    by: str
    reason: str
    sheet: str
    sheet_href: str
    together: str
    together_href: str
    changes: Sequence[FieldChange]


def page(request: HttpRequest, user: User, register: type[Register], record: Record) -> HttpResponse:
    """Show what was done to the record, the newest first, a part at a time. Raises Unreadable."""
    before = request.GET.get("before", "")
    if before and not (before.isascii() and before.isdecimal() and int(before) < reading.LONGEST_NUMBER):
        raise Unreadable("before", before, _("a place in the history"))
    shown = history.leaf(register, record, int(before or 0))
    keeps = scope.may(register, user, register.keeps, record)
    beside = history.with_others(shown.acts)
    context = {
        "acts": [_act(each, beside, keeps=keeps) for each in shown.acts],
        "further_href": listing.turned(request, before=str(shown.further)) if shown.further else "",
        "first_href": request.path if before else "",
    }
    return frame.page(request, user, register, record, "history", context, here=frame.HISTORY)


def _act(shown: ChangeShown, beside: Collection[str], *, keeps: bool) -> Act:
    batch = next((each.batch for each in shown.change_sets if each.batch is not None), None)
    return Act(
        number=shown.change_sets[0].pk,
        deed=pgettext("between things", ", ").join(shown.deeds),
        at=shown.at,
        by=str(shown.by or ""),
        reason="" if batch and shown.reason == batch.file_name else shown.reason,
        sheet=batch.file_name if batch else "",
        sheet_href=reverse("register-batch", args=[batch.register, batch.pk]) if batch and keeps else "",
        together=" · ".join(_together(shown)),
        together_href=reverse("register-together", args=[shown.request_id])
        if shown.request_id in beside
        else "",
        changes=[each for each in shown.fields if each.before or each.after],
    )


def _together(shown: ChangeShown) -> Sequence[str]:
    told = [pgettext("of a record", "version %(number)d") % {"number": shown.revision}]
    for each in shown.change_sets:
        if each.record_count > 1:
            others = each.record_count
            told.append(
                ngettext(
                    "one of %(count)d record written together",
                    "one of %(count)d records written together",
                    others,
                )
                % {"count": others}
            )
        if each.change_request is not None:
            told.append(_("approved by %(who)s") % {"who": each.change_request.decided_by or "–"})
    return list(dict.fromkeys(told))
