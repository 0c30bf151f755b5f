"""Opening units."""

from datetime import date

import pytest

from yunjiang.organizations import queries, services
from yunjiang.organizations.models import Kind, Organization, Standing
from yunjiang.organizations.refusals import (
    DuplicateCode,
    KeyTaken,
    ParentNotOpen,
    PathTooLong,
    UnknownOrganization,
)
from yunjiang.organizations.services import Opening

from .journal import picture, play, unit

DAY = date(2020, 1, 1)


def opening(key: str, parent: str | None, on: date = DAY) -> Opening:
    return Opening(key, on, Kind.ENTERPRISE, key, key, key, parent)


def test_it_works(province: None) -> None:
    assert (
        picture("2020-01-01")
        == """\
province
  east
    east1
    east2
  west
    west1"""
    )
    assert picture("2019-12-31") == ""


def test_many_open_at_once_in_any_order(province: None) -> None:
    services.open_many([opening("shop", "works"), opening("works", "east1")])
    assert [each.name for each in queries.ancestors(unit("shop").pk, DAY)] == [
        "province",
        "east",
        "east1",
        "works",
    ]


def test_many_open_all_or_none(province: None) -> None:
    with pytest.raises(UnknownOrganization):
        services.open_many([opening("works", "east1"), opening("shop", "nowhere")])
    assert not Organization.objects.filter(key="works").exists()


def test_units_without_a_code_do_not_collide(province: None) -> None:
    for key in ("works", "shop"):
        services.open_organization(
            key, on=DAY, kind=Kind.ENTERPRISE, code="", name=key, short_name=key, parent=unit("east")
        )
    assert Standing.objects.filter(code="").count() == 2


def test_a_key_is_given_once(province: None) -> None:
    with pytest.raises(KeyTaken, match="east1"):
        play("2022-01-01 open east1 under west")
    with pytest.raises(KeyTaken):
        services.open_many([opening("works", "east"), opening("works", "west")])


def test_nothing_opens_below_a_unit_that_opens_later_or_has_closed(province: None) -> None:
    with pytest.raises(ParentNotOpen):
        play("2019-12-31 open early under east")
    play("2022-01-01 close west1")
    with pytest.raises(ParentNotOpen, match="2022-01-01"):
        play("2021-01-01 open late under west1")


def test_a_code_names_one_unit_a_day(province: None) -> None:
    with pytest.raises(DuplicateCode, match="east1"):
        services.open_many([Opening("other", DAY, Kind.ENTERPRISE, "east1", "other", "other", "west")])
    play("2022-01-01 recode east1 to new")
    heir = Opening("heir", date(2022, 1, 1), Kind.ENTERPRISE, "east1", "heir", "heir", "west")
    services.open_many([heir])
    assert queries.resolve("east1", date(2021, 6, 1)).key == "east1"


def test_a_code_is_taken_when_a_later_unit_carries_it_too(province: None) -> None:
    play("2022-01-01 open late under west")
    with pytest.raises(DuplicateCode, match="2022-01-01"):
        play("2021-01-01 recode east1 to late")


def test_the_tree_has_a_bottom(province: None) -> None:
    deep = [opening("n0", "province"), *(opening(f"n{n}", f"n{n - 1}") for n in range(1, 130))]
    with pytest.raises(PathTooLong):
        services.open_many(deep)
