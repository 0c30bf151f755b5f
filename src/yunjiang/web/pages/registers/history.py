"""What was done to a record, request by request: which fields changed from what to what, by whom, when and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yunjiang.access.models import User
from yunjiang.registers.kit import history
from yunjiang.registers.kit.declaration import Register
from yunjiang.registers.kit.history import ChangeShown, FieldChange
from yunjiang.registers.kit.models import Record
from yunjiang.web.pages.registers import frame


@dataclass(frozen=True)
class Act:
    """One request's changes as they are drawn; `together` tells what else belongs to the act."""

    number: int
    deed: str
    at: datetime
    by: str
    reason: str
    together: str
    changes: Sequence[FieldChange]


def page(request: HttpRequest, user: User, register: type[Register], record: Record) -> HttpResponse:
    """Show what was done to the record, the newest first."""
    shown = history.differences(register, record)
    context = {"acts": [_act(each) for each in shown], "has_more": len(shown) >= history.MOST}
    return frame.page(request, user, register, record, "history", context, here=frame.HISTORY)


def _act(shown: ChangeShown) -> Act:
    return Act(
        number=shown.change_sets[0].pk,
        deed=pgettext("between things", ", ").join(shown.deeds),
        at=shown.at,
        by=str(shown.by or ""),
        reason=shown.reason,
        together=" · ".join(_together(shown)),
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
