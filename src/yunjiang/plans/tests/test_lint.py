"""The lint: one small plan that is right, and each rule with the one change that breaks it."""

import pytest

from yunjiang.plans import library, lint, reference
from yunjiang.plans.problem import Problem

from .conftest import LINJIANG, changed, document_of, line_of

LEAD = ("lead: [linjiang-ecology]\n        support: [linjiang-industry]\n", "support: [linjiang-industry]\n")
PM25_BASELINE = "            baseline: {value: 35, on: 2025-12-31, source: 2025年环境状况公报}\n"
FOREST_BASELINE = "            baseline: {value: 120000, on: 2025-12-31}\n"
PROFILE = "[0.02, 0.1, 0.45, 0.7, 0.75, 0.78, 0.8, 0.82, 0.85, 0.92, 0.98, 1]"
PM25_MILESTONES = """\
            milestones:
              - {on: 2026-12-31, value: 34}
              - {on: 2028-12-31, value: 31.5}
              - {on: 2030-12-31, value: 29}
"""
ERRORS = [
    ("term_reversed", [("last_day: 2030", "last_day: 2025")], ""),
    ("duplicate_code", [("code: B1-2", "code: B1-1")], "- code: B1-1\n            name: 江北"),
    ("unknown_measure", [("formula: pm25_mean", "formula: pm25_meen")], "- code: A1-1"),
    ("unknown_measure", [("part_of: cod_emissions", "part_of: cod_emission")], "industrial_cod_emissions:"),
    ("unknown_dimension", [("where: {district: north}", "where: {quarter: north}")], "- code: B1-2"),
    ("unknown_dimension", [("dimensions: [district]", "dimensions: [districts]")], "cod_emissions:"),
    ("unknown_value", [("where: {district: north}", "where: {district: east}")], "- code: B1-2"),
    (
        "dimension_not_carried",
        [("part_of: cod_emissions\n    dimensions: [district]", "part_of: cod_emissions")],
        "- code: B1-2",
    ),
    (
        "part_unlike_whole",
        [
            (
                "unit: 吨\n    kind: flow\n    scale: 2\n    part_of",
                "unit: 万吨\n    kind: flow\n    scale: 2\n    part_of",
            )
        ],
        "industrial_cod_emissions:",
    ),
    (
        "part_of_itself",
        [
            (
                "    scale: 2\n    dimensions: [district]",
                "    scale: 2\n    part_of: industrial_cod_emissions\n    dimensions: [district]",
            )
        ],
        "cod_emissions:",
    ),
    (
        "part_beyond_whole",
        [
            (
                "numerator:\n                - {measure: industrial_cod_emissions, where: {district: north}}",
                "numerator: industrial_cod_emissions",
            ),
            ("target: 3000", "target: 12001"),
        ],
        "- code: B1-2",
    ),
    ("denominator_missing", [("              denominator: monitored_days\n", "")], "- code: A1-2"),
    (
        "denominator_unwanted",
        [
            (
                "basis: ratio\n            comparator: at_least\n            target: 85",
                "basis: stock\n            comparator: at_least\n            target: 85",
            )
        ],
        "- code: A1-2",
    ),
    (
        "rate_not_in_per_cent",
        [
            (
                'unit: "%"\n            deadline: 2030-12-31\n            nature: expected',
                "unit: ‰\n            deadline: 2030-12-31\n            nature: expected",
            )
        ],
        "- code: A1-2",
    ),
    (
        "kind_unfit",
        [
            (
                "name: 森林面积\n    unit: 公顷\n    kind: balance",
                "name: 森林面积\n    unit: 公顷\n    kind: flow",
            )
        ],
        "- code: C1-1",
    ),
    ("kind_unfit", [("unit: 万株\n    kind: flow", "unit: 万株\n    kind: level")], "- code: C1-2"),
    ("rate_of_rates", [("numerator: good_air_days", "numerator: pm25_mean")], "- code: A1-2"),
    ("persons_not_carried", [("    persons: true\n", "")], "- code: C1-3"),
    (
        "persons_and_person_times",
        [
            (
                "unit: 天\n    kind: level\n  monitored_days:\n    name: 监测天数\n    unit: 天",
                "unit: 人\n    kind: level\n  monitored_days:\n    name: 监测天数\n    unit: 人次",
            )
        ],
        "- code: A1-2",
    ),
    ("persons_and_person_times", [("            unit: 人\n", "            unit: 人次\n")], "- code: C1-3"),
    (
        "units_not_summable",
        [
            (
                "formula: cod_emissions",
                "formula: {numerator: [{measure: cod_emissions}, {measure: trees_planted}]}",
            )
        ],
        "- code: B1-1",
    ),
    ("ratio_of_units", [("numerator: sewage_treated_volume", "numerator: cod_emissions")], "- code: B1-3"),
    ("unit_differs", [("            unit: 公顷", "            unit: 亩")], "- code: C1-1"),
    ("deadline_missing", [("            deadline: 2030-12-31\n", "")], "- code: A1-1"),
    (
        "deadline_unwanted",
        [("cadence: annual", "cadence: annual\n            deadline: 2030-12-31")],
        "- code: B1-2",
    ),
    (
        "cumulative_every_year",
        [
            (
                "basis: annual\n            comparator: less_than",
                "basis: cumulative\n            comparator: less_than",
            )
        ],
        "- code: B1-2",
    ),
    ("deadline_before_term", [("deadline: 2030-12-31", "deadline: 2025-12-31")], "- code: A1-1"),
    ("range_open", [("comparator: at_most", "comparator: range")], "- code: A1-1"),
    ("range_unwanted", [("target: 29\n", "target: 29\n            target_max: 31\n")], "- code: A1-1"),
    (
        "range_reversed",
        [
            (
                "comparator: at_most\n            target: 29\n",
                "comparator: range\n            target: 29\n            target_max: 27\n",
            )
        ],
        "- code: A1-1",
    ),
    (
        "direction_against_comparator",
        [("comparator: at_most", "comparator: at_most\n            direction: rising")],
        "- code: A1-1",
    ),
    ("rate_beyond_whole", [("target: 97.5", "target: 104")], "- code: B1-3"),
    ("increment_without_baseline", [(FOREST_BASELINE, "")], "- code: C1-1"),
    ("baseline_after_deadline", [("on: 2025-12-31, source", "on: 2031-12-31, source")], "- code: A1-1"),
    ("milestones_missing", [(PM25_MILESTONES, "            trajectory: milestones\n")], "- code: A1-1"),
    (
        "profile_missing",
        [(f"\n              kind: profile\n              profile: {PROFILE}", " profile")],
        "- code: C1-2",
    ),
    (
        "profile_for_level",
        [
            (
                "formula: pm25_mean",
                f"formula: pm25_mean\n            trajectory: {{kind: profile, profile: {PROFILE}}}",
            )
        ],
        "- code: A1-1",
    ),
    ("profile_falls", [("0.7, 0.75", "0.75, 0.7")], "- code: C1-2"),
    ("profile_not_whole", [("0.98, 1]", "0.98, 0.99]")], "- code: C1-2"),
    (
        "sum_cannot_hold",
        [("basis: increment", "basis: increment\n            trajectory: hold")],
        "- code: C1-1",
    ),
    (
        "milestones_out_of_order",
        [("on: 2028-12-31, value: 31.5", "on: 2026-12-31, value: 31.5")],
        "- code: A1-1",
    ),
    (
        "milestone_after_deadline",
        [("on: 2030-12-31, value: 29", "on: 2031-12-31, value: 29")],
        "- code: A1-1",
    ),
    ("milestone_before_term", [("on: 2026-12-31, value: 34", "on: 2025-06-30, value: 34")], "- code: A1-1"),
    ("milestones_turn_back", [("value: 31.5", "value: 34.5")], "- code: A1-1"),
    ("milestones_turn_back", [("value: 34}", "value: 36}")], "- code: A1-1"),
    ("last_milestone_not_target", [("value: 29}", "value: 30}")], "- code: A1-1"),
]
WARNINGS = [
    ("unused_measure", [("  sewage_volume:", "  dust:\n    {name: 扬尘, unit: 吨, kind: flow}\n  sewage_volume:")], "dust:"),
    ("unused_dimension", [("dimensions:\n", "dimensions:\n  season: {name: 季节, values: {dry: 枯水期}}\n")], "season:"),
    ("target_too_fine", [("target: 29", "target: 29.25"), ("value: 29}", "value: 29.25}")], "- code: A1-1"),
    ("deadline_after_term", [("last_day: 2030-12-31", "last_day: 2029-12-31")], "- code: A1-2"),
    ("rate_beyond_whole", [("target: 85", "target: 120")], "- code: A1-2"),
    ("baseline_missing", [(PM25_BASELINE, "")], "- code: A1-1"),
    ("met_at_baseline", [("value: 80.5", "value: 85")], "- code: A1-2"),
    ("lead_missing", [LEAD], "- code: A1-1"),
    ("reporters_missing", [("            reporters: [linjiang-ecology]\n            age", "            age")], "- code: A1-1"),
    ("milestones_unused", [("formula: pm25_mean", "formula: pm25_mean\n            trajectory: linear")], "- code: A1-1"),
    (
        "milestone_beyond_target",
        [("value: 31.5", "value: 28"), ("on: 2030-12-31, value: 29", "on: 2030-06-30, value: 28")],
        "- code: A1-1",
    ),
]  # fmt: skip


