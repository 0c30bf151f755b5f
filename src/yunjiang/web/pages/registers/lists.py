"""A register's list: its filters, the columns chosen, a page of rows by key, and what may be done with those picked."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.registers.kit import columns, extras, filters, lists, putting
from yunjiang.registers.kit.columns import ColumnKind
from yunjiang.registers.kit.declaration import Register
from yunjiang.registers.kit.filters import Wanted
from yunjiang.registers.kit.lists import Page
from yunjiang.registers.kit.masks import Reader
from yunjiang.registers.kit.models import Record
from yunjiang.registers.kit.refusals import NoPlaceInList
from yunjiang.web import listing
from yunjiang.web.components.numbers import Number
from yunjiang.web.components.said import Crumb, Empty
from yunjiang.web.components.tables import Cell, Column, Row, Table
from yunjiang.web.pages.registers import adding, bulk, exporting, frame, reading, sieve
from yunjiang.web.pages.registers.sieve import chosen_columns, known_columns
from yunjiang.web.pages.selection import Unreadable
from yunjiang.web.templatetags.parts import Fault


@dataclass(frozen=True)
class Choice:
    """One column that the list may have."""

    value: str
    name: str
    is_chosen: bool


def register(request: HttpRequest, register: str) -> HttpResponse:
    """List the records that fit, a page at a time. Raises Refused, Http404, Unreadable."""
    user, found = reading.register(request, register)
    wanted = filters.parse(found, dict(request.GET.lists()))
    after = request.GET.get("after", "")
    local = extras.seen_by(found, user)
    known = known_columns(found, local)
    reach = permission.reach(user, found.reads)
    paths = _title_first(found, chosen_columns(request.GET.getlist("columns"), found, known))
    try:
        page = lists.page(found, user, wanted, after=after, paths=paths)
    except NoPlaceInList:
        raise Unreadable("after", after, _("a place in the list")) from None
    keeps = found.keeps in permission.acts_anywhere(user)
    deeds = bulk.deeds(found, user) if page.rows else []
    context = {
        "register": found,
        "crumbs": [Crumb(_("Registers"), reverse("registers")), Crumb(str(found.name))],
        "lead": _("%(register)s: %(count)s records") % {"register": found.name, "count": page.told_count},
        "text": wanted.search,
        "search_label": _search_label(found),
        "sieves": sieve.sieves(request, found, wanted, sieve.local_filters(wanted, local, reach)),
        "chips": sieve.chips(request, wanted),
        "faults": [
            Fault(each.text, href=f"#sieve-{each.name.replace('__', '-')}") for each in wanted.problems
        ],
        "choices": _choices(found, known, paths),
        "here": request.path,
        "look_on_href": listing.turned(request, after=page.further) if page.further and not page.rows else "",
        "table": _table(request, user, found, wanted, page, paths, is_picked=bool(deeds)),
        "adding": adding.way(found, user),
        "uncounted_href": reverse("register-uncounted", args=[found.code]) if found.counts else "",
        "import_href": _import_href(found) if keeps else "",
        "local_href": reverse("register-local-columns", args=[found.code]) if keeps else "",
        "bulk_deeds": deeds,
        "bulk_parts": sieve.kept(request, found) if deeds else [],
        "bulk_all": _("All %(count)s that fit") % {"count": page.told_count} if not wanted.problems else "",
        **exporting.asked(request, user, found),
    }
    return render(request, "pages/registers/list.html", context)


def _title_first(register: type[Register], paths: Sequence[str]) -> list[str]:
    """Return the columns with the one that names a record before the others: it stays when the others scroll or fold away."""
    return sorted(paths, key=lambda path: path != register.title)


def _choices(register: type[Register], known: Sequence[str], paths: Sequence[str]) -> list[Choice]:
    return [Choice(path, str(columns.column(register, path).label), path in paths) for path in known]


def _import_href(register: type[Register]) -> str:
    if register.intake is None:
        return ""
    try:
        return reverse("register-import", args=[register.code])
    except NoReverseMatch:
        return ""


def _search_label(register: type[Register]) -> str:
    """Return the names of what the search box finds."""
    paths = [each if isinstance(each, str) else each.path for each in register.search]
    known = []
    for path in paths:
        base = path.removesuffix("__startswith")
        if base.removesuffix("_key") in register.masked:  # found by a digest of what is masked
            base = base.removesuffix("_key")
        known.append(str(columns.column(register, base).label))
    return " / ".join(dict.fromkeys(known))


def _table(
    request: HttpRequest,
    user: User,
    register: type[Register],
    wanted: Wanted,
    page: Page,
    paths: Sequence[str],
    *,
    is_picked: bool,
) -> Table:
    shown = columns.rows_shown(register, page.rows, paths, Reader(user))
    kinds = [columns.column(register, path) for path in paths]
    is_further = bool(request.GET.get("after"))
    return Table(
        name=f"register-{register.code}",
        title=_("Records"),
        columns=[_column(register, kind, place) for place, kind in enumerate(kinds)],
        rows=[_row(register, record, cells) for record, cells in zip(page.rows, shown, strict=True)],
        empty=_empty(register, wanted),
        told=_("%(count)s that fit") % {"count": page.told_count}
        if not wanted.is_empty
        else _("%(count)s in all") % {"count": page.told_count},
        next_href=listing.turned(request, after=page.further) if page.further else "",
        first_href=listing.turned(request, after="") if is_further else "",
        picks="record" if is_picked else "",
        has_own_columns=True,
    )


def _column(register: type[Register], kind: ColumnKind, place: int) -> Column:
    is_state = register.flow is not None and kind.path == register.flow.field
    where = "whole" if is_state or place < 6 else "fold"
    return Column(kind.path, str(kind.label), is_number=kind.is_number, place=where)


def _row(register: type[Register], record: Record, cells: Sequence[columns.Cell]) -> Row:
    drawn = [_cell(register, record, cell) for cell in cells]
    name = cells[0].text or putting.title(register, record)
    small = _("voided") if record.voided_at is not None else ""
    drawn[0] = Cell(name, small, reverse("register-record", args=[register.code, record.pk]))
    return Row(
        drawn, key="" if record.voided_at else str(record.pk), tone="silent" if record.voided_at else ""
    )


def _cell(register: type[Register], record: Record, cell: columns.Cell) -> Cell:
    if register.flow is not None and cell.column.path == register.flow.field:
        mark = frame.state_mark(register, record)
        assert mark is not None
        return Cell(mark)
    if cell.column.is_number and cell.text:
        return Cell(Number(cell.text, ""))
    return Cell(cell.text or "–", tone="" if cell.text else "silent")


def _empty(register: type[Register], wanted: Wanted) -> Empty:
    if wanted.is_empty:
        return Empty(
            _("Nothing is on record here yet"),
            _(
                "Records that are added one by one or imported from a sheet stand here. Begin with either above."
            ),
        )
    return Empty(
        _("Nothing fits"),
        _("No record in your units fits all of what is asked. Take a filter away, or search for less."),
        _("Show everything"),
        reverse("register", args=[register.code]),
    )
