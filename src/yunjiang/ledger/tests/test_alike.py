"""Records that say the same are posted together as they would be one by one."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from yunjiang.ledger import posting
from yunjiang.ledger.alike import Alike
from yunjiang.ledger.models import Entry, Person, Posting
from yunjiang.ledger.posting import Line, PostingRefused
from yunjiang.ledger.standing import newest_batch, sources_since
from yunjiang.organizations.models import Organization

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
HOW: dict[str, Any] = {"data_set": "operational", "by": "li", "title": "t"}


def unit(name: str) -> int:
    return Organization.objects.get(standings__name=name).pk


def groups(last: int = 4, day: date = date(2024, 3, 1)) -> list[Alike]:
    """Return two members who came and went, some who came, and one of whom nothing is said."""
    wuhua, panlong = unit("五华"), unit("盘龙")
    gone = (Line("members", wuhua, date(2024, 5, 1), -1), Line("members", wuhua, day, 1))
    came = (Line("members", panlong, day, 1),)
    evidence = {"register": "a%d", "count": "c"}

    def of(first: int, end: int) -> dict[str, Any]:
        numbers = list(range(first, end))
        return {
            "sources": [f"x:{number}" for number in numbers],
            "channel": "evidenced",
            "evidence": evidence,
            "own_evidence": {"record": numbers, "revision": [1] * len(numbers)},
        }

    return [
        Alike(lines=gone, **of(1, 3)),
        Alike(lines=came, **of(3, last)),
        Alike(lines=(), **of(last, last + 1)),
    ]


def standing() -> list[tuple[Any, ...]]:
    """Return all that was posted but for the batch's number."""
    return [
        (
            each.source,
            each.revision,
            each.is_reversal,
            each.channel,
            each.evidence,
            bytes(each.digest),
            [
                (entry.organization_id, entry.happened_on, entry.quantity, entry.weight)
                for entry in each.entries.order_by("pk")
            ],
        )
        for each in Posting.objects.order_by("pk")
    ]


def one_by_one(some: list[Alike]) -> list[tuple[Any, ...]]:
    """Return what stands after the records were posted each by itself, on top of what is there; it is taken out again."""
    found: list[tuple[Any, ...]] = []
    with transaction.atomic():
        posting.post([record for each in some for record in each.records()], **HOW)
        found = standing()
        transaction.set_rollback(True)
    return found


def test_it_works(world: None) -> None:
    expected = one_by_one(groups())
    receipt = posting.post_alike(groups(), **HOW)
    assert (receipt.posted_count, receipt.entry_count) == (4, 5)
    assert standing() == expected


def test_it_supersedes_what_says_otherwise_and_leaves_the_rest(world: None) -> None:
    posting.post_alike(groups(), **HOW)
    expected = one_by_one(groups(day=date(2024, 4, 1)))
    receipt = posting.post_alike(groups(day=date(2024, 4, 1)), **HOW)
    assert (receipt.posted_count, receipt.unchanged_count, receipt.reversed_count) == (3, 1, 3)
    assert standing() == expected
    assert posting.post_alike(groups(day=date(2024, 4, 1)), **HOW).unchanged_count == 4


def test_persons_are_told_apart(world: None) -> None:
    line = Line("graduates", unit("五华"), date(2024, 3, 1), 1, person="530102199003070011")
    posting.post_alike([Alike(["x:1", "x:2"], [line])], **HOW)
    assert Person.objects.count() == 1
    assert Entry.objects.filter(person=Person.objects.get()).count() == 2


@pytest.mark.parametrize(
    ("alike", "codes"),
    [
        (Alike(["x:1", "x:1"], ()), ["source_twice"]),
        (Alike(["x:1", "", "x\t"], ()), ["bad_source", "bad_source"]),
        (Alike(["x:1"], (), "hearsay"), ["unknown_channel"]),
        (Alike(["x:1"], (), evidence={"a": 1.5}), ["bad_evidence"]),
        (Alike(["x:1"], (), own_evidence={"a": [2**70]}), ["bad_evidence"]),
        (Alike(["x:1", "x:2"], [Line("nothing", 0, date(2024, 3, 1), 1)]), ["unknown_organization", "unknown_measure"] * 2),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_of_every_record(world: None, alike: Alike, codes: list[str]) -> None:
    with pytest.raises(PostingRefused) as refused:
        posting.post_alike([alike], **HOW)
    assert [each.code for each in refused.value.problems] == codes
    with pytest.raises(PostingRefused) as alone:
        posting.post(list(alike.records()), **HOW)
    assert refused.value.problems == alone.value.problems


def test_only_what_may_stand_is_looked_up(world: None) -> None:
    before = newest_batch()
    assert sources_since(before) == set()
    posting.post_alike(groups(), **HOW, may_stand=())
    may_stand = sources_since(before)
    assert may_stand == {"x:1", "x:2", "x:3", "x:4"}
    assert sources_since(newest_batch()) == set()
    receipt = posting.post_alike(groups(last=5), **HOW, may_stand=may_stand)
    assert (receipt.posted_count, receipt.unchanged_count) == (2, 3)
    with pytest.raises(posting.SourcesContended):  # the unique constraint holds it true
        posting.post_alike(groups(day=date(2024, 4, 1)), **HOW, may_stand=())
