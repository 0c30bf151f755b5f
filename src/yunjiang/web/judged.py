"""Figures with their judgements for pages, kept by ledger position: what a position shows never changes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yunjiang.assessment.rules.exact import rounded
from yunjiang.assessment.rules.facts import Facts, Point
from yunjiang.assessment.rules.judgement import Judgement
from yunjiang.assessment.rules.status import first_known
from yunjiang.assessment.rules.trajectory import course_of
from yunjiang.figures.figure import Figure


@dataclass(frozen=True)
class Judged:
    """One indicator at one unit on one day: the figure, what the rules knew, and what they say."""

    figure: Figure
    facts: Facts
    judgement: Judgement

    @property
    def points(self) -> tuple[Point, ...]:
        """Return every value known, the present one last."""
        if self.facts.value is None:
            return self.facts.points
        return (*self.facts.points, Point(self.judgement.judged_on, self.facts.value))

    def required_on(self, day: date) -> Decimal | None:
        """Return what is required at the end of a day; None where the course cannot say."""
        course = course_of(self.facts.promise, day, first_known(self.facts))
        return rounded(course.required_on(day), 4)
