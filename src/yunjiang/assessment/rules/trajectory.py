"""The required course: where an indicator ought to stand at the end of any day.

Where the plan draws no trajectory of its own:

    an ongoing target                         hold: it must stand on every day
    a share of a sum, without baseline        hold: the share to date must stand at any time
    a yearly target of a stock or a ratio     hold: it must stand in every year
    yearly targets or milestones are named    through them, linear between
    everything else                           linear in days

Sums start from zero on the evening before the plan (or the year) begins, or from a baseline if the plan gives one; stocks and
ratios start from the baseline on its day, or else from the first value known, or else nowhere: then nobody can say what is
required before the target's own day. Sums of a year stand apart from every other year.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from yunjiang.assessment.rules.elapsed import share_between, share_of_year
from yunjiang.assessment.rules.exact import exact
from yunjiang.assessment.rules.facts import Point, Promise
from yunjiang.assessment.rules.judgement import Reason
from yunjiang.plans.document import Basis, Cadence, Comparator, TrajectoryKind

SUMS = (Basis.CUMULATIVE, Basis.ANNUAL)


@dataclass(frozen=True)
class Course:
    """The required course of one target. Days are ordinals; values are exact."""

    kind: TrajectoryKind
    begin: int  # at the end of this day the course stands at its start
    due: int  # at the end of this day the target must be there
    start: Fraction | None  # None: not known
    target: Fraction | None  # the near end of a range; None: not handed down
    low: Fraction | None = None  # what the target allows goes from here
    high: Fraction | None = None  # to here; both are the target unless it is a range
    is_ceiling: bool = False  # the target is not to be reached but not to be passed
    anchors: tuple[
        tuple[int, Fraction], ...
    ] = ()  # the values it passes through, in order of days, the target last
    profile: tuple[Fraction, ...] = ()
    reason: Reason | None = None  # why it starts where it does, or holds

    @property
    def due_on(self) -> date:
        return date.fromordinal(self.due)

    @property
    def way(self) -> Fraction | None:
        """Return how far it is from the start to the target, with its sign; None when either is not known."""
        return None if self.start is None or self.target is None else self.target - self.start

    def time_share(self, on: date) -> Fraction:
        """Return the share of the course's own days gone by at the end of a day, in 0..1 (时间进度)."""
        return share_between(self.begin, self.due, on.toordinal())

    def required_on(self, on: date) -> Fraction | None:
        """Return the value required at the end of a day; None when the course cannot say."""
        now = on.toordinal()
        if self.target is None:
            return None
        if self.kind is TrajectoryKind.HOLD or now >= self.due:
            return self.target
        if self.kind is TrajectoryKind.STEP:
            return self._last_anchor(now)
        if self.kind is TrajectoryKind.PROFILE:
            return self._by_profile(on)
        return self._between(now)

    def clock(self, day: int) -> Fraction:
        """Return the reading at the end of a day of a clock on which this course runs evenly: days, or shares of years."""
        if not self.profile:
            return Fraction(day)
        on = date.fromordinal(max(day, 1))
        return on.year + share_of_year(on, self.profile) / (self.profile[-1] or 1)

    def _last_anchor(self, now: int) -> Fraction | None:
        passed = [value for day, value in self.anchors if day <= now]
        return passed[-1] if passed else self.start

    def _between(self, now: int) -> Fraction | None:
        earlier = None if self.start is None else (self.begin, self.start)
        if now <= self.begin:
            return self.start
        for day, value in self.anchors:
            if now <= day:
                if now == day:
                    return value
                if earlier is None:
                    return None
                return earlier[1] + (value - earlier[1]) * share_between(earlier[0], day, now)
            earlier = (day, value)
        return self.target

    def _by_profile(self, on: date) -> Fraction | None:
        """Warp the even course within the calendar year of `on`, so that it follows the profile between the year's ends."""
        now = on.toordinal()
        year_end = date(on.year, 12, 31).toordinal()
        first, last = max(self.begin, date(on.year, 1, 1).toordinal() - 1), min(self.due, year_end)
        at_first, at_last = self._between(first), self._between(last)
        if now <= first or at_first is None or at_last is None:
            return at_first
        shares = [
            Fraction(0) if day < date(on.year, 1, 1).toordinal() else self._share(day)
            for day in (first, now, last)
        ]
        if shares[2] == shares[0]:
            return self._between(now)
        return at_first + (at_last - at_first) * (shares[1] - shares[0]) / (shares[2] - shares[0])

    def _share(self, day: int) -> Fraction:
        return share_of_year(date.fromordinal(day), self.profile)


