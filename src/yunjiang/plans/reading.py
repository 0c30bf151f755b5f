"""From the text of a plan file to a plan document, or to everything that is wrong with the text, with lines."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from yunjiang.plans import assembly, schema, syntax
from yunjiang.plans.assembly import sound
from yunjiang.plans.document import PlanDocument
from yunjiang.plans.problem import Problem, error, in_order
from yunjiang.plans.syntax import Parsed, Path

# What can be taken out of a file without changing the sense of the rest, by the names on the path to it.
_SEPARABLE = {
    ("initiatives",),
    ("initiatives", "actions"),
    ("initiatives", "actions", "indicators"),
    ("initiatives", "actions", "milestones"),
    ("initiatives", "actions", "relations"),
    ("safeguards",),
    ("duties",),
    ("not_given",),
}
_BY_CODE = ("measures", "dimensions")


@dataclass(frozen=True)
class Examined:
    """What a text amounts to. `sound` is the document of all that is well-formed; None when nothing can be made of it.

    `taken_out` holds the codes of measures and dimensions, and the numbers of other parts, that had to be left out of it.
    """

    sound: PlanDocument | None
    taken_out: tuple[str | int, ...]
    problems: tuple[Problem, ...]


def read(text: str | bytes) -> tuple[PlanDocument | None, list[Problem]]:
    """Read a plan file; return the document, or None and all the problems of form. Never raises.

    What a well-formed plan may still have wrong (unknown measures, impossible courses) is for `plans.lint.check`.
    """
    examined = examine(text)
    return (None if examined.problems else examined.sound), list(examined.problems)


def examine(text: str | bytes) -> Examined:
    """Read a plan file and, when some of its parts are malformed, make a document of the others. Never raises."""
    decoded, problems = syntax.decode(text)
    if problems:
        return Examined(None, (), tuple(problems))
    parsed = syntax.parse(decoded)
    if parsed.content is None:
        return Examined(None, (), tuple(in_order(parsed.problems)))
    violations = schema.violations(parsed)
    problems = [*parsed.problems, *(problem for _, problem in violations)]
    taken_out = _take_out(parsed, (path for path, _ in violations))
    if taken_out is None or len(violations) >= schema.MOST_PROBLEMS:
        return Examined(None, (), tuple(in_order(problems)))
    misread = list(_unknown_readings(parsed))
    taken_out += _take_out(parsed, (path for path, _ in misread)) or []
    problems += [problem for _, problem in misread]
    return Examined(assembly.document_of(parsed), tuple(taken_out), tuple(in_order(problems)))


def _take_out(parsed: Parsed, paths: Iterable[Path]) -> list[str | int] | None:
    """Put None in place of every part that one of the paths leads into; return None when a path leads into no part."""
    taken_out: list[str | int] = []
    for path in paths:
        part = _part_around(path)
        if part is None:
            return None
        around: Any = parsed.content
        for step in part[:-1]:
            around = around[step]
            if around is None:  # taken out with something larger
                break
        else:
            around[part[-1]] = None
            taken_out.append(part[-1])
    return taken_out


def _part_around(path: Path) -> Path | None:
    """Return the smallest separable part that the path leads into or to."""
    if len(path) >= 2 and path[0] in _BY_CODE:
        return path[:2]
    for length in range(len(path), 0, -1):
        names = tuple(step for step in path[:length] if isinstance(step, str))
        if isinstance(path[length - 1], int) and names in _SEPARABLE:
            return path[:length]
    return None


def _unknown_readings(parsed: Parsed) -> Iterator[tuple[Path, Problem]]:
    """Refuse choices whose chosen reading is not among the readings: the indicator's fields hang on it."""
    for path, indicator in _indicators(parsed.content):
        for number, choice in enumerate(indicator.get("choices", ())):
            if choice["chosen"] not in choice["readings"]:
                line = parsed.line((*path, "choices", number, "chosen"))
                readings = ", ".join(choice["readings"])
                yield path, error("unknown_reading", line, chosen=choice["chosen"], readings=readings)


def _indicators(content: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    for i, initiative in sound(content["initiatives"]):
        for a, action in sound(initiative.get("actions")):
            for n, indicator in sound(action.get("indicators")):
                yield ("initiatives", i, "actions", a, "indicators", n), indicator