def found_in(text: str) -> list[Problem]:
    return lint.check(document_of(text))


def test_a_sound_plan_has_no_problems() -> None:
    assert found_in(LINJIANG) == []
    assert found_in(reference.EXAMPLE) == []


@pytest.mark.parametrize(("code", "changes", "place"), ERRORS, ids=[each[0] for each in ERRORS])
def test_each_error_is_found_at_its_line(code: str, changes: list[tuple[str, str]], place: str) -> None:
    text = changed(LINJIANG, *changes)
    found = [each for each in found_in(text) if each.is_error]
    assert (code, line_of(text, place) if place else 0) in [(each.code, each.line) for each in found]
    assert all(each.sentence() != "" for each in found)


@pytest.mark.parametrize(("code", "changes", "place"), WARNINGS, ids=[each[0] for each in WARNINGS])
def test_each_warning_is_given_at_its_line(code: str, changes: list[tuple[str, str]], place: str) -> None:
    text = changed(LINJIANG, *changes)
    found = [each for each in found_in(text) if not each.is_error]
    assert (code, line_of(text, place)) in [(each.code, each.line) for each in found]
    assert all(each.sentence() != "" for each in found)


SLICE = """\
          - code: {code}
            name: 植树（{code}）
            basis: annual
            comparator: at_least
            target: {target}
            unit: 万株
            cadence: annual
            formula: {{numerator: [{{measure: trees_planted, where: {{district: {district}}}}}]}}
            reporters: [county]
"""


