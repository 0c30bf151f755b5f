"""Looking at the tree on a day: children, descendants, ancestors, without a query a row."""

from datetime import date

from yunjiang.organizations import queries

from .journal import play, unit

DAY = date(2024, 1, 1)


def names(standings: object) -> list[str]:
    return [each.name for each in standings]  # type: ignore[attr-defined]


def test_it_works(province: None) -> None:
    top = unit("province").pk
    assert names(queries.children(top, DAY)) == ["east", "west"]
    assert sorted(names(queries.descendants(top, DAY))) == ["east", "east1", "east2", "west", "west1"]
    assert names(queries.ancestors(unit("east1").pk, DAY)) == ["province", "east"]
    assert queries.root(DAY).organization == unit("province")


def test_a_level_of_the_tree_is_one_query(province: None, django_assert_num_queries: object) -> None:
    top = unit("province").pk
    with django_assert_num_queries(1):
        level = [(each.name, each.has_children, each.organization.key) for each in queries.children(top, DAY)]
    assert level == [("east", True, "east"), ("west", True, "west")]
    assert [each.has_children for each in queries.children(unit("west").pk, DAY)] == [False]


def test_a_level_is_not_read_before_it_is_needed(province: None, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):
        queries.children(1, DAY)


def test_a_unit_may_be_counted_among_those_below_it(province: None) -> None:
    east = unit("east").pk
    assert sorted(names(queries.descendants(east, DAY, with_itself=True))) == ["east", "east1", "east2"]


def test_units_that_have_closed_have_nothing_around_them(province: None) -> None:
    play("2022-01-01 close west1")
    gone = unit("west1").pk
    assert queries.standing(gone, DAY) is None
    assert queries.ancestors(gone, DAY) == []
    assert names(queries.children(gone, DAY)) == names(queries.descendants(gone, DAY)) == []
    assert not queries.children(unit("west").pk, DAY).exists()


def test_many_standings_are_one_query(province: None, django_assert_num_queries: object) -> None:
    play("2022-01-01 close west1")
    ids = [unit(each).pk for each in ("east1", "east2", "west1")]
    with django_assert_num_queries(1):
        found = queries.standings_of(ids, DAY)
    assert {pk: each.name for pk, each in found.items()} == {ids[0]: "east1", ids[1]: "east2"}


def test_ids_that_begin_alike_are_told_apart(province: None) -> None:
    play("\n".join(f"2020-01-01 open n{n} under west1" for n in range(12)))
    first = unit("n0")
    play("2020-01-01 open below under n0")
    assert names(queries.descendants(first.pk, DAY)) == ["below"]
