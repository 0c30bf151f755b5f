"""What the rules say of returns: the doors for those who fill in, review and watch.

A bounded number of queries and one run of the engine, whether one return is asked about or all of a cycle.
"""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from . import gathering
from .models import Cycle, Return
from .past import SAID
from .rules import across as patterns
from .rules import checks
from .rules.finding import Finding, Pattern
from .rules.rulebook import Rulebook, house


def book() -> Rulebook:
    """Return the rules in force at this site: those of the house, with the site's own file laid over them. Raises BadRules."""
    own = settings.YUNJIANG_RETURN_RULES
    return house(Path(own) if own else None)


def findings(report: Return) -> list[Finding]:
    """Return everything that the rules find in a return as it stands now, in the order of its questions."""
    return findings_of_many([report])[report.pk]


def findings_of_many(reports: Iterable[Return]) -> dict[int, list[Finding]]:
    """Return what the rules find in each of many returns, by the return's id."""
    reports, rules = list(reports), book()
    sheets = gathering.sheets(reports, rules)
    return {report.pk: checks.check(sheets[report.pk], rules) for report in reports}


def across(cycle: Cycle) -> list[Pattern]:
    """Return what is odd over all returns handed in so far, the strongest first: questions to ask, for the office alone."""
    rules = book()
    reports = Return.objects.filter(cycle=cycle, state__in=SAID)
    return patterns.across(list(gathering.sheets(reports, rules, with_courses=True).values()), rules)
