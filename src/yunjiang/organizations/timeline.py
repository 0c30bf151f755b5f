"""From events to standings: the pure part. Plain values in, plain values out; no query.

A *life* is what a unit's own events say: stretches of days, each with the facts and the parent that held. A unit's path
also depends on the lives above it; `paths` cuts a stretch wherever one of those changes. Days are half open: a stretch
holds from `first` to the day before `end`; `end` None is for ever.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from .models import Event, EventKind
from .refusals import AlreadyClosed, AlreadyOpen, Circle, NotYetOpen, ParentNotOpen, PathTooLong

PATH_LENGTH = 255
ENDINGS = (EventKind.MERGED, EventKind.CLOSED)

Label = Callable[[int], str]


@dataclass(frozen=True)
class Facts:
    """What is said of a unit itself, apart from where it hangs. `rank` orders it among its siblings."""

    kind: str
    code: str
    name: str
    short_name: str
    pinyin: str = ""
    initials: str = ""
    rank: int = 0


@dataclass(frozen=True)
class Stretch:
    """The days from `first` to the day before `end` on which a unit's own facts and parent held."""

    first: date
    end: date | None
    parent: int | None
    facts: Facts


@dataclass(frozen=True)
class PathPiece:
    """The days from `first` to the day before `end` on which a unit had one path."""

    first: date
    end: date | None
    path: str


@dataclass(frozen=True)
class Piece:
    """A standing as computed, before it is a row."""

    first: date
    end: date | None
    parent: int | None
    path: str
    facts: Facts


def life(organization: int, events: Sequence[Event], label: Label) -> list[Stretch]:
    """Return the stretches of one unit's life, from its events in the order of day and id.

    Raises AlreadyOpen, NotYetOpen (also when it would close on its first day), AlreadyClosed.
    """
    stretches: list[Stretch] = []
    opened_on: date | None = None
    closed_on: date | None = None
    for event in events:
        on = event.happened_on
        if event.kind == EventKind.OPENED:
            if opened_on is not None:
                raise AlreadyOpen(label(organization), opened_on)
            opened_on = on
            stretches.append(Stretch(on, None, event.counterpart_id, Facts(**event.facts)))
            continue
        if opened_on is None:
            raise NotYetOpen(label(organization), on)
        if closed_on is not None:
            raise AlreadyClosed(label(organization), on, closed_on)
        if event.kind in ENDINGS:
            if on == opened_on:
                raise NotYetOpen(label(organization), on)
            closed_on = on
            _end(stretches, on)
        elif event.kind == EventKind.MOVED:
            _change(stretches, on, parent=event.counterpart_id)
        elif event.kind in (EventKind.RENAMED, EventKind.RECODED):
            _change(stretches, on, facts=replace(stretches[-1].facts, **event.facts))
    return stretches


def _end(stretches: list[Stretch], on: date) -> None:
    last = stretches.pop()
    if last.first < on:
        stretches.append(replace(last, end=on))


def _change(stretches: list[Stretch], on: date, **changed: object) -> None:
    """Let something new hold from `on`; a stretch that would hold on no day at all is dropped."""
    last = stretches[-1]
    _end(stretches, on)
    stretches.append(replace(last, first=on, end=None, **changed))  # type: ignore[arg-type]


def is_open(stretches: Iterable[Stretch | PathPiece], day: date) -> bool:
    """Tell whether one of the stretches holds on the day."""
    return any(each.first <= day and (each.end is None or day < each.end) for each in stretches)


class Paths:
    """The paths of units over time, from the lives of some and the stored paths of those above them.

    `lives` holds every unit whose path may change; `outside` the stored path pieces of every other parent.
    """

    def __init__(
        self,
        lives: Mapping[int, Sequence[Stretch]],
        outside: Mapping[int, Sequence[PathPiece]],
        label: Label,
    ) -> None:
        self._lives = lives
        self._outside = outside
        self._label = label

    def standings_of(self, organization: int) -> list[Piece]:
        """Return the computed standings of a unit, neighbours merged where nothing differs.

        Raises Circle, ParentNotOpen, PathTooLong.
        """
        pieces: list[Piece] = []
        for stretch in self._lives[organization]:
            for part in self._of_stretch(organization, stretch, stretch.first, stretch.end, ()):
                if len(part.path) > PATH_LENGTH:
                    raise PathTooLong(self._label(organization), part.first)
                piece = Piece(part.first, part.end, stretch.parent, part.path, stretch.facts)
                if pieces and _same(pieces[-1], piece):
                    pieces[-1] = replace(pieces[-1], end=piece.end)
                else:
                    pieces.append(piece)
        return pieces

    def _of_stretch(
        self, organization: int, stretch: Stretch, first: date, end: date | None, below: tuple[int, ...]
    ) -> list[PathPiece]:
        if organization in below:
            raise Circle(self._label(below[0]), first)
        if stretch.parent is None:
            return [PathPiece(first, end, f"/{organization}/")]
        above = self._between(stretch.parent, first, end, (*below, organization))
        reached: date | None = first
        for piece in above:
            if piece.first != reached:
                break
            reached = piece.end
        if not above or reached != end:
            gap = first if not above or above[0].first != first else reached
            assert gap is not None
            raise ParentNotOpen(self._label(organization), self._label(stretch.parent), gap)
        return [PathPiece(each.first, each.end, f"{each.path}{organization}/") for each in above]

    def _between(
        self, organization: int, first: date, end: date | None, below: tuple[int, ...]
    ) -> list[PathPiece]:
        """Return the unit's path pieces cut to the days from `first` to before `end`."""
        if organization not in self._lives:
            return [
                PathPiece(*days, each.path)
                for each in self._outside.get(organization, ())
                if (days := overlap(each.first, each.end, first, end))
            ]
        pieces: list[PathPiece] = []
        for stretch in self._lives[organization]:
            if days := overlap(stretch.first, stretch.end, first, end):
                pieces += self._of_stretch(organization, stretch, *days, below)
        return pieces


def _same(left: Piece, right: Piece) -> bool:
    return (left.end, left.parent, left.path, left.facts) == (
        right.first,
        right.parent,
        right.path,
        right.facts,
    )


def overlap(
    first: date, end: date | None, other_first: date, other_end: date | None
) -> tuple[date, date | None] | None:
    """Return the days that two half-open stretches share, or None when they share none."""
    begins = max(first, other_first)
    ends = end if other_end is None else other_end if end is None else min(end, other_end)
    return None if ends is not None and ends <= begins else (begins, ends)
