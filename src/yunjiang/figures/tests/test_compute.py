"""Every basis of the plan computed over a small province."""

from datetime import date
from decimal import Decimal

from yunjiang.figures import services as figures
from yunjiang.figures.figure import Coverage, Figure, Window
from yunjiang.figures.tests.world import World
from yunjiang.ledger.models import DataSet

ON = date(2023, 6, 30)


def ask(world: World, code: str, *units: str, on: date = ON, **how: object) -> list[Figure]:
    places = [world.id(unit) for unit in units or ("province",)]
    how.setdefault("data_set", DataSet.OPERATIONAL)
    found = figures.compute([world.indicator(code)], places, on=on, **how)  # type: ignore[arg-type]
    return [found[code, place] for place in places]


def values(*found: Figure) -> list[Decimal | None]:
    return [figure.value for figure in found]


def test_it_works(world: World) -> None:
    world.post("proposals", "wa", "2022-05-01", 30)
    world.post("proposals", "ea", "2023-02-01", 12)
    world.post("proposals", "eb", "2023-07-01", 100)
    [province, west, east] = ask(world, "1.1.1", "province", "west", "east")
    assert values(province, west, east) == [42, 30, 12]
    assert province.entry_count == 2
    assert province.last_on == date(2023, 2, 1)
    assert province.window.first == date(2021, 1, 1)


def test_annual_counts_from_the_first_of_january(world: World) -> None:
    world.post("proposals", "wa", "2022-05-01", 30)
    world.post("proposals", "ea", "2023-02-01", 12)
    assert values(*ask(world, "1.1.2")) == [12]


def test_nothing_said_is_none_and_zero_is_zero(world: World) -> None:
    world.post("proposals", "wa", "2022-05-01", 0)
    assert values(*ask(world, "1.1.1", "west", "east")) == [0, None]


def test_units_that_said_zero_have_reported(world: World) -> None:
    world.post("proposals", "wa", "2022-05-01", 0)
    [province, west] = ask(world, "1.1.1", "province", "west")
    assert (province.coverage, west.coverage) == (Coverage(1, 4), Coverage(1, 2))
    window = west.window
    reported, silent = figures.coverage(
        world.indicator("1.1.1"), world.id("province"), window, data_set=DataSet.OPERATIONAL
    )
    assert (reported, set(silent)) == (
        [world.id("wa")],
        {world.id("wb"), world.id("ea"), world.id("eb")},
    )


def test_a_ratio_is_sum_over_sum_and_not_a_mean_of_rates(world: World) -> None:
    for unit, unions, enterprises in (("wa", 9, 10), ("wb", 10, 90)):
        world.post("unions", unit, "2023-06-30", unions)
        world.post("enterprises", unit, "2023-06-30", enterprises)
    [west] = ask(world, "1.1.3", "west")
    assert (west.value, west.numerator, west.denominator) == (19, 19, 100)


def test_a_ratio_over_zero_has_no_value_and_says_why(world: World) -> None:
    world.post("unions", "wa", "2023-06-30", 0)
    world.post("enterprises", "wa", "2023-06-30", 0)
    [west] = ask(world, "1.1.3", "west")
    assert west.value is None
    assert [note.text for note in west.footnotes] == ["分母为零"]


def test_an_observation_beyond_its_age_limit_is_stale(world: World) -> None:
    world.post("unions", "wa", "2022-01-31", 5)
    world.post("enterprises", "wa", "2022-01-31", 10)
    world.post("unions", "wb", "2023-05-31", 3)
    world.post("enterprises", "wb", "2023-05-31", 4)
    [west] = ask(world, "1.1.3", "west")
    assert (west.value, west.stale_count) == (75, 1)


