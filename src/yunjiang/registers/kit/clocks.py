"""By when a record must be moved on: deadlines wound up when it comes into a state, and who is to be reminded of them.

The day of arrival does not count, and a deadline that ends on a day off of the unit's own calendar moves to the next working
day (Civil Code, articles 201 and 203). The clock's own moves are made at night by `nightly`.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from yunjiang.access import permission
from yunjiang.access.permission import Act, Visitor
from yunjiang.organizations import calendar
from yunjiang.standards import working_days
from yunjiang.standards.working_days import Overrides, Unit

from . import scope
from .declaration import Register
from .flows import Clock
from .models import Deadline, Record


def wind(register: type[Register], record: Record, day: date | None = None) -> Deadline | None:
    """Let the clock of the record's state run from a day (today), and no other; return the deadline, if there is one."""
    return wind_many(register, [record], day).get(record.pk)


def wind_many(
    register: type[Register], records: Iterable[Record], day: date | None = None
) -> dict[int, Deadline]:
    """Let the clocks of many records' states run from a day; return the deadlines by record. A bounded number of queries."""
    flow = register.flow
    held = list(records)
    if flow is None or not flow.clocks or not held:
        return {}
    today = day or timezone.localdate()
    Deadline.objects.filter(register=register.code, record__in=[each.pk for each in held]).delete()
    running = [each for each in held if each.voided_at is None and getattr(each, flow.field) in flow.clocks]
    overrides = (
        calendar.overrides_of({each.organization_id: each.path for each in running}) if running else {}
    )
    rows = []
    for each in running:
        state = getattr(each, flow.field)
        clock = flow.clocks[state]
        due_on = due_day(clock, today, overrides[each.organization_id])
        reminds = max(clock.reminds, default=0)
        rows.append(
            Deadline(
                register=register.code,
                record=each.pk,
                organization_id=each.organization_id,
                path=each.path,
                state=state,
                since_on=today,
                due_on=due_on,
                reminds_on=max(today, due_on - timedelta(days=reminds)),
                then=clock.then,
            )
        )
    Deadline.objects.bulk_create(rows)
    return {each.record: each for each in rows}


def due_day(clock: Clock, since_on: date, overrides: Overrides) -> date:
    """Return the last day of a clock that begins after a day."""
    unit = Unit.WORKING_DAY if clock.is_working else Unit.DAY
    return working_days.due(since_on, clock.days, unit, overrides).on


def of_record(register: type[Register], record: Record) -> Deadline | None:
    """Return the deadline that runs for a record."""
    return Deadline.objects.filter(register=register.code, record=record.pk).first()


def due(user: Visitor, day: date | None = None) -> QuerySet[Deadline]:
    """Return the deadlines that the person's units are to be reminded of on a day (today): not over yet, the nearest first."""
    day = day or timezone.localdate()
    return _of(user, day).filter(reminds_on__lte=day, due_on__gte=day).order_by("due_on", "id")


def overdue(user: Visitor, day: date | None = None) -> QuerySet[Deadline]:
    """Return the deadlines of the person's units that were over before a day (today), the oldest first."""
    day = day or timezone.localdate()
    return _of(user, day).filter(due_on__lt=day).order_by("due_on", "id")


def _of(user: Visitor, day: date) -> QuerySet[Deadline]:
    paths = {
        path for act in (Act.KEEP_RECORDS, Act.CHECK_RECORDS) for path in permission.reach(user, act, day)
    }
    return Deadline.objects.filter(scope.below(paths)).select_related("organization")
