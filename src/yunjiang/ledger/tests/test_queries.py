"""Reading the ledger: as of any position or moment, and down to what stands behind an entry."""

from decimal import Decimal

import pytest
from tests import journal

from yunjiang.ledger import posting, queries
from yunjiang.ledger.models import Batch, Entry
from yunjiang.ledger.seal import seal
from yunjiang.organizations.models import Organization

pytestmark = [pytest.mark.django_db, pytest.mark.postgres, pytest.mark.usefixtures("world")]


@pytest.fixture
def corrected(world: None) -> None:
    """12 is posted, corrected to 15 and withdrawn: positions 1 to 3."""
    journal.post(
        "2024-Q1 · 五华 · output · ≈12.5 · source=return:1", by="li", title="first", reason="monthly"
    )
    journal.post("2024-Q1 · 五华 · output · 15 · source=return:1", by="wang", title="second")
    posting.withdraw(["return:1"], data_set="operational", by="zhao", title="third")


def total(up_to: int) -> int:
    return sum(row["quantity"] * row["weight"] for row in queries.tail(0, up_to).to_pylist())


@pytest.mark.usefixtures("corrected")
def test_the_ledger_as_of_a_position() -> None:
    assert [total(position) for position in range(4)] == [0, 1250, 1500, 0]


@pytest.mark.usefixtures("corrected")
def test_the_ledger_as_of_a_moment() -> None:
    for batch in Batch.objects.order_by("position"):
        assert batch.recorded_at is not None
        assert queries.position_at(batch.recorded_at) == batch.position


@pytest.mark.usefixtures("corrected")
def test_an_entry_with_all_that_stands_behind_it() -> None:
    first = Entry.objects.earliest("id")
    (entry,) = queries.entries([first.pk])
    assert (entry.measure, entry.quantity, entry.unit, entry.bound) == (
        "output",
        Decimal("12.50"),
        "元",
        "about",
    )
    assert (str(entry.since_on), str(entry.happened_on)) == ("2024-01-01", "2024-03-31")
    assert entry.organization_id == Organization.objects.get(key="五华").pk
    assert (entry.source, entry.revision, entry.channel) == ("return:1", 1, "reported")
    assert (entry.position, entry.recorded_by, entry.title, entry.reason) == (1, "li", "first", "monthly")
    assert entry.reversed_at_position == 2
    assert entry.reversed_at == Batch.objects.get(position=2).recorded_at


@pytest.mark.usefixtures("corrected")
def test_entries_come_by_day_and_number_and_unknown_numbers_are_left_out() -> None:
    numbers = list(Entry.objects.order_by("-id").values_list("id", flat=True))
    assert [entry.id for entry in queries.entries([*numbers, 5])] == sorted(numbers)


def test_an_entry_that_stands_is_not_reversed() -> None:
    journal.post("2024-03-31 · 五华 · trained · 3 · sex=F")
    (entry,) = queries.entries(Entry.objects.values_list("pk", flat=True))
    assert (entry.reversed_at_position, entry.reversed_at) == (None, None)
    assert entry.breakdown == {"sex": "F"}


@pytest.mark.usefixtures("corrected")
def test_sealing_changes_no_answer() -> None:
    before = queries.tail(0).sort_by("id")
    seal()
    assert queries.tail(0).sort_by("id").equals(before)
    assert [total(position) for position in range(4)] == [0, 1250, 1500, 0]


def test_an_empty_ledger_has_an_empty_tail() -> None:
    assert queries.position() == 0
    assert queries.tail(0).num_rows == 0
    assert queries.segments() == []
