from datetime import date, timedelta

import pytest
from django.test import RequestFactory

from yunjiang.organizations.models import DayOff
from yunjiang.web import listing
from yunjiang.web.pages.selection import Unreadable

pytestmark = pytest.mark.django_db
ORDER = ("-day", "name", "id")


def fill(count: int) -> None:
    """Declare days, three on each, so that the first field of the order does not tell rows apart."""
    DayOff.objects.bulk_create(
        DayOff(day=date(2024, 1, 1) + timedelta(days=n // 3), name=f"{n % 3}") for n in range(count)
    )


def leafed(size: int) -> list[int]:
    found, after = [], ""
    while True:
        leaf = listing.leaf(DayOff.objects.all(), ORDER, after, size)
        found += [each.pk for each in leaf.rows]
        if not leaf.further:
            return found
        after = leaf.further


@pytest.mark.parametrize("size", [1, 2, 3, 7, 10, 11, 50])
def test_pages_together_are_the_whole_list_in_order(size: int) -> None:
    fill(10)
    assert leafed(size) == [each.pk for each in DayOff.objects.order_by(*ORDER)]


def test_an_empty_list_has_no_further_page() -> None:
    assert listing.leaf(DayOff.objects.all(), ORDER, "") == listing.Leaf([], "")


def test_rows_that_come_meanwhile_repeat_nothing() -> None:
    fill(6)
    first = listing.leaf(DayOff.objects.all(), ORDER, "", 3)
    DayOff.objects.create(day=date(2025, 1, 1), name="new")
    second = listing.leaf(DayOff.objects.all(), ORDER, first.further, 3)
    assert not {each.pk for each in first.rows} & {each.pk for each in second.rows}
    assert len(second.rows) == 3


@pytest.mark.parametrize("key", ["x", "e30", "WzFd", "W251bGwsIDEsIDFd", "é", "WyIyMDI0IiwgWzFdLCAxXQ"])
def test_a_key_that_was_not_given_is_refused(key: str) -> None:
    with pytest.raises(Unreadable):
        listing.leaf(DayOff.objects.all(), ORDER, key)


def test_counting_stops_where_nobody_reads_on(monkeypatch: pytest.MonkeyPatch) -> None:
    fill(6)
    assert listing.count_of(DayOff.objects.all()) == "6"
    monkeypatch.setattr(listing, "COUNTED_UP_TO", 5)
    assert listing.count_of(DayOff.objects.all()) == "5+"


def test_an_address_is_turned_in_one_part_and_keeps_the_rest() -> None:
    request = RequestFactory().get("/cycles/", {"state": "draft", "after": "x"})
    assert listing.turned(request, after="") == "/cycles/?state=draft"
    assert listing.turned(request, after="", state="") == "/cycles/"
