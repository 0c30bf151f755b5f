"""A roster of firms: who comes in, what it changes, what it only tells, and all of it taken back."""

import io
from datetime import date
from typing import Any

import pytest

from yunjiang.registers.kit.intake import checking, committing, receiving, undoing
from yunjiang.registers.kit.models import IntakeBatch
from yunjiang.registers.unions import questions
from yunjiang.registers.unions.choices import OperatingStatus
from yunjiang.registers.unions.firm_registers import Enterprises
from yunjiang.registers.unions.models import Enterprise, Headcount

from .hall import Hall, code_of

HEADINGS = "单位名称,统一社会信用代码,单位所在政区,单位性质,所属行业,成立日期,经营状态,职工人数,人数日期"


def row(serial: int = 1, **changed: Any) -> str:
    values = {
        "name": f"名册{serial}有限公司",
        "code": code_of(9000 + serial),
        "unit": "五华区",
        "ownership": "私营企业",
        "industry": "制造业",
        "opened": "2021-06-01",
        "status": "正常经营",
        "staff": "150",
        "on": "2023-06-01",
    } | changed
    return ",".join(values.values())


def bring(hall: Hall, *rows: str) -> IntakeBatch:
    text = "\n".join((HEADINGS, *rows))
    batch = receiving.receive(
        Enterprises, hall.cast.kunming, io.BytesIO(text.encode()), "名册.csv", by=hall.checker
    )
    checking.check(batch)
    batch.refresh_from_db()
    return batch


def commit(hall: Hall, *rows: str) -> IntakeBatch:
    batch = bring(hall, *rows)
    assert batch.faulty_count == 0, batch.summary["problems"]
    committing.commit(batch, hall.checker)
    batch.refresh_from_db()
    return batch


def missing(day: date) -> int:
    return questions.without_union(Enterprise.objects.all(), day).count()


def test_large_firms_without_a_union_come_in_by_it(hall: Hall) -> None:
    batch = commit(hall, row(1), row(2, staff="80"), row(3, status="停业（歇业）"))
    assert batch.created_count == 3
    firm = Enterprise.objects.get(code=code_of(9001))
    assert (firm.staff, firm.counted_on, firm.industry) == (150, date(2023, 6, 1), "C")
    assert (missing(date(2023, 5, 31)), missing(date(2023, 6, 1))) == (0, 1)


def test_what_it_says_anew_is_added_from_its_day_on_and_the_rest_is_told(hall: Hall) -> None:
    commit(hall, row(1), row(2), row(3))
    batch = commit(
        hall,
        row(1, staff="90", on="2024-06-01"),
        row(2, ownership="国有企业", status="注销", on="2024-06-01", staff=""),
        row(3, unit="昆明市"),
    )
    assert (batch.changed_count, batch.same_count, batch.summary["otherwise_count"]) == (2, 0, 1)
    assert (missing(date(2024, 5, 31)), missing(date(2024, 6, 1))) == (3, 1)
    second = Enterprise.objects.get(code=code_of(9002))
    assert (second.ownership, second.status) == ("110", OperatingStatus.DEREGISTERED)
    undoing.undo(batch, hall.checker, reason="错表")
    second.refresh_from_db()
    assert (second.ownership, second.status) == ("170", OperatingStatus.OPERATING)
    assert missing(date(2024, 6, 1)) == 3


def test_a_firm_that_was_counted_since_stays_when_it_is_taken_back(hall: Hall) -> None:
    batch = commit(hall, row(1), row(2))
    first, second = (Enterprise.objects.get(code=code_of(9000 + each)) for each in (1, 2))
    hall.say("headcounts", first, as_of_on=date(2024, 1, 1), staff=160)
    undone = undoing.undo(batch, hall.checker, reason="错表")
    assert list(undone.left) == [first.pk]
    second.refresh_from_db()
    assert second.voided_at is not None
    assert commit(hall, row(2, staff="170")).changed_count == 1
    second.refresh_from_db()
    assert (second.voided_at, second.staff, second.status) == (None, 170, OperatingStatus.OPERATING)
    assert Headcount.objects.filter(enterprise=second, voided_at=None).count() == 1


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"code": code_of(1, of_union=True)}, "code"),
        ({"on": "2020-01-01"}, "counted_on"),
        ({"opened": "2999-01-01", "on": ""}, "opened_on"),
        ({"unit": "曲靖市"}, "organization"),
        ({"opened": ""}, "opened_on"),
    ],
)
def test_what_cannot_be_is_told(hall: Hall, changed: dict[str, str], column: str) -> None:
    assert column in [each["column"] for each in bring(hall, row(1, **changed)).summary["problems"]]