def rises(promise: Promise) -> bool:
    """Say whether more is better. The comparator says so; only equalities and ranges ask the direction."""
    if promise.comparator in (Comparator.AT_LEAST, Comparator.MORE_THAN):
        return True
    if promise.comparator in (Comparator.AT_MOST, Comparator.LESS_THAN):
        return False
    return promise.direction >= 0


def course_of(promise: Promise, on: date, first_known: Point | None = None) -> Course:
    """Return the course in force on a day: for yearly targets that of its year, within the plan's years.

    `first_known` is the earliest value known, from which stocks and ratios without baseline start.
    """
    begin, due = _span(promise, on)
    target = _target(promise, on)
    start, start_day, reason = _start(promise, begin, due, first_known)
    begin = min(start_day, due - 1)
    kind, profile = _kind(promise)
    is_ceiling = (
        not rises(promise)
        and promise.basis in (*SUMS, Basis.INCREMENT)
        and target is not None
        and start is not None
        and target > start
    )
    low, high = _ends(promise, target)
    if target is None and promise.target is not None:
        reason = Reason.NO_BASELINE
    if kind is TrajectoryKind.HOLD and target is not None:
        reason = Reason.HOLD
    elif start is not None and target is not None and not is_ceiling:
        if start == target and reason is not Reason.FIRST_OBSERVATION:
            kind, reason = TrajectoryKind.HOLD, Reason.HOLD
        elif start == target or _is_beyond(promise, start, low, high):
            kind, reason = TrajectoryKind.HOLD, Reason.ALREADY_MET
    anchors = () if target is None else (*_milestones_within(promise, begin, due), (due, target))
    return Course(kind, begin, due, start, target, low, high, is_ceiling, anchors, profile, reason)


def _span(promise: Promise, on: date) -> tuple[int, int]:
    """Return the evening on which the course begins and the day on which the target is due."""
    first, last = promise.first_day, max(promise.first_day, promise.last_day)
    if _is_yearly(promise):
        year = min(max(on.year, first.year), last.year)
        begin = max(first, date(year, 1, 1))
        return begin.toordinal() - 1, min(last, date(year, 12, 31)).toordinal()
    begin_day = first.toordinal() - 1
    due = promise.deadline if promise.deadline and promise.cadence is Cadence.DEADLINE else last
    return begin_day, max(due.toordinal(), begin_day + 1)


def _is_yearly(promise: Promise) -> bool:
    return promise.basis is Basis.ANNUAL or promise.cadence is Cadence.ANNUAL


def _target(promise: Promise, on: date) -> Fraction | None:
    """Return the value to be reached: of a range the near end, of a year what that year must bring.

    A target for every year is that of each, but for years with a milestone of their own. A yearly sum that must reach its
    target in the deadline's year gets there evenly by years from the baseline's year, through the milestones; for years before
    the first of these nobody can say.
    """
    target = exact(promise.target)
    if promise.comparator is Comparator.RANGE and not rises(promise) and promise.target_max is not None:
        target = exact(promise.target_max)
    if target is None or not _is_yearly(promise):
        return target
    year = min(max(on.year, promise.first_day.year), max(promise.first_day, promise.last_day).year)
    milestones = {day: Fraction(value) for day, value in promise.milestones}
    by_year = {day.year: milestones[day] for day in sorted(milestones)}
    if promise.cadence is not Cadence.DEADLINE or promise.deadline is None:
        return by_year.get(year, target)
    if promise.baseline is not None:
        by_year = {promise.baseline.on.year: Fraction(promise.baseline.value)} | by_year
    by_year[promise.deadline.year] = target
    return _by_years(by_year, min(year, promise.deadline.year))


