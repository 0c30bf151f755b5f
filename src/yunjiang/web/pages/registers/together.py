"""All that one request did: to which records of which registers, as far as the reader may read them."""

from collections.abc import Mapping, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.access.models import User
from yunjiang.registers.kit import history, putting, registry, scope
from yunjiang.registers.kit.history import ChangeShown
from yunjiang.registers.kit.models import Record
from yunjiang.web.components.said import Crumb, Empty
from yunjiang.web.components.tables import Cell, Column, Row, Table
from yunjiang.web.pages.registers import frame, reading

_FIELDS = 3  # told of each record; its own history tells all


def together(request: HttpRequest, request_id: str) -> HttpResponse:
    """Show what a request did. Raises Refused, Http404."""
    user = reading.who(request)
    touched = history.touched_by(request_id)
    records = _readable(user, touched)
    shown = [each for each in touched if (each.register, each.record) in records]
    if not shown:
        raise Http404(_("Nothing of your units was written by this."))
    first = shown[0]
    context = {
        "lead": _("Written together: %(count)d records") % {"count": len(shown)},
        "under": " · ".join(
            [f"{timezone.localtime(first.at):%Y-%m-%d %H:%M}", str(first.by or _("by itself"))]
        ),
        "crumbs": [Crumb(_("Registers"), reverse("registers")), Crumb(_("Written together"))],
        "is_cut": len(touched) >= history.MOST,
        "most": history.MOST,
        "table": Table(
            name="together",
            title=_("Records"),
            columns=[
                Column("record", _("Record")),
                Column("deed", pgettext("of a record", "What was done"), place="plain"),
                Column("fields", _("What changed"), place="whole"),
            ],
            rows=[_row(each, records[each.register, each.record]) for each in shown],
            empty=Empty(_("Nothing here yet"), ""),
        ),
    }
    return render(request, "pages/registers/together.html", context)


def _readable(user: User, touched: Sequence[ChangeShown]) -> Mapping[tuple[str, int], Record]:
    """Return the records that the person may read, in one query for each register."""
    numbers: dict[str, set[int]] = {}
    for each in touched:
        numbers.setdefault(each.register, set()).add(each.record)
    found: dict[tuple[str, int], Record] = {}
    for code, wanted in numbers.items():
        register = registry.of(code)
        rows = scope.visible(register, user, with_voided=True).filter(pk__in=wanted)
        found |= {(code, row.pk): row for row in rows.select_related(*register.related)}
    return found


def _row(shown: ChangeShown, record: Record) -> Row:
    register = registry.of(shown.register)
    told = [each for each in shown.fields if each.before or each.after]
    texts = [f"{each.label}: {each.before or '–'} → {each.after or '–'}" for each in told[:_FIELDS]]
    if len(told) > _FIELDS:
        texts.append("…")
    return Row(
        [
            Cell(
                putting.title(register, record),
                small=str(register.name),
                href=reverse("register-tab", args=[register.code, record.pk, frame.HISTORY]),
            ),
            Cell(pgettext("between things", ", ").join(shown.deeds)),
            Cell("; ".join(texts) or "–"),
        ]
    )
