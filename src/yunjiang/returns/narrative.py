"""What units tell in their own words: what is asked, what is missing, and the words as documents take them up."""

from yunjiang.plans import queries as plans

from .models import Cycle, Heading, Return


def headings(cycle: Cycle) -> list[Heading]:
    """Return the headings that a narrative must fill: progress, and next year's plan as long as the plan has a next year."""
    last_year = plans.document(cycle.plan_version).last_day.year
    return [Heading.PROGRESS, *([Heading.NEXT_YEAR] if cycle.last_on.year < last_year else [])]


def missing(report: Return) -> list[Heading]:
    """Return the headings that a return must fill and has not, on any action or on the whole; none where it owes no words."""
    if not report.owes_narrative:
        return []
    told = set(report.passages.exclude(text="").values_list("heading", flat=True))
    return [each for each in headings(report.cycle) if each not in told]


def places(cycle: Cycle) -> list[tuple[str, str, Heading]]:
    """Return every place for words: the progress of each action, then problems, next steps and next year's plan of the whole."""
    plan = plans.document(cycle.plan_version)
    of_actions = [(each.code, each.name, Heading.PROGRESS) for each in plan.actions]
    last_year = plan.last_day.year
    of_whole = [
        ("", "", each) for each in Heading if each != Heading.NEXT_YEAR or cycle.last_on.year < last_year
    ]
    return [*of_actions, *of_whole]
