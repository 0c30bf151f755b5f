"""填一次: what is known already is not asked again. Offers from the registers and from last time, and what becomes of them.

What the registers show for the very unit and period is filled in by itself wherever nobody has touched the cell yet, and follows
the registers until somebody does. Last time's value is offered for what stands at a day (levels, balances) and taken by a click
only: a copied number is no report. What happened in a period (flows) is never offered from the period before. An offer stays
beside its cell whatever is written there, so that a changed one can be seen.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.access import trail
from yunjiang.access.models import User
from yunjiang.background import services as background
from yunjiang.ledger import queries as ledger
from yunjiang.ledger.models import MeasureKind
from yunjiang.plans import queries as plans

from . import filling
from .answers import LARGEST
from .filling import Answer, Saved
from .held import hold_many
from .models import Cell, CellChange, Cycle, Origin, Question, Return
from .past import Key, Past, pasts
from .refusals import NothingOffered
from .standing import is_filling_open
from .steps import written

_BATCH = 500


@dataclass(frozen=True)
class Offer:
    """A value offered for a cell. `position` is the ledger's as of which the registers were read; `period` the one last told."""

    question: str
    value: Decimal
    origin: Origin
    position: int | None = None
    period: str = ""
    stands: Decimal | None = None  # what is in the cell now

    @property
    def is_taken(self) -> bool:
        """Say whether the cell says what was offered."""
        return self.stands == self.value


@dataclass(frozen=True)
class Offered:
    """What offering came to."""

    offered_count: int = 0  # cells whose offer is new or another than before
    filled_count: int = 0  # cells filled in from the registers, or brought up to date with them


def offers(report: Return) -> dict[str, Offer]:
    """Return the offers that stand beside a return's cells, by question."""
    rows = report.cells.filter(prefilled__isnull=False).select_related("question")
    return {cell.question.code: _read(cell) for cell in rows}


def offer(reports: Return | Iterable[Return]) -> Offered:
    """Offer what is known now for returns of one cycle, and fill in what the registers show where nobody has written yet.

    Returns that take no answers now, and sections accepted already, are left alone. Doing it again changes nothing unless the
    registers did.
    """
    given = [reports] if isinstance(reports, Return) else list(reports)
    if not given:
        return Offered()
    cycle = Cycle.objects.select_related("plan_version__plan").get(pk=given[0].cycle_id)
    facts = {"returns": len(given)}
    with trail.recording("returns.prefill", subject=f"cycle:{cycle.pk}", facts=facts) as deed:
        held = {each.pk: each for each in hold_many(given) if is_filling_open(each)}
        cells = list(
            Cell.objects.filter(report__in=held, section__is_accepted=False).select_related("question")
        )
        position = ledger.position()
        known = _known(cycle, list(held.values()), cells)
        offered, filled, changes = [], [], []
        for cell in cells:
            unit = held[cell.report_id].organization_id
            new = _offered(cell, known.get((unit, cell.question_id), Past()), position)
            old = cell.prefilled
            follows = _follows(cell, old, new)
            if _told(old) != _told(new):
                cell.prefilled = new
                offered.append(cell)
            if follows and new is not None:
                changes.append(_fill(cell, Decimal(new["value"])))
                filled.append(cell)
        _write(held, offered, filled, changes)
        deed.changed(before={}, after={"offered": len(offered), "filled": len(filled)})
    return Offered(len(offered), len(filled))


def offer_soon(cycle: Cycle, by: User | None) -> None:
    """Have everything offered to all returns of a cycle in the background, once this transaction is committed."""
    title = _("Offers for %(cycle)s") % {"cycle": cycle.name}
    background.start("returns.offer", title, {"cycle": cycle.pk}, by=str(by or ""))


def take(report: Return, questions: Collection[str], *, by: User | None, version: int | None = None) -> Saved:
    """Write the offers of some questions into their cells, each with where it came from.

    Raises NothingOffered, and what `filling.save` raises.
    """
    standing = offers(report)
    missing = [code for code in questions if code not in standing]
    if missing:
        raise NothingOffered(missing)
    saved = Saved(report.version if version is None else version, 0)
    with trail.recording(
        "returns.take_offers",
        subject=f"return:{report.pk}",
        organization_id=report.organization_id,
        facts={"questions": sorted(questions)},
    ):
        for origin in (Origin.REGISTER, Origin.LAST_TIME):
            answers = {
                code: Answer(standing[code].value) for code in questions if standing[code].origin == origin
            }
            if answers:
                done = filling.save(
                    report, answers, by=by, origin=origin, version=None if version is None else saved.version
                )
                saved = Saved(done.version, saved.changed_count + done.changed_count)
    return saved


