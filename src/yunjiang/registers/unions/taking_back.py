"""Taking sheets of unions and of firms back: what they brought is voided, what they changed gets its earlier values again.

A firm goes with the sheet that brought it unless somebody knows it by now: covers it, counted in it, changed it.
"""

from collections.abc import Sequence
from typing import Any

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext

from yunjiang.registers.kit import contents, effects, registry
from yunjiang.registers.kit.intake.staged import Work
from yunjiang.registers.kit.models import Deed, Difference, Record

from .models import Coverage, Enterprise, Headcount, Operation, Union

_VOIDED = "voided_at"
_AT_ONCE = 500


def unions(written: pl.DataFrame, work: Work) -> Sequence[int]:
    """Take unions of a batch back, with their coverages, then the firms; return those left alone: changed or used since."""
    left = []
    for record, revision, replaced in written.select("record", "revision", "replaced").iter_rows():
        union = Union.objects.select_for_update().get(pk=record)
        earlier = contents.read(replaced)
        is_brought = not earlier or earlier.get(_VOIDED) is not None
        if union.revision != revision or (is_brought and (union.posts.exists() or union.terms.exists())):
            left.append(record)
            continue
        if is_brought:
            for coverage in union.coverages.filter(voided_at=None):
                _void("union-coverage", coverage, work)
        _restore("unions", union, earlier or {_VOIDED: timezone.now().isoformat()}, work)
    _leave_out_firms(work)
    return left


def firms(written: pl.DataFrame, work: Work) -> Sequence[int]:
    """Take firms of a batch back; return those left alone: changed since, covered by a union, or counted by somebody else."""
    left = []
    headcounts, operations = _brought("headcounts", work), _brought("operations", work)
    for record, revision, replaced in written.select("record", "revision", "replaced").iter_rows():
        firm = Enterprise.objects.select_for_update().get(pk=record)
        earlier = contents.read(replaced)
        is_brought = not earlier or earlier.get(_VOIDED) is not None
        if firm.revision != revision or (is_brought and not _is_unused(firm, headcounts, operations)):
            left.append(record)
            continue
        if is_brought:
            _void_rows(firm, work)
        _restore("enterprises", firm, earlier or {_VOIDED: timezone.now().isoformat()}, work)
    _void_dated(headcounts, operations, work)
    return left


def _leave_out_firms(work: Work) -> None:
    """Void the firms that a sheet of unions brought and that are of no further use, and what it counted in others."""
    headcounts, operations = _brought("headcounts", work), _brought("operations", work)
    for firm in _rows(Enterprise, _brought("enterprises", work)):
        if _is_unused(firm, headcounts, operations):
            _void_rows(firm, work)
            _void("enterprises", firm, work)
    _void_dated(headcounts, {}, work)


def _brought(code: str, work: Work) -> dict[int, int]:
    """Return the records of a register that came with the batch, with their revisions then."""
    rows = Difference.objects.filter(
        register=code, change_set__batch=work.batch, change_set__deed=Deed.INTAKE
    )
    return dict(rows.values_list("record", "revision"))


def _rows(model: Any, brought: dict[int, int]) -> list[Any]:
    """Return those of a batch's records that stand as it left them."""
    numbers = sorted(brought)
    found = []
    for first in range(0, len(numbers), _AT_ONCE):
        rows = model.objects.filter(pk__in=numbers[first : first + _AT_ONCE], voided_at=None)
        found += [each for each in rows.order_by("pk") if each.revision == brought[each.pk]]
    return found


def _is_unused(firm: Enterprise, headcounts: dict[int, int], operations: dict[int, int]) -> bool:
    stands = {"voided_at": None}
    counted = set(firm.headcounts.filter(**stands).values_list("pk", flat=True))
    stated = set(firm.operations.filter(**stands).values_list("pk", flat=True))
    return (
        counted <= headcounts.keys()
        and stated <= operations.keys()
        and not Coverage.objects.filter(enterprise=firm, **stands).exists()
        and not Union.objects.filter(workplace=firm, **stands).exists()
    )


def _void_rows(firm: Enterprise, work: Work) -> None:
    for code, rows in (("headcounts", firm.headcounts), ("operations", firm.operations)):
        for row in rows.filter(voided_at=None):
            _void(code, row, work)


def _void_dated(headcounts: dict[int, int], operations: dict[int, int], work: Work) -> None:
    """Void what a sheet counted or said of firms that stay."""
    for row in _rows(Headcount, headcounts):
        _void("headcounts", row, work)
    for row in _rows(Operation, operations):
        if row.enterprise.operations.filter(voided_at=None).exclude(pk=row.pk).exists():
            _void("operations", row, work)


def _void(code: str, record: Record, work: Work) -> None:
    _change(code, record, {_VOIDED: timezone.now()}, work)


def _restore(code: str, record: Record, earlier: dict[str, Any], work: Work) -> None:
    register = registry.of(code)
    values = {path: contents.typed(register, path, each, is_whole=True) for path, each in earlier.items()}
    _change(code, record, values, work)


def _change(code: str, record: Record, values: dict[str, Any], work: Work) -> None:
    because = work.reason or gettext("Import taken back")
    effects.change(registry.of(code), record, values, by=work.by, because=because, deed=Deed.UNDO)
