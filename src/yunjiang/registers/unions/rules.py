"""What the law on trade unions says of founding, committees and terms: pure functions that return sentences, or nothing.

中华人民共和国工会法 (2021 amendment). Sources stand at each rule.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunjiang.standards.identifiers import credit_codes
from yunjiang.standards.identifiers.problems import Problem

from .choices import UnionForm, UnionKind, UnionLevel

COMMITTEE_FROM = 25  # members: article 11
LARGE_FROM = 100  # staff: the plan's 百人以上企业, a hundred included
FULL_TIME_FROM = 200  # employees: article 14
REMINDS = (90, 30)  # days before a term ends
LOCAL_LEVELS = (UnionLevel.PROVINCE, UnionLevel.PREFECTURE, UnionLevel.COUNTY)
_CODE_PROBLEMS = {
    Problem.EMPTY: gettext_lazy("The credit code is missing."),
    Problem.LENGTH: gettext_lazy("A credit code has 18 characters."),
    Problem.CHARACTERS: gettext_lazy("A credit code has digits and capitals, without I, O, S, V and Z."),
    Problem.DEPARTMENT: gettext_lazy("No department registers units under codes that begin so."),
    Problem.CHECK_DIGIT: gettext_lazy("The last character does not fit the others: something is mistyped."),
}


def against_form(kind: str, form: str, members: int | None) -> list[str]:
    """Return what stands against a union of this kind, form and number of members: article 11.

    A unit with 25 members or more sets up a committee of its own; with fewer it may have one, join others, or elect an organiser.
    """
    problems = []
    is_joint = kind in (UnionKind.JOINT, UnionKind.FEDERATION)
    if members is not None and members >= COMMITTEE_FROM and form == UnionForm.ORGANISER:
        problems.append(
            _(
                "With %(count)d members a committee is required (from %(from)d on); an organiser is not enough."
            )
            % {"count": members, "from": COMMITTEE_FROM}
        )
    if members == 0:
        problems.append(_("A union without members cannot be founded."))
    if kind == UnionKind.SINGLE and form in (UnionForm.JOINT_COMMITTEE, UnionForm.FEDERATION):
        problems.append(_("A union of one unit has a committee of its own or an organiser."))
    if is_joint and form == UnionForm.ORGANISER:
        problems.append(_("A joint union or a federation has a committee."))
    return problems


def against_term(kind: str, level: str, years: int) -> list[str]:
    """Return what stands against a length of term: article 16. Grassroots 3 or 5 years, local and industrial unions 5."""
    if years not in (3, 5):
        return [_("A term lasts three or five years.")]
    if years != 5 and (level in LOCAL_LEVELS or kind in (UnionKind.INDUSTRIAL, UnionKind.GENERAL)):
        return [_("A local or industrial union has terms of five years.")]
    return []


def against_chair(is_relative: bool | None) -> list[str]:
    """Return what stands against the candidates: article 10, no close relative of the employer's head."""
    if is_relative is None:
        return [_("Say whether the chair is a close relative of the employer's head.")]
    if is_relative:
        return [_("A close relative of the employer's head cannot be on the committee.")]
    return []


def against_days(days: Sequence[tuple[str, date | None]]) -> list[str]:
    """Return what stands against the order of days, given with their names; days not known are passed over."""
    known = [(name, day) for name, day in days if day is not None]
    return [
        _("%(later)s lies before %(earlier)s.") % {"later": later, "earlier": earlier}
        for (earlier, before), (later, after) in pairwise(known)
        if after < before
    ]


def against_code(code: str, *, of_union: bool) -> str:
    """Return what stands against a credit code (GB 32100): of a union, whose department is 8, or of a unit. Empty: nothing."""
    problem = credit_codes.problem(code)
    if problem is not None:
        return str(_CODE_PROBLEMS.get(problem, _CODE_PROBLEMS[Problem.CHECK_DIGIT]))
    is_of_union = credit_codes.normal(code).startswith("8")
    if of_union and not is_of_union:
        return _("This is the code of a unit: a union has a code of its own, beginning with 81.")
    if is_of_union and not of_union:
        return _("This is the code of a union; the unit's own begins otherwise (91, 12, 11, 52).")
    return ""


def normal_code(code: str) -> str:
    """Return a credit code as it is kept."""
    return credit_codes.normal(code)


def due_day(elected_on: date, years: int) -> date:
    """Return the day by which the next election is due: the same day so many years later, 28 February for the 29th."""
    try:
        return elected_on.replace(year=elected_on.year + years)
    except ValueError:
        return elected_on.replace(year=elected_on.year + years, day=28)
