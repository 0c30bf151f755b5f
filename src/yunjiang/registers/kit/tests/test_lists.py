from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from yunjiang.access import services
from yunjiang.access.models import AuditRecord, Role, User
from yunjiang.access.tests.cast import FIRST_DAY, Cast, assemble, person
from yunjiang.registers.kit import filters, lists, plans, registry
from yunjiang.registers.kit.declaration import Search
from yunjiang.registers.kit.refusals import NoPlaceInList

from .sample.models import Place, Sort, State
from .world import officer, place, spread

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
PLACES = registry.of("sample-places")


@pytest.fixture
def cast() -> Cast:
    return assemble()


@pytest.fixture
def keeper(cast: Cast) -> User:
    return officer("keeper", cast.province)


@pytest.fixture(params=["few rows fit", "many rows fit"])
def _either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let small tables be read as large ones are."""
    if request.param == "many rows fit":
        monkeypatch.setattr(plans, "FEW", 1)
        monkeypatch.setattr(lists, "WINDOWS", (2, 3, 5))
        monkeypatch.setattr(plans, "LOOKED_THROUGH", 10)


def wanted(**query: Any) -> filters.Wanted:
    asked = filters.parse(
        PLACES, {name: each if isinstance(each, list) else [each] for name, each in query.items()}
    )
    asked.require_understood()
    return asked


def pages(user: User, asked: filters.Wanted, size: int = 4) -> Iterator[lists.Page]:
    after = ""
    while True:
        page = lists.page(PLACES, user, asked, after=after, size=size)
        yield page
        after = page.further
        if not after:
            return


def numbers(user: User, size: int = 4, **query: Any) -> list[str]:
    return [row.number for page in pages(user, wanted(**query), size) for row in page.rows]


def in_order(rows: Any) -> list[str]:
    return [row.number for row in sorted(rows, key=lambda row: (row.path, row.pk))]


def test_it_works(cast: Cast, keeper: User) -> None:
    place(cast.wuhua, "P1")
    page = lists.page(PLACES, keeper, wanted())
    assert ([row.number for row in page.rows], page.further, page.told_count) == (["P1"], "", "1")


@pytest.mark.usefixtures("_either_way")
@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ({}, lambda row: True),
        ({"sort": "sport"}, lambda row: row.sort == Sort.SPORT),
        ({"sort": ["sport", "rest"]}, lambda row: row.sort in (Sort.SPORT, Sort.REST)),
        ({"sort": "sport", "state": "draft"}, lambda row: row.sort == Sort.SPORT),
        ({"sort": ["sport", "rest"], "state": ["open"]}, lambda row: False),
        ({"organization": "530100"}, lambda row: row.organization.key != "530300"),
        (
            {"organization": "530100", "sort": "sport"},
            lambda row: row.organization.key != "530300" and row.sort == "sport",
        ),
        ({"q": "场所P000"}, lambda row: row.number.startswith("P000")),
        ({"q": "场所P00", "sort": "rest"}, lambda row: row.sort == "rest"),
        ({"q": "P0007"}, lambda row: row.number == "P0007"),
        ({"q": "nothing"}, lambda row: False),
        ({"opened_on__from": "2024-01-01"}, lambda row: False),
        ({"opened_on": "-"}, lambda row: True),
    ],
)
def test_pages_neither_repeat_nor_hide(cast: Cast, keeper: User, query: Any, fits: Any) -> None:
    rows = spread(cast, 30)
    expected = in_order(row for row in rows if fits(row))
    for size in (1, 4, 50):
        assert numbers(keeper, size, **query) == expected


@pytest.mark.usefixtures("_either_way")
def test_rows_that_come_meanwhile_hide_none(cast: Cast, keeper: User) -> None:
    expected = in_order(spread(cast, 12))
    seen: list[str] = []
    for page in pages(keeper, wanted(), size=5):
        seen += [row.number for row in page.rows]
        place(cast.kunming, f"N{len(seen)}")
    assert [each for each in seen if each.startswith("P")] == expected
    assert len(seen) == len(set(seen))


@pytest.mark.usefixtures("_either_way")
def test_nobody_sees_the_records_of_another_unit(cast: Cast) -> None:
    rows = spread(cast, 12)
    everywhere = {"q": ["场所", "P0001"], "sort": ["sport"], "organization": ["530300", "530000"]}
    for query in ({}, *({name: value} for name, values in everywhere.items() for value in values)):
        assert numbers(person(f"stranger{query}"[:30], None), **query) == []
        assert numbers(cast.clerk, **query) == []  # a reporting officer reads no records
    kunming = officer("of-kunming", cast.kunming)
    own = in_order(row for row in rows if row.organization != cast.qujing)
    assert numbers(kunming) == numbers(kunming, organization="530000") == own
    assert numbers(kunming, organization="530300") == []


def test_who_has_two_places_reads_both_in_order(cast: Cast) -> None:
    rows = spread(cast, 12)
    user = officer("of-wuhua", cast.wuhua)
    services.assign(user, Role.REGISTER_OFFICER, cast.qujing, valid_from=FIRST_DAY)
    expected = in_order(row for row in rows if row.organization in (cast.wuhua, cast.qujing))
    assert numbers(user) == expected


def test_voided_records_are_shown_only_when_asked_for(cast: Cast, keeper: User) -> None:
    place(cast.wuhua, "P1")
    place(cast.wuhua, "P2", voided_at=timezone.now())
    assert numbers(keeper) == ["P1"]
    assert numbers(keeper, voided="with") == ["P1", "P2"]
    assert numbers(keeper, voided="only") == ["P2"]


@pytest.mark.usefixtures("_either_way")
def test_counts_are_exact_while_small(cast: Cast, keeper: User) -> None:
    spread(cast, 9)
    assert lists.count(PLACES, keeper, wanted()).number == 9
    assert str(lists.count(PLACES, keeper, wanted(sort=["sport", "rest"]))) == "6"


def test_counts_end_where_nobody_reads_on(cast: Cast, keeper: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "COUNTED_UP_TO", 5)
    spread(cast, 9)
    assert str(lists.count(PLACES, keeper, wanted())) == "5+"


def test_a_count_of_what_is_rare_among_many_says_at_least(
    cast: Cast, keeper: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for each in range(12):
        place(cast.wuhua, f"P{each:02}", opened_on=date(2024, 1, 1) if each in (1, 11) else None)
    place(cast.wuhua, "P12", opened_on=date(2023, 1, 1))
    monkeypatch.setattr(plans, "FEW", 1)
    monkeypatch.setattr(lists, "WINDOWS", (2, 4))
    monkeypatch.setattr(plans, "LOOKED_THROUGH", 6)
    asked = wanted(opened_on__from="2024-01-01")
    told = lists.count(PLACES, keeper, asked)
    assert (told.number, told.is_exact) == (1, False)
    assert str(told) in ("at least 1", "至少 1")
    first, second, *_rest = pages(keeper, asked)
    assert [row.number for row in first.rows] == ["P01"]
    assert first.further, "there is more to look through"
    assert [row.number for row in second.rows] == ["P11"]


@pytest.mark.parametrize("text", ["x", "e30", "W10", "WyIxIiwgIngiXQ", "WzEsMl0", "bnVsbA"])
def test_a_key_that_no_list_gave_is_refused(keeper: User, text: str) -> None:
    with pytest.raises(NoPlaceInList, match=text):
        lists.page(PLACES, keeper, wanted(), after=text)


def test_a_page_takes_as_many_queries_for_fifty_rows_as_for_one(cast: Cast, keeper: User) -> None:
    place(cast.wuhua, "P1")
    with CaptureQueriesContext(connection) as one:
        lists.page(PLACES, keeper, wanted())
    spread(cast, 60)
    with CaptureQueriesContext(connection) as many:
        lists.page(PLACES, keeper, wanted())
    assert len(one) == len(many)


def test_looking_somebody_up_by_an_identifying_number_is_on_record(
    cast: Cast, keeper: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(cast.wuhua, "P1")
    monkeypatch.setattr(
        PLACES, "search", [Search("number", read=lambda text: text or None, is_identifying=True)]
    )
    assert numbers(keeper, q="P1") == ["P1"]
    record = AuditRecord.objects.latest("pk")
    assert record.action == "registers.search"
    assert "P1" not in str(record.facts)


def test_an_order_of_its_own_pages_too(cast: Cast, keeper: User, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = spread(cast, 10)
    monkeypatch.setattr(PLACES, "order", ("-seats", "pk"))
    assert numbers(keeper) == [row.number for row in reversed(rows)]


def test_voided_and_filtered_states_are_independent(cast: Cast, keeper: User) -> None:
    place(cast.wuhua, "P1", state=State.OPEN)
    Place.objects.update(state=State.OPEN)
    assert numbers(keeper, state="open") == ["P1"]
