"""Workflow as data: which states there are, who may move a record from one to the next, by when, and what follows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from yunjiang.access.permission import Act


@dataclass(frozen=True)
class Clock:
    """How long a record may lie in a state; the day on which it got there does not count.

    `then` is the move that the clock itself makes when the time is over; without one the record is only overdue.
    """

    days: int
    is_working: bool  # working days of the unit's own calendar, or calendar days
    then: str = ""
    reminds: Sequence[int] = ()  # so many days before the end
    ends: str | Promise = ""  # what the register's own nightly work does when the time is over, in a sentence


@dataclass(frozen=True)
class Move:
    """One way from one state to another. `may` returns why not, in a sentence, or nothing; `effect` does what follows.

    Both are plain functions: may(record, user) and effect(record, step). The effect runs in the transaction of the move.
    """

    code: str
    name: str | Promise
    sources: Sequence[str]
    target: str
    act: Act = Act.KEEP_RECORDS
    means: str | Promise = ""  # what follows for others, told before it is done
    needs_reason: bool = False
    asks: Sequence[str] = ()  # fields of the record that the mover fills in
    is_four_eyes: bool = False  # not by who made the move before
    by_clock_only: bool = False
    may: Callable[[Any, Any], str | None] | None = None
    effect: Callable[[Any, Any], None] | None = None


@dataclass(frozen=True)
class Flow:
    """The states of a register's records; `field` is the model's choice field that holds them."""

    moves: Sequence[Move]
    clocks: Mapping[str, Clock] = field(default_factory=dict)
    closed: Sequence[str] = ()  # states in which nothing is owed any more
    field: str = "state"

    def move(self, code: str) -> Move:
        """Return a move by its code. Raises KeyError."""
        return {each.code: each for each in self.moves}[code]

    def moves_from(self, state: str) -> list[Move]:
        """Return what may follow a state, those of clocks included."""
        return [each for each in self.moves if state in each.sources]
