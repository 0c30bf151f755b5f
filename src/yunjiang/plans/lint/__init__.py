"""What is wrong with a plan that is well-formed: all of it at once, each with its line.

Pure rules over a plan document: `structure` (codes and references), `parts` (parts and their wholes), `formulas` (units,
kinds, persons and person-times), `targets` (baseline, deadline, who leads), `courses` (whether the required course can be
followed and ends at the target). Sentences for people are written in `plans.sentences`.
"""

from yunjiang.plans.document import PlanDocument
from yunjiang.plans.lint import courses, formulas, parts, structure, targets
from yunjiang.plans.problem import Problem, in_order


def check(document: PlanDocument) -> list[Problem]:
    """Return everything that is wrong with the plan, in order of lines. Errors forbid loading, warnings do not."""
    problems = [*structure.problems(document), *parts.problems(document), *targets.open_fields(document)]
    for each in document.indicators:
        problems += formulas.problems(document, each)
        problems += targets.problems(document, each)
        problems += courses.problems(document, each)
    return in_order(problems)