def _known(cycle: Cycle, reports: Sequence[Return], cells: Sequence[Cell]) -> dict[Key, Past]:
    """Return what is known of the cells' questions; nothing where the ledger cannot tell a unit from those below it."""
    if not cells:
        return {}
    questions: dict[int, Question] = {cell.question_id: cell.question for cell in cells}
    units = [each.organization_id for each in reports]
    below = Cell.objects.filter(report__cycle=cycle, report__place__parent__in=units)
    shared = {(unit, question) for unit, question in below.values_list("report__place__parent", "question")}
    first_day = plans.document(cycle.plan_version).first_day
    known = pasts(cycle, first_day, questions, units, shared)
    return {key: past for key, past in known.items() if key not in shared}


def _offered(cell: Cell, past: Past, position: int) -> dict[str, Any] | None:
    """Return the offer for a cell as it is kept; the registers go before last time."""
    if _fits(past.register, cell.question):
        return {
            "value": written(past.register),
            "origin": str(Origin.REGISTER),
            "position": position,
            "at": timezone.now().isoformat(timespec="seconds"),
        }
    if cell.question.kind != MeasureKind.FLOW and _fits(past.accepted, cell.question):
        return {
            "value": written(past.accepted),
            "origin": str(Origin.LAST_TIME),
            "period": past.last_period,
        }
    return None


def _fits(value: Decimal | None, question: Question) -> bool:
    """Say whether the cell could hold the value: registers may count more finely than is asked."""
    return value is not None and value == round(value, question.scale) and abs(value) < LARGEST


def _follows(cell: Cell, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> bool:
    """Say whether the register's value goes into the cell by itself: nobody has touched it, or nobody but the register."""
    if new is None or new["origin"] != Origin.REGISTER or written(cell.value) == new["value"]:
        return False
    if cell.changed_at is None:
        return cell.value is None and not cell.is_unavailable
    is_of_register = cell.origin == Origin.REGISTER and cell.changed_by_id is None
    return is_of_register and old is not None and written(cell.value) == old["value"]


def _told(offer: Mapping[str, Any] | None) -> tuple[Any, ...] | None:
    """Return what an offer says, apart from when it was read."""
    return None if offer is None else (offer["value"], offer["origin"], offer.get("period", ""))


def _fill(cell: Cell, value: Decimal) -> CellChange:
    before = {
        "value": written(cell.value),
        "unavailable": cell.is_unavailable,
        "explanation": cell.explanation,
    }
    cell.value, cell.origin = value, Origin.REGISTER
    cell.changed_at, cell.changed_by = timezone.now(), None
    after = before | {"value": written(value)}
    return CellChange(cell=cell, at=cell.changed_at, origin=Origin.REGISTER, before=before, after=after)


def _write(
    held: Mapping[int, Return],
    offered: Sequence[Cell],
    filled: Sequence[Cell],
    changes: Sequence[CellChange],
) -> None:
    Cell.objects.bulk_update(offered, ["prefilled"], batch_size=_BATCH)
    Cell.objects.bulk_update(filled, ["value", "origin", "changed_at", "changed_by"], batch_size=_BATCH)
    CellChange.objects.bulk_create(changes, batch_size=_BATCH)
    # Whoever has the form open learns of it as of any other change; that the registers wrote something begins no work.
    touched = [held[number] for number in sorted({cell.report_id for cell in filled})]
    for report in touched:
        report.version += 1
    Return.objects.bulk_update(touched, ["version"], batch_size=_BATCH)


def _read(cell: Cell) -> Offer:
    kept: Mapping[str, Any] = cell.prefilled or {}
    return Offer(
        question=cell.question.code,
        value=Decimal(kept["value"]),
        origin=Origin(kept["origin"]),
        position=kept.get("position"),
        period=kept.get("period", ""),
        stands=cell.value,
    )
