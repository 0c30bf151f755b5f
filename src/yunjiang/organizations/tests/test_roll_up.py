"""Where quantities count: in the tree of their own day, and restated on the tree of one day."""

from datetime import date
from decimal import Decimal

import pytest

from yunjiang.organizations import queries

from .journal import chains, play, unit


def as_then(day: str) -> dict[str, set[str]]:
    return chains(queries.rollup(tree="as_then"), day)


def restated(day: str) -> dict[str, set[str]]:
    return chains(queries.rollup(tree="restated", on=date.fromisoformat(day)))


def portions(day: str) -> list[tuple[str, str, str, str, str]]:
    """Say the apportionment in keys, years and shares."""
    keys = {
        each.pk: key
        for key in ("province", "east", "west", "east1", "east2", "west1")
        for each in [unit(key)]
    }
    return sorted(
        (
            keys[each.organization_id],
            keys[each.ancestor_id],
            "" if each.valid_from == date.min else each.valid_from.isoformat(),
            "" if each.valid_to is None else each.valid_to.isoformat(),
            f"{each.share:+.2f}",
        )
        for each in queries.apportionment(date.fromisoformat(day))
    )


def test_it_works(province: None) -> None:
    play("2022-07-01 move east1 under west")
    assert as_then("2022-06-30")["east1"] == {"east1", "east", "province"}
    assert as_then("2022-07-01")["east1"] == {"east1", "west", "province"}
    assert restated("2024-01-01")["east1"] == {"east1", "west", "province"}
    assert restated("2022-06-30")["east1"] == {"east1", "east", "province"}


def test_what_never_changed_is_one_row_for_all_days(province: None) -> None:
    play("""
2022-07-01 move east1 under west
2022-08-01 rename east1 to orient
""")
    rows = [row for row in queries.rollup(tree="as_then") if row.organization_id == unit("east1").pk]
    stretches = {row.ancestor_id: (row.valid_from, row.valid_to) for row in rows}
    assert len(rows) == 4
    assert stretches[unit("province").pk] == stretches[unit("east1").pk] == (date(2020, 1, 1), None)
    assert stretches[unit("west").pk] == (date(2022, 7, 1), None)


def test_a_unit_above_that_was_left_and_found_again_has_two_stretches(province: None) -> None:
    play("""
2022-01-01 move east1 under west
2023-01-01 move east1 under east
""")
    assert as_then("2022-06-01")["east1"] == {"east1", "west", "province"}
    assert as_then("2023-06-01")["east1"] == {"east1", "east", "province"}


def test_restated_rows_hold_for_all_days(province: None) -> None:
    rows = queries.rollup(tree="restated", on=date(2024, 1, 1))
    assert {row[2:] for row in rows} == {(date.min, None)}


def test_a_merged_unit_counts_at_its_successor(province: None) -> None:
    play("2022-01-01 merge east into west")
    assert as_then("2021-12-31")["east"] == {"east", "province"}
    assert "east" not in as_then("2022-01-01")
    assert restated("2024-01-01")["east"] == {"west", "province"}
    assert restated("2024-01-01")["east1"] == {"east1", "west", "province"}
    assert restated("2021-12-31")["east"] == {"east", "province"}


def test_successors_have_successors(province: None) -> None:
    play("""
2022-01-01 merge east1 into east2
2023-01-01 close east2 for west1
""")
    assert restated("2022-06-01")["east1"] == {"east2", "east", "province"}
    assert restated("2024-01-01")["east1"] == restated("2024-01-01")["west1"] == {"west1", "west", "province"}


def test_a_unit_closed_without_successor_counts_where_it_last_hung(province: None) -> None:
    play("""
2022-01-01 close east1
2023-01-01 merge east into west
""")
    assert restated("2022-06-01")["east1"] == {"east", "province"}
    assert restated("2024-01-01")["east1"] == {"west", "province"}


def test_a_root_closed_without_successor_counts_nowhere(province: None) -> None:
    play("""
2020-01-01 open island
2022-01-01 close island
""")
    assert "island" not in restated("2024-01-01")


def test_on_an_earlier_tree_a_later_unit_counts_where_it_came_from(province: None) -> None:
    play("""
2022-01-01 open east3 under province
2022-01-01 split east3 off east1
2022-01-01 open works under west1
""")
    assert restated("2021-06-01")["east3"] == {"east1", "east", "province"}
    assert restated("2021-06-01")["works"] == {"west1", "west", "province"}


def test_a_split_with_a_known_share_is_apportioned(province: None) -> None:
    play("2022-01-01 split west1 off east1 0.25")
    assert portions("2021-12-31") == []
    assert portions("2022-01-01") == [
        ("east1", "east", "", "2022-01-01", "-0.25"),
        ("east1", "east1", "", "2022-01-01", "-0.25"),
        ("east1", "west", "", "2022-01-01", "+0.25"),
        ("east1", "west1", "", "2022-01-01", "+0.25"),
    ]


def test_a_unit_above_both_sides_of_a_split_has_no_part_in_it(province: None) -> None:
    play("2022-01-01 split east2 off east1 0.25")
    assert portions("2024-01-01") == [
        ("east1", "east1", "", "2022-01-01", "-0.25"),
        ("east1", "east2", "", "2022-01-01", "+0.25"),
    ]


def test_two_splits_one_after_the_other(province: None) -> None:
    play("""
2022-01-01 split east2 off east1 0.5
2023-01-01 split west1 off east1 0.5
""")
    own = [each for each in portions("2024-01-01") if each[1] in ("east1", "east2", "west1")]
    assert own == [
        ("east1", "east1", "", "2022-01-01", "-0.75"),
        ("east1", "east1", "2022-01-01", "2023-01-01", "-0.50"),
        ("east1", "east2", "", "2022-01-01", "+0.50"),
        ("east1", "west1", "", "2022-01-01", "+0.25"),
        ("east1", "west1", "2022-01-01", "2023-01-01", "+0.50"),
    ]


def test_what_merged_before_a_split_is_split_too(province: None) -> None:
    play("""
2022-01-01 merge east1 into east2
2023-01-01 split west1 off east2 0.10
""")
    own = [each for each in portions("2024-01-01") if each[1] in ("east1", "east2", "west1")]
    assert own == [
        ("east1", "east2", "", "2023-01-01", "-0.10"),
        ("east1", "west1", "", "2023-01-01", "+0.10"),
        ("east2", "east2", "", "2023-01-01", "-0.10"),
        ("east2", "west1", "", "2023-01-01", "+0.10"),
    ]


def test_what_was_split_off_and_came_back_is_whole_again(province: None) -> None:
    play("""
2022-01-01 split east2 off east1 0.25
2023-01-01 merge east2 into east1
""")
    assert portions("2024-01-01") == []


def test_a_share_that_is_not_known_restates_nothing(province: None) -> None:
    play("2022-01-01 split west1 off east1")
    assert portions("2024-01-01") == []
    assert restated("2024-01-01")["east1"] == {"east1", "east", "province"}


def test_portions_carry_exact_decimals(province: None) -> None:
    play("2022-01-01 split west1 off east1 0.333333")
    shares = {each.share for each in queries.apportionment(date(2024, 1, 1))}
    assert shares == {Decimal("0.333333"), Decimal("-0.333333")}


def test_there_are_two_trees(province: None) -> None:
    with pytest.raises(ValueError):
        queries.rollup(tree="as_now")