def _by_years(values: dict[int, Fraction], year: int) -> Fraction | None:
    """Return a year's value, even by years between the years with one; None before the first of them."""
    earlier = max((each for each in values if each <= year), default=None)
    later = min((each for each in values if each >= year), default=None)
    if earlier is None or later is None:
        return None
    if earlier == later:
        return values[year]
    return values[earlier] + (values[later] - values[earlier]) * Fraction(year - earlier, later - earlier)


def _start(
    promise: Promise, begin: int, due: int, first_known: Point | None
) -> tuple[Fraction | None, int, Reason | None]:
    """Return the value the course starts from, the evening on which it does, and the reason if it needs one."""
    if promise.basis in (Basis.ANNUAL, Basis.INCREMENT):
        return Fraction(0), begin, None
    if promise.baseline is not None:
        value = Fraction(promise.baseline.value)
        return value, begin if promise.basis is Basis.CUMULATIVE else promise.baseline.on.toordinal(), None
    if promise.basis is Basis.CUMULATIVE:
        return Fraction(0), begin, None
    if first_known is not None and first_known.on.toordinal() < due:
        return Fraction(first_known.value), first_known.on.toordinal(), Reason.FIRST_OBSERVATION
    return None, begin, Reason.NO_BASELINE


def _kind(promise: Promise) -> tuple[TrajectoryKind, tuple[Fraction, ...]]:
    """Return the trajectory in force and its profile. A profile that is not 12 shares that never fall is linear."""
    if promise.trajectory is not None and promise.trajectory.kind is not TrajectoryKind.PROFILE:
        return promise.trajectory.kind, ()
    if promise.trajectory is not None:
        profile = tuple(Fraction(share) for share in promise.trajectory.profile)
        if len(profile) == 12 and profile[0] >= 0 and profile[-1] > 0 and list(profile) == sorted(profile):
            return TrajectoryKind.PROFILE, profile
        return TrajectoryKind.LINEAR, ()
    is_sum = promise.basis in (*SUMS, Basis.INCREMENT)
    if promise.cadence is Cadence.ONGOING and not is_sum:
        return TrajectoryKind.HOLD, ()
    if promise.basis is Basis.SHARE and promise.baseline is None and not promise.milestones:
        return TrajectoryKind.HOLD, ()
    if promise.cadence is Cadence.ANNUAL and not is_sum:
        return TrajectoryKind.HOLD, ()
    if promise.milestones and not _is_yearly(promise):
        return TrajectoryKind.MILESTONES, ()
    return TrajectoryKind.LINEAR, ()


def _milestones_within(promise: Promise, begin: int, due: int) -> tuple[tuple[int, Fraction], ...]:
    """Return the milestones strictly within the course, one a day, in order."""
    if _is_yearly(promise):
        return ()
    days = {day.toordinal(): Fraction(value) for day, value in promise.milestones}
    return tuple((day, days[day]) for day in sorted(days) if begin < day < due)


def _is_beyond(promise: Promise, start: Fraction, low: Fraction | None, high: Fraction | None) -> bool:
    """Say whether the start already lies on the good side of the target; within the range, for a range."""
    if low is None or high is None or promise.comparator is Comparator.EQUAL:
        return False
    if promise.comparator is Comparator.RANGE:
        return low <= start <= high
    return start > high if rises(promise) else start < low


def _ends(promise: Promise, target: Fraction | None) -> tuple[Fraction | None, Fraction | None]:
    """Return the lower and the upper end of what the target allows."""
    if target is None or promise.comparator is not Comparator.RANGE:
        return target, target
    far = exact(promise.target_max if rises(promise) else promise.target)
    return (target, target) if far is None else (min(target, far), max(target, far))
