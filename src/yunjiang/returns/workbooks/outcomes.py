"""What became of a workbook: as a whole, and of each unit in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ..models import Upload
from .merging import Merged
from .problems import Weight, WorkbookProblem, from_json


class Mode(StrEnum):
    """How much of a workbook is taken when some of its units are wrong."""

    WHOLE = "whole"  # nothing
    GOOD_UNITS = "good_units"  # the units with nothing wrong


class UnitState(StrEnum):
    """What became of one unit; the words of the notices that tell it."""

    TAKEN = "unit_taken"
    UNCHANGED = "unit_unchanged"
    WRONG = "unit_wrong"
    LEFT = "unit_left"


@dataclass(frozen=True)
class UnitOutcome:
    """What became of one unit: how many cells and passages changed, or how many things are wrong."""

    key: str
    name: str
    state: UnitState
    count: int = 0


@dataclass(frozen=True)
class Outcome:
    """What became of a workbook. `upload` is missing where the file was not even kept."""

    problems: tuple[WorkbookProblem, ...]
    units: tuple[UnitOutcome, ...] = ()
    upload: Upload | None = None
    answer: bytes | None = None  # the marked workbook, where nothing was kept

    @property
    def is_taken(self) -> bool:
        """Say whether at least one unit was taken, or stood in the system as the workbook has it."""
        return any(each.state in (UnitState.TAKEN, UnitState.UNCHANGED) for each in self.units)

    @property
    def changed_count(self) -> int:
        return sum(each.count for each in self.units if each.state is UnitState.TAKEN)

    def weighing(self, *weights: Weight) -> list[WorkbookProblem]:
        """Return what there is to say, of these weights, without what became of each unit."""
        told = {str(each) for each in UnitState}
        return [each for each in self.problems if each.weight in weights and each.code not in told]


def of_upload(upload: Upload) -> Outcome:
    """Return what became of a workbook that came in earlier."""
    problems = tuple(from_json(each) for each in upload.problems)
    return Outcome(problems, tuple(_units(problems)), upload)


def told(units: Iterable[UnitOutcome]) -> list[WorkbookProblem]:
    """Return what became of each unit as notices, to be kept and told with the rest."""
    return [
        WorkbookProblem(str(each.state), {"name": each.name, "count": each.count}, unit=each.key)
        for each in units
    ]


def decided(
    merged: Iterable[Merged],
    wrong: dict[str, list[WorkbookProblem]],
    names: dict[str, str],
    mode: Mode,
    *,
    is_whole: bool,
) -> list[UnitOutcome]:
    """Decide what is taken. `wrong` holds each unit's problems; `is_whole` says whether nothing at all is wrong with the file."""
    decided = []
    for each in merged:
        problems = wrong.get(each.key, [])
        name = names[each.key]
        if problems:
            decided.append(UnitOutcome(each.key, name, UnitState.WRONG, len(problems)))
        elif mode is Mode.WHOLE and not is_whole:
            decided.append(UnitOutcome(each.key, name, UnitState.LEFT))
        elif each.changed_count:
            decided.append(UnitOutcome(each.key, name, UnitState.TAKEN, each.changed_count))
        else:
            decided.append(UnitOutcome(each.key, name, UnitState.UNCHANGED))
    return decided


def _units(problems: Iterable[WorkbookProblem]) -> Iterable[UnitOutcome]:
    states = {str(each) for each in UnitState}
    for each in problems:
        if each.code in states:
            yield UnitOutcome(each.unit, each.facts["name"], UnitState(each.code), each.facts["count"])