@pytest.mark.parametrize(
    ("north", "south", "expected"),
    [
        (60, "60.5", []),
        (70, 70, [("parts_beyond_whole", True)]),
        (50, 50, [("parts_short_of_whole", False)]),
        (130, None, [("parts_beyond_whole", True)]),
        (50, None, []),
    ],
)
def test_parts_by_one_dimension_must_add_up(
    north: int, south: int | str | None, expected: list[tuple[str, bool]]
) -> None:
    slices = SLICE.format(code="C1-N", target=north, district="north")
    if south is not None:
        slices += SLICE.format(code="C1-S", target=south, district="south")
    text = changed(
        LINJIANG,
        ("unit: 万株\n    kind: flow\n", "unit: 万株\n    kind: flow\n    dimensions: [district]\n"),
        ("          - code: C1-3", slices + "          - code: C1-3"),
    )
    found = found_in(text)
    assert [(each.code, each.is_error) for each in found] == expected
    assert {each.line for each in found} <= {line_of(text, "- code: C1-2")}


def test_all_problems_are_found_at_once_in_order_of_lines() -> None:
    text = changed(LINJIANG, ("0.98, 1]", "0.98, 0.99]"), ("value: 29}", "value: 30}"), (FOREST_BASELINE, ""))
    found = found_in(text)
    assert [each.code for each in found] == [
        "last_milestone_not_target",
        "increment_without_baseline",
        "profile_not_whole",
    ]
    assert [each.line for each in found] == sorted(each.line for each in found)


def test_what_is_said_to_be_not_given_is_asked_for_only_once() -> None:
    text = changed(LINJIANG, LEAD, (PM25_BASELINE, ""))
    text += "\nnot_given:\n  - {what: 牵头单位, field: lead}\n  - {what: 基期值, field: baseline}\n"
    assert [(each.code, each.facts["field"], each.facts["count"]) for each in found_in(text)] == [
        ("field_not_given", "baseline", 1),
        ("field_not_given", "lead", 2),
    ]


def test_an_increment_whose_baseline_is_known_to_be_open_may_be_loaded() -> None:
    text = changed(LINJIANG, (FOREST_BASELINE, "            baseline: not_given\n"))
    assert ("increment_without_baseline", False) in [(each.code, each.is_error) for each in found_in(text)]


def test_a_ceiling_may_be_held_from_the_first_day() -> None:
    text = changed(
        LINJIANG, ("comparator: less_than\n", "comparator: less_than\n            trajectory: hold\n")
    )
    assert found_in(text) == []


def test_yearly_targets_may_go_up_and_down() -> None:
    milestones = "milestones: [{on: 2026-12-31, value: 100}, {on: 2027-12-31, value: 90}]"
    text = changed(
        LINJIANG, (f"trajectory:\n              kind: profile\n              profile: {PROFILE}", milestones)
    )
    assert [each for each in found_in(text) if each.is_error] == []


def test_the_yunnan_plan_has_no_errors_and_says_what_is_open() -> None:
    found = found_in(library.text("yunnan-2021-2025"))
    assert [(each.code, each.facts.get("field") or each.facts["indicator"]) for each in found] == [
        ("field_not_given", "baseline"),
        ("field_not_given", "lead"),
        ("increment_without_baseline", "3.1.3"),
    ]
