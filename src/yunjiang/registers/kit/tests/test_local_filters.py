"""Lists are filtered by local columns that the office declared so; of large registers within a unit only."""

from datetime import date

import pytest

from yunjiang.access.tests.cast import Cast, assemble
from yunjiang.registers.kit import extras, filters, lists, plans
from yunjiang.registers.kit.models import ExtraKind
from yunjiang.registers.kit.tests.sample.register import Places
from yunjiang.registers.kit.tests.world import officer, place

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
SAID = (
    {"grade": "甲", "books": "12.5", "cooled": True, "opens": "2024-05-01"},
    {"grade": "乙", "cooled": False},
    {},
)


@pytest.fixture
def cast(db: None) -> Cast:
    cast = assemble()
    for key, kind, choices in (
        ("grade", ExtraKind.CHOICE, ("甲", "乙")),
        ("books", ExtraKind.NUMBER, ()),
        ("cooled", ExtraKind.YES_NO, ()),
        ("opens", ExtraKind.DAY, ()),
    ):
        since = date(2024, 1, 1)
        extras.declare(
            Places, cast.kunming, key, key, kind, by=None, choices=choices, since_on=since, is_filter=True
        )
    extras.declare(Places, cast.kunming, "quiet", "quiet", ExtraKind.TEXT, by=None, since_on=since)
    for number, extra in enumerate(SAID):
        place(cast.wuhua, f"P{number}", extra=extra)
    return cast


def found(cast: Cast, **asked: str) -> list[str]:
    user = officer("keeper", cast.province)
    wanted = filters.parse(Places, {name: [value] for name, value in asked.items()})
    wanted.require_understood()
    assert filters.described(wanted)
    return [each.number for each in lists.page(Places, user, wanted).rows]


@pytest.mark.parametrize(
    ("name", "value", "numbers"),
    [
        ("grade", "甲", ["P0"]),
        ("grade", "-", ["P2"]),
        ("books", "12.50", ["P0"]),
        ("cooled", "1", ["P0"]),
        ("cooled", "0", ["P1"]),
        ("opens", "2024-05-01", ["P0"]),
    ],
)
def test_it_works(cast: Cast, name: str, value: str, numbers: list[str]) -> None:
    assert found(cast, **{f"extra__{name}": value}) == numbers


@pytest.mark.parametrize(
    ("name", "value"), [("grade", "丙"), ("opens", "gestern"), ("quiet", "x"), ("contains", "{}")]
)
def test_what_cannot_be_asked_is_told(cast: Cast, name: str, value: str) -> None:
    wanted = filters.parse(Places, {f"extra__{name}": [value]})
    assert [each.name for each in wanted.problems] == [f"extra__{name}"]
    assert wanted.conditions == ()


def test_of_a_large_register_only_within_a_unit(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Places, "is_large", True)
    query = {"extra__grade": ["甲"]}
    assert [each.name for each in filters.parse(Places, query).problems] == ["extra__grade"]
    assert found(cast, extra__grade="甲", organization="530102") == ["P0"]


def test_a_page_looks_at_so_many_rows_and_goes_on(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "LOOKED_THROUGH", 2)
    user = officer("keeper", cast.province)
    wanted = filters.parse(Places, {"extra__grade": ["乙"]})
    page = lists.page(Places, user, wanted)
    numbers = [each.number for each in page.rows]
    while page.further:
        page = lists.page(Places, user, wanted, after=page.further)
        numbers += [each.number for each in page.rows]
    assert numbers == ["P1"]
