"""How good a member's record is: complete, valid, unique, and confirmed within twelve months. Pure functions.

A record carries bits for what is missing and what is wrong, so that a count of either is one sum; and the stretches of days on
which it was qualified, from which the ledger knows the rate of any day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import rules
from .models import Quality


@dataclass(frozen=True)
class Named:
    """One bit: the path of the field it is about, and what people call it."""

    code: str
    path: str
    name: str | Promise


# The order is the bit; new ones are added at the end. 采集表: all of its columns are mandatory (总工办发〔2017〕14号).
FIELDS: Sequence[Named] = (
    Named("name", "person__name", "姓名"),
    Named("sex", "person__sex", "性别"),
    Named("birth_on", "person__birth_on", "出生日期"),
    Named("ethnic_group", "person__ethnic_group", "民族"),
    Named("work_state", "work_state", "就业状况"),
    Named("identity_kind", "person__identity_kind", "证件类别"),
    Named("identity", "person__identity_mask", "证件号码"),
    Named("education", "person__education", "学历"),
    Named("skill_level", "person__skill_level", "技术等级"),
    Named("phone", "person__phone_mask", "移动电话"),
    Named("household_kind", "person__household_kind", "户籍类型"),
    Named("household_place", "person__household_place", "户籍所在地"),
    Named("political_status", "person__political_status", "政治面貌"),
    Named("work_place", "work_place", "工作单位"),
    Named("native_place", "person__native_place", "籍贯"),
    Named("is_migrant_worker", "person__is_migrant_worker", "是否农民工"),
)

FAULTS: Sequence[Named] = (
    Named("too_young", "joined_on", _("younger than sixteen on joining")),
    Named("too_old", "person__birth_on", _("older than anybody at work")),
    Named("future", "joined_on", _("joined in the future")),
    Named("name", "person__name", _("a name that is none")),
    Named("unread", "unread", _("an entry that stands in no list")),
    Named("restricted", "person", _("the person's data are restricted")),
)

NEEDS: tuple[str, ...] = (*dict.fromkeys(each.path for each in (*FIELDS, *FAULTS) if each.path != "person"),)


def missing(values: Mapping[str, Any]) -> int:
    """Return which fields say nothing, as bits; `values` by path. False and zero say something."""
    bits = 0
    for place, each in enumerate(FIELDS):
        value = values[each.path]
        if value is None or value == "" or (each.code == "sex" and value in {"0", "9"}):
            bits |= 1 << place
    return bits


def faults(values: Mapping[str, Any], today: date) -> int:
    """Return what cannot be so, as bits; `values` by path. What is missing is no fault."""
    birth_on, joined_on = values["person__birth_on"], values["joined_on"]
    found = set()
    if joined_on is not None:
        problem = rules.joining_problem(birth_on, joined_on, today)
        if problem:
            found.add("future" if problem == "future" else "too_young")
    if birth_on is not None and rules.age(birth_on, today) > rules.OLDEST:
        found.add("too_old")
    name = values["person__name"]
    if name and (len(name) < 2 or any(each.isdigit() for each in name)):
        found.add("name")
    if values["unread"]:
        found.add("unread")
    if values.get("person__restricted_at") is not None:
        found.add("restricted")
    return sum(1 << place for place, each in enumerate(FAULTS) if each.code in found)


def named(bits: int, names: Sequence[Named]) -> list[Named]:
    """Return what bits stand for."""
    return [each for place, each in enumerate(names) if bits >> place & 1]


@dataclass(frozen=True)
class Span:
    """The days from `since` to the day before `until` on which a record is qualified; None: on no day."""

    since: date | None
    until: date | None
    before: list[list[str]]  # earlier stretches, as ISO days


def respan(
    span: Span,
    *,
    is_good: bool,
    confirmed_on: date | None,
    since_on: date | None,
    ended_on: date | None,
    on: date,
) -> Span:
    """Return the stretches as they are once something has changed on a day: what was, stays; what comes, follows the record.

    `is_good`: complete, valid and unique from that day on. A stretch begins on the day of the change, not before the membership,
    and ends twelve months after the confirmation, or with the membership.
    """
    end = on
    if is_good and since_on is not None and confirmed_on is not None:
        end = rules.lapses_on(confirmed_on)
    if ended_on is not None:
        end = min(end, ended_on)
    if span.since is not None and span.until is not None:
        if span.since < on <= span.until:  # it reaches the day of the change: it goes on, or is cut there
            until = end if end > on or (ended_on is not None and ended_on < on) else on
            return (
                Span(span.since, until, span.before) if until > span.since else Span(None, None, span.before)
            )
        if span.until < on:
            past = [span.since.isoformat(), span.until.isoformat()]
            span = Span(None, None, [*span.before, past])
    since = on if since_on is None else max(on, since_on)
    return Span(since, end, span.before) if end > since else Span(None, None, span.before)


def quality(
    *, is_current: bool, missing_bits: int, fault_bits: int, is_unique: bool, until: date | None, on: date
) -> Quality:
    """Return what a record lacks on a day, the first that holds; `until` is the first day on which it is no longer confirmed."""
    if not is_current:
        return Quality.NONE
    if missing_bits:
        return Quality.INCOMPLETE
    if fault_bits:
        return Quality.INVALID
    if not is_unique:
        return Quality.DUPLICATE
    if until is None or until <= on:
        return Quality.STALE
    return Quality.QUALIFIED