def test_an_increment_is_taken_from_the_ledgers_own_level_on_the_eve_of_the_plan(world: World) -> None:
    world.post("students", "wa", "2020-12-31", 100)
    world.post("students", "wa", "2023-06-30", 140)
    world.post("students", "ea", "2023-06-30", 70)
    [west, east] = ask(world, "1.1.4", "west", "east")
    assert values(west, east) == [40, None]
    assert [note.text for note in east.footnotes] == ["基期值未给出"]


def test_a_balance_runs_on(world: World) -> None:
    world.post("members", "wa", "2020-05-01", 50)
    world.post("members", "wa", "2023-05-01", -8)
    assert values(*ask(world, "1.1.5")) == [42]


def test_stated_percentages_are_never_summed(world: World) -> None:
    world.post("satisfaction", "wa", "2023-06-30", 91)
    world.post("satisfaction", "west", "2023-06-30", 88)
    assert values(*ask(world, "1.1.6", "wa", "west", "province")) == [91, 88, None]


def test_money_keeps_its_fen(world: World) -> None:
    world.post("funds", "wa", "2023-06-30", Decimal("12.35"))  # type: ignore[arg-type]
    assert values(*ask(world, "1.1.7")) == [Decimal("12.35")]


def test_a_person_counts_once_however_often_trained(world: World) -> None:
    for unit, person in (("wa", "a"), ("wb", "a"), ("wb", "b")):
        world.post("trained", unit, "2023-03-01", 1, person=person)
    assert values(*ask(world, "1.1.8", "west", "wa", "wb")) == [2, 1, 2]


def test_a_correction_is_seen_and_the_past_stays_as_it_was(world: World) -> None:
    source = world.post("proposals", "wa", "2022-05-01", 30)
    world.post("proposals", "wa", "2022-05-01", 25, source=source)
    assert values(*ask(world, "1.1.1")) == [25]
    assert values(*ask(world, "1.1.1", position=1)) == [30]


def test_data_sets_never_mix(world: World) -> None:
    world.post("proposals", "wa", "2022-05-01", 30)
    world.post("proposals", "wa", "2022-05-01", 7, data_set=DataSet.DEMONSTRATION)
    assert values(*ask(world, "1.1.1")) == [30]
    assert values(*ask(world, "1.1.1", data_set=DataSet.DEMONSTRATION)) == [7]


def test_published_values_are_those_of_the_very_unit(world: World) -> None:
    world.post("proposals", "wa", "2022-05-01", 30, data_set=DataSet.PUBLISHED)
    world.post("proposals", "province", "2022-12-31", 500, data_set=DataSet.PUBLISHED, bound="at_least")
    [province, west] = ask(world, "1.1.1", "province", "west", data_set=DataSet.PUBLISHED)
    assert (province.value, province.bound, province.coverage) == (500, "at_least", None)
    assert west.value is None


def test_statements_about_the_same_days_are_told_once(world: World) -> None:
    for since, last, quantity in (
        ("2021-01-01", "2021-12-31", 100),
        ("2022-01-01", "2022-12-31", 150),
        ("2021-01-01", "2022-12-31", 260),
        ("2021-01-01", "2023-05-31", 300),
    ):
        world.post("proposals", "province", last, quantity, since=since, data_set=DataSet.PUBLISHED)
    [province] = ask(world, "1.1.1", data_set=DataSet.PUBLISHED)
    assert province.value == 300
    assert province.overlap_count == 5


def test_days_that_nobody_published_anything_about_leave_a_lower_bound(world: World) -> None:
    world.post("proposals", "province", "2021-12-31", 100, since="2021-01-01", data_set=DataSet.PUBLISHED)
    [to_date] = ask(world, "1.1.1", data_set=DataSet.PUBLISHED)
    assert (to_date.value, to_date.bound) == (100, "at_least")
    whole = Window(date(2021, 1, 1), date(2021, 12, 31))
    [told] = ask(world, "1.1.1", data_set=DataSet.PUBLISHED, window_of=whole)
    assert (told.value, told.bound) == (100, "exact")


