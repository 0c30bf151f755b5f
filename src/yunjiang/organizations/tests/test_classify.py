"""Groups beside the tree: industry, ownership, size."""

from datetime import date

import pytest

from yunjiang.organizations import queries, services
from yunjiang.organizations.group_sets import load_group_sets
from yunjiang.organizations.models import Group, GroupSet
from yunjiang.organizations.refusals import GroupBeginsThatDay

from .journal import unit


@pytest.fixture
def works(province: None) -> int:
    load_group_sets()
    return unit("east1").pk


def size(code: str) -> Group:
    return Group.objects.get(group_set__code="size", code=code)


def size_on(organization_id: int, *days: str) -> list[str | None]:
    found = [queries.group_of(organization_id, "size", date.fromisoformat(day)) for day in days]
    return [each and each.code for each in found]


def test_it_works(works: int) -> None:
    services.classify(unit("east1"), size("small"), on=date(2021, 1, 1))
    services.classify(unit("east1"), size("medium"), on=date(2023, 1, 1))
    assert size_on(works, "2020-12-31", "2021-01-01", "2022-12-31", "2023-01-01") == [
        None,
        "small",
        "small",
        "medium",
    ]


def test_what_is_learned_late_ends_where_something_else_begins(works: int) -> None:
    services.classify(unit("east1"), size("medium"), on=date(2023, 1, 1))
    services.classify(unit("east1"), size("small"), on=date(2021, 1, 1))
    services.classify(unit("east1"), size("micro"), on=date(2022, 1, 1))
    assert size_on(works, "2021-06-01", "2022-06-01", "2023-06-01") == ["small", "micro", "medium"]


def test_a_unit_may_leave_a_set(works: int) -> None:
    services.classify(unit("east1"), size("small"), on=date(2021, 1, 1))
    services.declassify(unit("east1"), GroupSet.objects.get(code="size"), on=date(2022, 1, 1))
    services.declassify(unit("east1"), GroupSet.objects.get(code="size"), on=date(2022, 1, 1))
    assert size_on(works, "2021-12-31", "2022-01-01") == ["small", None]
    services.classify(unit("east1"), size("micro"), on=date(2021, 6, 1))
    assert size_on(works, "2021-12-31", "2022-01-01") == ["micro", None]
    services.declassify(unit("east1"), GroupSet.objects.get(code="size"), on=date(2021, 6, 1))
    assert size_on(works, "2021-05-31", "2021-06-01") == ["small", None]


def test_it_belongs_to_one_group_of_a_set_a_day(works: int) -> None:
    services.classify(unit("east1"), size("small"), on=date(2021, 1, 1))
    services.classify(unit("east1"), size("small"), on=date(2022, 1, 1))
    assert unit("east1").group_memberships.count() == 1
    with pytest.raises(GroupBeginsThatDay, match="企业规模"):
        services.classify(unit("east1"), size("medium"), on=date(2021, 1, 1))


def test_sets_are_independent_of_each_other(works: int) -> None:
    smelting = Group.objects.get(group_set__code="industry", code="32")
    services.classify(unit("east1"), size("large"), on=date(2021, 1, 1))
    services.classify(unit("east1"), smelting, on=date(2021, 1, 1))
    assert queries.group_of(works, "industry", date(2024, 1, 1)) == smelting
    assert size_on(works, "2024-01-01") == ["large"]


def test_a_section_has_the_members_of_its_divisions(works: int) -> None:
    smelting = Group.objects.get(group_set__code="industry", code="32")
    manufacturing = Group.objects.get(group_set__code="industry", code="C")
    services.classify(unit("east1"), smelting, on=date(2021, 1, 1))
    services.classify(unit("west1"), manufacturing, on=date(2022, 1, 1))
    assert queries.members(manufacturing, date(2021, 6, 1)) == {works}
    assert queries.members(manufacturing, date(2022, 6, 1)) == {works, unit("west1").pk}
    assert queries.members(smelting, date(2022, 6, 1)) == {works}


def test_many_units_are_one_query(works: int, django_assert_num_queries: object) -> None:
    services.classify(unit("east1"), size("large"), on=date(2021, 1, 1))
    both = [works, unit("west1").pk]
    with django_assert_num_queries(1):
        found = queries.groups(both, "size", date(2024, 1, 1))
    assert {each: group.code for each, group in found.items()} == {works: "large"}


def test_the_sets_are_complete_and_load_once(works: int) -> None:
    counts = {each.code: each.groups.count() for each in GroupSet.objects.all()}
    assert counts == {"industry": 117, "ownership": 16, "size": 4}
    assert load_group_sets() == 0
