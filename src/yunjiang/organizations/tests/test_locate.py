"""Where units lie that report elsewhere."""

from datetime import date

from yunjiang.organizations import queries, services

from .journal import unit


def lies_in(day: str) -> list[str]:
    return [each.key for each in queries.located_in(unit("east1").pk, date.fromisoformat(day))]


def locate(on: str, *regions: str) -> None:
    services.locate(unit("east1"), regions=[unit(each) for each in regions], on=date.fromisoformat(on))


def test_it_works(province: None) -> None:
    locate("2021-01-01", "west", "west1")
    locate("2022-01-01", "west1", "east2")
    assert lies_in("2020-12-31") == []
    assert lies_in("2021-12-31") == ["west", "west1"]
    assert lies_in("2022-01-01") == ["east2", "west1"]
    assert unit("east1").locations.count() == 3


def test_what_is_learned_late_ends_where_something_else_begins(province: None) -> None:
    locate("2022-01-01", "west1")
    locate("2021-01-01", "west")
    assert lies_in("2021-06-01") == ["west"]
    assert lies_in("2022-06-01") == ["west1"]


def test_a_unit_may_lie_nowhere_else_any_more(province: None) -> None:
    locate("2021-01-01", "west")
    locate("2022-01-01")
    assert lies_in("2022-01-01") == []


def test_a_place_may_be_corrected_on_its_day(province: None) -> None:
    locate("2021-01-01", "west")
    locate("2021-01-01", "west1")
    assert lies_in("2021-06-01") == ["west1"]
    assert unit("east1").locations.count() == 1


def test_saying_it_again_changes_nothing(province: None) -> None:
    locate("2021-01-01", "west")
    before = list(unit("east1").locations.values_list())
    locate("2022-01-01", "west")
    assert list(unit("east1").locations.values_list()) == before
