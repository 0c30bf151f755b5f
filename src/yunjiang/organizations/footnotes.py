"""Why a series of a unit does not compare across a day: territory, units or parts crossed the unit's own border."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .models import Event, EventKind, Standing, ids_in

BREAKING = (
    EventKind.BOUNDARY_CHANGED,
    EventKind.SPLIT,
    EventKind.MERGED,
    EventKind.CLOSED,
    EventKind.MOVED,
)
# Restated, whole units are carried to where they belong on the tree of today; only parts of units still break a series.
BREAKING_RESTATED = (EventKind.BOUNDARY_CHANGED, EventKind.SPLIT)


def footnotes(
    organization_id: int, first: date, last: date, *, tree: str = "as_then"
) -> list[tuple[date, str]]:
    """Return the (day, sentence) of every break in a unit's series after `first` and up to `last`, oldest first.

    A change between two units below it is none; renamings and new codes are none. `tree` as for `rollup`.
    """
    return footnotes_of([organization_id], first, last, tree=tree)[organization_id]


def footnotes_of(
    organization_ids: Collection[int], first: date, last: date, *, tree: str = "as_then"
) -> dict[int, list[tuple[date, str]]]:
    """Return `footnotes` for many units, in a number of queries that does not depend on how many."""
    kinds = BREAKING if tree == "as_then" else BREAKING_RESTATED
    events = list(Event.objects.filter(kind__in=kinds, happened_on__gt=first, happened_on__lte=last))
    standings = _Standings(events)
    found: dict[int, list[tuple[date, str]]] = {each: [] for each in organization_ids}
    for event in events:
        touched = _touched(event, standings)
        for organization in touched.intersection(found):
            found[organization].append((event.happened_on, _sentence(event, standings)))
    return found


class _Standings:
    """How the units of some events stood around their days, in one query."""

    def __init__(self, events: Sequence[Event]) -> None:
        units = {each for event in events for each in (event.organization_id, event.counterpart_id)}
        self._rows: dict[int, list[Standing]] = defaultdict(list)
        for row in Standing.objects.filter(organization__in=units - {None}):
            self._rows[row.organization_id].append(row)

    def on(self, organization: int | None, day: date) -> Standing | None:
        """Return the unit's standing on the day; without a unit, none."""
        for row in self._rows[organization] if organization is not None else ():
            if row.valid_from <= day and (row.valid_to is None or day < row.valid_to):
                return row
        return None

    def path(self, organization: int | None, day: date) -> set[int]:
        """Return the unit and all above it on the day."""
        row = self.on(organization, day)
        return set(ids_in(row.path)) if row else set()

    def name(self, organization: int | None, day: date) -> str:
        """Return what the unit was called on the day, or the day before when it had ceased."""
        row = self.on(organization, day) or self.on(organization, day - timedelta(days=1))
        return row.name if row else ""


def _touched(event: Event, standings: _Standings) -> set[int]:
    """Return the units whose border the change crossed: above the one side but not above the other."""
    before = event.happened_on - timedelta(days=1)
    if event.kind == EventKind.CLOSED and event.counterpart_id is None:
        return {event.organization_id}
    if event.kind == EventKind.MOVED:
        own = {event.organization_id}
        return (standings.path(event.organization_id, before) - own) ^ (
            standings.path(event.organization_id, event.happened_on) - own
        )
    day = before if event.kind in (EventKind.MERGED, EventKind.CLOSED) else event.happened_on
    return standings.path(event.organization_id, day) ^ standings.path(
        event.counterpart_id, event.happened_on
    )


def _sentence(event: Event, standings: _Standings) -> str:
    facts = {
        "day": date_format(event.happened_on, "DATE_FORMAT"),
        "unit": standings.name(event.organization_id, event.happened_on),
        "other": standings.name(event.counterpart_id, event.happened_on),
    }
    if event.kind == EventKind.BOUNDARY_CHANGED:
        text = (
            _("From %(day)s part of %(unit)s belongs to %(other)s; figures before and after do not compare.")
            if event.counterpart_id
            else _(
                "From %(day)s the boundary of %(unit)s is another one; figures before and after do not compare."
            )
        )
    elif event.kind == EventKind.SPLIT and event.share is None:
        text = _(
            "From %(day)s %(other)s is split off %(unit)s; its share is not known, so earlier figures are not restated."
        )
    elif event.share is not None:
        facts["share"] = f"{event.share * 100:f}".rstrip("0").rstrip(".")
        text = _("From %(day)s %(other)s is split off %(unit)s with %(share)s%% of its earlier quantities.")
    elif event.kind == EventKind.MOVED:
        facts["other"] = standings.name(event.counterpart_id, event.happened_on)
        text = (
            _("From %(day)s %(unit)s reports to %(other)s.")
            if event.counterpart_id
            else _("From %(day)s %(unit)s reports to nobody else.")
        )
    elif event.counterpart_id is None:
        text = _("%(unit)s ceased to exist on %(day)s.")
    else:
        text = _("From %(day)s %(unit)s is part of %(other)s.")
    sentence = text % facts
    details = "；".join(each for each in (event.note, event.document_number) if each)
    return sentence + (_(" (%(details)s)") % {"details": details} if details else "")
