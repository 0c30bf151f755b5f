"""Judgements counted: how many of each status, binding and expected targets apart, silence apart from lateness."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yunjiang.assessment.rules.elapsed import time_progress
from yunjiang.assessment.rules.exact import rounded_known
from yunjiang.assessment.rules.judgement import Judgement, Likelihood, Severity, Status
from yunjiang.plans.document import Nature

IN_LINE = (Status.ACHIEVED, Status.MET, Status.AHEAD, Status.ON_COURSE)
LATE = (Status.BEHIND, Status.NOT_MET)
SILENT = (Status.NOT_REPORTED, Status.NO_DATA)


@dataclass(frozen=True)
class Counted:
    """Counts of one group of judgements. Every judgement is in exactly one status."""

    total: int
    by_status: dict[Status, int]  # every status, zeros included

    @property
    def in_line_count(self) -> int:
        """Return how many are kept, ahead or on course (基本符合或快于预期, 提前完成和完成 included)."""
        return sum(self.by_status[status] for status in IN_LINE)

    @property
    def late_count(self) -> int:
        return sum(self.by_status[status] for status in LATE)

    @property
    def judged_count(self) -> int:
        """Return how many could be judged at all: the whole without silence and without what is not assessed."""
        return self.in_line_count + self.late_count


@dataclass(frozen=True)
class Summary:
    """What a set of judgements amounts to. Lists hold indicator codes in the order given."""

    time_rate: Decimal  # 时间进度 of the plan, per cent
    all: Counted
    by_nature: dict[Nature, Counted]
    late: tuple[str, ...]
    serious: tuple[str, ...]
    binding_late: tuple[str, ...]
    unreported: tuple[str, ...]
    without_data: tuple[str, ...]
    not_assessed: tuple[str, ...]
    partial: tuple[str, ...]
    unlikely: tuple[str, ...]  # not expected to be reached by their day, late or not


def summary(judgements: Iterable[Judgement], first_day: date, last_day: date, on: date) -> Summary:
    """Count judgements of one organization on one day. `first_day` and `last_day` are the plan's."""
    given = list(judgements)

    def codes(chosen: Iterable[Judgement]) -> tuple[str, ...]:
        return tuple(each.indicator for each in chosen)

    late = [each for each in given if each.status in LATE]
    return Summary(
        time_rate=rounded_known(time_progress(first_day, last_day, on) * 100, 2),
        all=counted(given),
        by_nature={nature: counted(each for each in given if each.nature is nature) for nature in Nature},
        late=codes(late),
        serious=codes(each for each in given if each.severity is Severity.SERIOUS),
        binding_late=codes(each for each in late if each.nature is Nature.BINDING),
        unreported=codes(each for each in given if each.status is Status.NOT_REPORTED),
        without_data=codes(each for each in given if each.status is Status.NO_DATA),
        not_assessed=codes(each for each in given if each.status is Status.NOT_ASSESSED),
        partial=codes(each for each in given if each.is_partial),
        unlikely=codes(each for each in given if each.forecast.likelihood is Likelihood.UNLIKELY),
    )


def counted(judgements: Iterable[Judgement]) -> Counted:
    """Count judgements by status."""
    counts = Counter(each.status for each in judgements)
    return Counted(sum(counts.values()), {status: counts[status] for status in Status})
