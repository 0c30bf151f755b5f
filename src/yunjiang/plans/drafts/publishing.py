"""From a draft to a plan: what is still wrong with it, its plan file, its version; or its end."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from yunjiang.plans import services, syntax
from yunjiang.plans.models import PlanVersion
from yunjiang.plans.problem import Problem
from yunjiang.plans.reader import drafting
from yunjiang.plans.reader.drafting import Drafted
from yunjiang.plans.reader.items import ISSUE, Head, ReadItem

from . import examples, queries
from .acts import acting
from .beginning import refuse_code
from .models import Draft, DraftItem, DraftState, ItemVerdict
from .refusals import NoReason, OpenItems, UnsoundDraft


@dataclass(frozen=True)
class Flaw:
    """One thing wrong with the plan file as it would be now, and the item it comes from; None: of the plan as a whole."""

    problem: Problem
    item: DraftItem | None

    @property
    def is_error(self) -> bool:
        return self.problem.is_error

    def __str__(self) -> str:
        return self.problem.sentence()


def plan_file(draft: Draft) -> str:
    """Return the plan file that a draft amounts to now: all that was not rejected, decided or not."""
    return drafting.written(_drafted(draft, _living(draft)).plan)


def checked(draft: Draft) -> list[Flaw]:
    """Return what the plan's own lint says of the file as it would be now, each problem at the item it comes from."""
    living = _living(draft)
    drafted = _drafted(draft, living)
    text = drafting.written(drafted.plan)
    _document, problems = services.check(text)
    lines = _lines(text, drafted)
    starts = [line for line, _number in lines]
    flaws = []
    for each in problems:
        at = bisect_right(starts, each.line) - 1
        number = lines[at][1] if at >= 0 and each.line else None
        flaws.append(Flaw(each, None if number is None else living[number]))
    return flaws


def publish(draft: Draft, *, by: str) -> PlanVersion:
    """Make the draft a version of its plan: loaded, its measures declared, its corrections kept as examples, the draft closed.

    Raises OpenItems, UnsoundDraft, OwnedByAnother, DraftEnded.
    """
    with acting("publish", draft.pk, by) as (held, deed):
        refuse_code(held.code, held.owner)
        waiting = list(held.items.filter(verdict=ItemVerdict.OPEN))
        if waiting:
            raise OpenItems(waiting)
        flaws = [each for each in checked(held) if each.is_error]
        if flaws:
            raise UnsoundDraft(flaws)
        loaded = services.load(plan_file(held), by)
        kept = examples.keep(held)
        _end(held, DraftState.PUBLISHED, by, version=loaded.version)
        deed.learned(plan=held.code, version=loaded.version.number, examples=kept)
    _refresh(draft, held)
    return loaded.version


def drop(draft: Draft, reason: str, *, by: str) -> Draft:
    """Give a draft up; the document may be read anew. Raises NoReason, DraftEnded."""
    if not reason.strip():
        raise NoReason
    with acting("drop", draft.pk, by) as (held, deed):
        deed.learned(reason=reason)
        held.reason = reason.strip()[:400]
        _end(held, DraftState.DROPPED, by)
    return held


def _end(draft: Draft, state: str, by: str, version: PlanVersion | None = None) -> None:
    draft.state, draft.version = state, version
    draft.ended_at, draft.ended_by = timezone.now(), by
    draft.revision += 1
    draft.items.update(closed_at=draft.ended_at)
    draft.save(update_fields=["state", "version", "reason", "ended_at", "ended_by", "revision"])


def _refresh(draft: Draft, held: Draft) -> None:
    """Let the caller's draft say what became of it."""
    draft.state, draft.version, draft.revision = held.state, held.version, held.revision
    draft.ended_at, draft.ended_by = held.ended_at, held.ended_by


def _living(draft: Draft) -> list[DraftItem]:
    return list(queries.items(draft).exclude(verdict=ItemVerdict.REJECTED))


def _drafted(draft: Draft, living: Sequence[DraftItem]) -> Drafted:
    """Return the plan file of the items that were not rejected; those under a rejected one stand under what is above it."""
    above = dict(draft.items.values_list("pk", "parent_id"))
    places = {each.pk: number for number, each in enumerate(living)}
    items = []
    for each in living:
        at = each.parent_id
        while at is not None and at not in places:
            at = above.get(at)
        items.append(
            ReadItem(
                each.kind,
                each.start,
                each.end,
                each.values,
                each.confidence,
                each.rule,
                parent=None if at is None else places[at],
            )
        )
    head = Head(
        draft.name,
        draft.document_number,
        draft.first_day,
        draft.last_day,
        draft.goal,
        first_year=int(draft.read.get("first_year") or 0) or None,
        last_year=int(draft.read.get("last_year") or 0) or None,
        **{name: getattr(draft, name) for name in ISSUE},
        actuals=draft.read.get("actuals") or (),
    )
    return drafting.draft(head, items, code=draft.code, owner=draft.owner.key, reporters=draft.reporters)


def _lines(text: str, drafted: Drafted) -> list[tuple[int, int | None]]:
    """Return from which line on the file speaks of which item; of none where the file speaks of the plan."""
    lines = syntax.parse(text).lines
    whole: dict[int, int | None] = {line: None for path, line in lines.items() if len(path) <= 1}
    placed = {
        lines[path]: item for path, item in drafted.places.items() if path in lines
    }  # all but in a file too long
    return sorted({**whole, **placed}.items())
