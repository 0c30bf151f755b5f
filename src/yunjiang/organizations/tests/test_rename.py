"""New names and new codes."""

from datetime import date

import pytest

from yunjiang.organizations import queries, services
from yunjiang.organizations.models import Event, EventKind
from yunjiang.organizations.refusals import AlreadyClosed, DuplicateCode, NothingChanges, NotYetOpen

from .journal import picture, play, unit


def test_it_works(province: None) -> None:
    play("2021-02-02 rename east1 to orient")
    assert "east1" in picture("2021-02-01")
    assert "orient" in picture("2021-02-02")
    assert "east1" not in picture("2021-02-02")


def test_a_renaming_with_a_new_code_is_two_events(province: None) -> None:
    services.rename(unit("east1"), on=date(2021, 2, 2), name="orient", short_name="o", code="532302")
    kinds = Event.objects.filter(organization=unit("east1")).values_list("kind", flat=True)
    assert list(kinds) == [EventKind.OPENED, EventKind.RENAMED, EventKind.RECODED]
    assert [each.code for each in unit("east1").standings.order_by("valid_from")] == ["east1", "532302"]


def test_both_codes_lead_to_the_unit(province: None) -> None:
    play("2021-02-02 recode east1 to 532302")
    assert queries.resolve("532302") == unit("east1")
    assert queries.resolve("east1", date(2024, 1, 1)) == unit("east1")


def test_a_renaming_leaves_the_units_below_alone(province: None) -> None:
    before = list(unit("east1").standings.values_list())
    play("2021-02-02 rename east to orient")
    assert list(unit("east1").standings.values_list()) == before


def test_what_stands_so_already_is_refused(province: None) -> None:
    play("2021-02-02 recode east1 to 532302")
    with pytest.raises(NothingChanges):
        play("2022-01-01 recode east1 to 532302")
    with pytest.raises(NothingChanges):
        play("2022-01-01 rename east1 to east1")


def test_it_must_be_open(province: None) -> None:
    with pytest.raises(NotYetOpen):
        play("2019-12-31 rename east1 to orient")
    play("2022-01-01 close east1")
    with pytest.raises(AlreadyClosed, match="2022-01-01"):
        play("2022-01-01 rename east1 to orient")


def test_a_code_in_use_is_refused_and_nothing_is_recorded(province: None) -> None:
    with pytest.raises(DuplicateCode):
        play("2021-02-02 recode east1 to east2")
    assert Event.objects.filter(kind=EventKind.RECODED).count() == 0
    assert [each.code for each in unit("east1").standings.all()] == ["east1"]