def test_returns_that_overlap_are_counted_and_flagged(world: World) -> None:
    world.post("proposals", "wa", "2022-03-31", 10, since="2022-01-01")
    world.post("proposals", "wa", "2022-12-31", 40, since="2022-01-01")
    world.post("proposals", "wb", "2023-12-31", 40, since="2023-01-01")
    [west] = ask(world, "1.1.1", "west")
    assert (west.value, west.overlap_count, west.straddling_count) == (50, 1, 1)


def test_a_series_is_one_question(world: World) -> None:
    world.post("proposals", "wa", "2021-05-01", 10)
    world.post("proposals", "wa", "2022-05-01", 20)
    found = figures.series(
        world.indicator("1.1.1"),
        world.id("province"),
        [date(2020, 12, 31), date(2021, 12, 31), date(2022, 12, 31)],
        data_set=DataSet.OPERATIONAL,
    )
    assert values(*found) == [None, 10, 30]


def test_many_windows_asked_at_once_give_what_each_gives_alone(world: World) -> None:
    world.post("proposals", "wa", "2021-05-01", 10)
    world.post("unions", "wa", "2022-12-31", 3)
    world.post("enterprises", "wa", "2022-12-31", 4)
    place = world.id("province")
    windows = [Window(date(2021, 1, 1), date(year, 12, 31)) for year in (2021, 2022, 2023)]
    both = [world.indicator("1.1.1"), world.indicator("1.1.3")]
    how = {"on": ON, "data_set": DataSet.OPERATIONAL}
    together = figures.compute_many([(both, window) for window in windows], [place], **how)  # type: ignore[arg-type]
    assert together == [figures.compute(both, [place], window, **how) for window in windows]  # type: ignore[arg-type]


def test_a_figure_breaks_down_by_a_dimension(world: World) -> None:
    world.post("proposals", "wa", "2021-05-01", 10, breakdown={"sex": "male"})
    world.post("proposals", "ea", "2021-05-01", 7, breakdown={"sex": "female"})
    world.post("proposals", "eb", "2021-05-01", 2)
    found = figures.by_dimension(
        world.indicator("1.1.1"), world.id("province"), "sex", on=ON, data_set=DataSet.OPERATIONAL
    )
    assert {code: figure.value for code, figure in found.items()} == {"": 2, "male": 10, "female": 7}


def test_the_entries_behind_a_figure_come_in_pages(world: World) -> None:
    source = world.post("proposals", "wa", "2021-05-01", 10)
    world.post("proposals", "wa", "2021-05-01", 11, source=source)
    world.post("proposals", "wb", "2021-06-01", 12)
    world.post("proposals", "ea", "2021-06-01", 99)
    indicator, [west] = world.indicator("1.1.1"), ask(world, "1.1.1", "west")
    [first] = figures.entries_behind(indicator, west, 1)
    [second] = figures.entries_behind(indicator, west, 5, str(first.id))
    assert [first.quantity, second.quantity] == [11, 12]
    assert first.source == source


def test_the_entries_behind_a_ratio_are_its_standing_observations(world: World) -> None:
    world.post("unions", "wa", "2022-12-31", 5)
    world.post("unions", "wa", "2023-06-30", 6)
    world.post("enterprises", "wa", "2023-06-30", 10)
    indicator, [west] = world.indicator("1.1.3"), ask(world, "1.1.3", "west")
    assert [each.quantity for each in figures.entries_behind(indicator, west, 10)] == [6, 10]


def test_an_explanation_names_formula_terms_and_position(world: World) -> None:
    world.post("unions", "wa", "2023-06-30", 6)
    world.post("enterprises", "wa", "2023-06-30", 10)
    indicator, [west] = world.indicator("1.1.3"), ask(world, "1.1.3", "west")
    told = figures.explain(indicator, west)
    assert told.figure == west
    assert [(term.measure, term.value, term.is_denominator) for term in told.terms] == [
        ("unions", 6, False),
        ("enterprises", 10, True),
    ]
