"""Which series do not compare across a day, and what is said about it."""

from datetime import date

from django.utils import translation

from yunjiang.organizations import queries
from yunjiang.organizations.models import Organization

from .journal import play, unit

FIRST, LAST = date(2020, 1, 1), date(2025, 12, 31)
UNITS = ("province", "east", "west", "east1", "east2", "west1")


def noted(tree: str = "as_then") -> set[str]:
    """Say in keys which units' series carry a footnote."""
    keys = dict(Organization.objects.values_list("pk", "key"))
    notes = queries.footnotes_of(list(keys), FIRST, LAST, tree=tree)
    return {keys[each] for each, found in notes.items() if found}


def test_it_works(province: None) -> None:
    play("2024-09-27 boundary east1 to west1")
    [(on, sentence)] = queries.footnotes(unit("west1").pk, FIRST, LAST)
    assert on == date(2024, 9, 27)
    assert (
        sentence == "2024年9月27日起，east1部分区域（人员）划归west1，前后数值不可直接比较。（some villages）"
    )


def test_a_boundary_change_is_noted_up_to_the_unit_that_holds_both_sides(province: None) -> None:
    play("2022-01-01 boundary east1 to west1")
    assert noted() == noted("restated") == {"east1", "east", "west1", "west"}


def test_a_boundary_change_inside_a_unit_is_not_noted_there(province: None) -> None:
    play("2022-01-01 boundary east1 to east2")
    assert noted() == {"east1", "east2"}


def test_territory_that_leaves_the_tree_is_noted_all_the_way_up(province: None) -> None:
    play("2022-01-01 boundary east1 to outside")
    assert noted() == {"east1", "east", "province"}


def test_a_move_breaks_the_two_units_above_as_then_but_nothing_restated(province: None) -> None:
    play("2022-01-01 move east1 under west")
    assert noted() == {"east", "west"}
    assert noted("restated") == set()


def test_a_merger_breaks_the_successor_as_then_but_nothing_restated(province: None) -> None:
    play("2022-01-01 merge east1 into west1")
    assert noted() == {"east1", "east", "west1", "west"}
    assert noted("restated") == set()


def test_a_split_is_noted_in_both_trees_and_says_whether_its_share_is_known(province: None) -> None:
    play("2022-01-01 split east2 off east1 0.125")
    assert noted() == noted("restated") == {"east1", "east2"}
    [(_, sentence)] = queries.footnotes(unit("east1").pk, FIRST, LAST)
    assert sentence == "2022年1月1日起，east2从east1析出，占其此前数量的12.5%。"
    play("2023-01-01 split west1 off east1")
    [_, (_, sentence)] = queries.footnotes(unit("east1").pk, FIRST, LAST)
    assert "份额不详" in sentence


def test_a_closing_is_noted_at_the_unit_itself(province: None) -> None:
    play("2022-01-01 close east1")
    assert noted() == {"east1"}


def test_new_names_codes_and_units_break_nothing(province: None) -> None:
    play("""
2022-01-01 rename east1 to orient
2022-01-01 recode east1 to 532302
2022-01-01 open east3 under east
""")
    assert noted() == set()


def test_the_whole_province_takes_two_queries(province: None, django_assert_num_queries: object) -> None:
    play("""
2022-01-01 boundary east1 to west1
2023-01-01 move east1 under west
""")
    everybody = [unit(each).pk for each in UNITS]
    with django_assert_num_queries(2):
        queries.footnotes_of(everybody, FIRST, LAST)


def test_the_sentence_speaks_the_readers_language(province: None) -> None:
    play("2022-01-01 boundary east1 to west1")
    with translation.override("en"):
        [(_, sentence)] = queries.footnotes(unit("east1").pk, FIRST, LAST)
    assert sentence.startswith("From Jan. 1, 2022 part of east1 belongs to west1")
