"""Reading a plan file: everything wrong with its form at once, with lines, and never a traceback."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunjiang.plans import lint, reading
from yunjiang.plans.document import Nature, TrajectoryKind
from yunjiang.plans.problem import Problem

from .conftest import LINJIANG, changed, document_of, line_of


def problems_of(text: str | bytes) -> list[Problem]:
    document, problems = reading.read(text)
    assert document is None
    assert problems
    assert all(each.is_error for each in problems)
    return problems


def only(text: str | bytes) -> tuple[str, int]:
    (problem,) = problems_of(text)
    return problem.code, problem.line


def test_a_plan_is_read_with_every_fact() -> None:
    plan = document_of(LINJIANG)
    air = plan.indicator("A1-1")
    assert air.nature is Nature.BINDING
    assert air.direction == -1
    assert air.baseline is not None
    assert (str(air.baseline.value), str(air.baseline.on)) == ("35", "2025-12-31")
    assert [str(value) for _, value in air.milestones] == ["34", "31.5", "29"]
    assert air.course.kind is TrajectoryKind.MILESTONES
    assert not air.adds_up
    assert plan.indicator("C1-3").formula.numerator[0].counts == "persons"
    assert plan.indicator("B1-2").formula.numerator[0].breakdown == (("district", "north"),)
    assert plan.actions[0].lead == ("linjiang-ecology",)
    assert plan.duties[0].due == "06-30"


def test_facts_know_their_lines() -> None:
    plan = document_of(LINJIANG)
    assert plan.indicator("B1-1").line == line_of(LINJIANG, "- code: B1-1")
    assert plan.measure("pm25_mean").line == line_of(LINJIANG, "pm25_mean:")


def test_a_byte_order_mark_does_not_matter() -> None:
    assert reading.read(LINJIANG.encode("utf-8-sig"))[0] == reading.read(LINJIANG)[0]


def test_windows_line_ends_do_not_matter() -> None:
    assert document_of(LINJIANG.replace("\n", "\r\n")) == document_of(LINJIANG)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_another_encoding_is_named(encoding: str) -> None:
    assert problems_of(LINJIANG.encode(encoding))[0].code == "not_utf8"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("empty", 0)),
        ("# only a comment\n", ("empty", 0)),
        ("plan:\n\tcode: x\n", ("tab", 2)),
        ("plan: {code: x\n", ("syntax", 2)),
        ('plan: "never closed\n', ("syntax", 2)),
        ('plan: "\\UFFFFFFFF"', ("syntax", 0)),
        ("plan: a\x00b", ("forbidden_character", 1)),
        ("plan: 1\n---\nplan: 2\n", ("several_documents", 2)),
        ("plan: &one {code: x}\nother: *one\n", ("anchor", 1)),
        ("plan: !!python/object/apply:os.system [ls]\n", ("tag", 1)),
        ("? [1, 2]\n: x\n", ("key_not_text", 1)),
        ("[" * 100_000, ("too_deep", 1)),
        ("- " * 100_000, ("too_deep", 1)),
        ("{a: " * 100_000, ("too_deep", 1)),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_malformed_text_is_refused_with_its_line(text: str, expected: tuple[str, int]) -> None:
    assert only(text) == expected


def test_a_bomb_of_aliases_is_refused_before_it_grows() -> None:
    levels = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9) if n else 'lol'}]" for n in range(12)]
    assert only("\n".join(levels)) == ("anchor", 1)


def test_an_enormous_file_is_refused_quickly() -> None:
    began = time.monotonic()
    assert only("# " + "x" * 3_000_000)[0] == "too_large"
    assert only("[" + "1," * 400_000 + "]")[0] == "too_many_values"
    assert time.monotonic() - began < 30


def test_a_repeated_key_is_refused_where_it_repeats() -> None:
    text = changed(LINJIANG, ("  owner: linjiang\n", "  owner: linjiang\n  owner: other\n"))
    assert only(text) == ("duplicate_key", line_of(text, "owner: other"))


def test_all_problems_are_told_at_once_with_their_lines() -> None:
    text = changed(
        LINJIANG,
        ("first_day: 2026-01-01", "first_day: 2026-02-30"),
        ("    kind: flow\n    scale: 2\n", "    kind: flux\n    scale: two\n"),
        ("comparator: at_most", "comparater: at_most"),
        ("code: A1\n", "code: 1.1\n"),
        ("target: 85", 'target: "85"'),
    )
    found = {(each.code, each.line) for each in problems_of(text)}
    assert found == {
        ("not_a_date", line_of(text, "first_day")),
        ("not_allowed", line_of(text, "kind: flux")),
        ("wrong_type", line_of(text, "scale: two")),
        ("unknown_field", line_of(text, "comparater")),
        ("field_missing", line_of(text, "- code: A1-1")),
        ("number_for_text", line_of(text, "code: 1.1")),
        ("wrong_type", line_of(text, 'target: "85"')),
    }


def test_a_misspelt_field_gets_a_suggestion() -> None:
    problems = problems_of(changed(LINJIANG, ("comparator: at_most", "comparater: at_most")))
    assert "comparator" in [each.facts.get("suggestion") for each in problems]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("lead: [linjiang-ecology]", "lead: unknown", "no_form_fits"),
        ("lead: [linjiang-ecology]", "lead: [530000]", "number_for_text"),
        ("lead: [linjiang-ecology]", "lead:", "no_form_fits"),
        (
            "baseline: {value: 35, on: 2025-12-31, source",
            "baseline: {value: 35, day: 2025-12-31, source",
            "unknown_field",
        ),
        ("formula: pm25_mean", "formula: {numerator: []}", "too_few"),
        ("formula: pm25_mean", "formula: PM 2.5", "bad_text"),
        ("pm25_mean:", "PM25:", "bad_code"),
        ("scale: 1", "scale: 9", "out_of_range"),
        ("target: 29", "target: .nan", "wrong_type"),
        ("target: 29", "target: 1e999999999", "wrong_type"),
        ("name: 细颗粒物年均浓度", "name: ' '", "bad_text"),
        ('due: "06-30"', 'due: "13-30"', "bad_text"),
        ("0.98, 1]", "0.98]", "too_few"),
        ("format: 1", "format: 2", "not_allowed"),
        ("initiatives:\n", "initiatives: []\nothers:\n", "too_few"),
    ],
)
def test_every_departure_from_the_schema_has_its_code(old: str, new: str, code: str) -> None:
    assert code in [each.code for each in problems_of(changed(LINJIANG, (old, new)))]


def test_a_course_that_the_plan_does_not_draw_follows_from_basis_and_cadence() -> None:
    plan = document_of(LINJIANG)
    kinds = {each.code: each.course.kind.value for each in plan.indicators}
    assert kinds == {
        "A1-1": "milestones",
        "A1-2": "linear",
        "B1-1": "milestones",
        "B1-2": "linear",
        "B1-3": "linear",
        "C1-1": "linear",
        "C1-2": "profile",
        "C1-3": "linear",
    }
    share = changed(LINJIANG, ("            baseline: {value: 94, on: 2025-12-31}\n", ""))
    assert document_of(share).indicator("B1-3").course.kind is TrajectoryKind.HOLD


CHOICE = """\
            choices:
              - question: 按年均还是月均？
                readings:
                  mean: {means: 年均}
                  each: {means: 每月, sets: {comparator: less_than, cadence: ongoing, deadline: null}}
                chosen: CHOSEN
"""


def test_a_chosen_reading_sets_fields_of_its_indicator() -> None:
    place = "            age_limit_days: 400\n"
    mean = document_of(changed(LINJIANG, (place, place + CHOICE.replace("CHOSEN", "mean")))).indicator("A1-1")
    each = document_of(changed(LINJIANG, (place, place + CHOICE.replace("CHOSEN", "each")))).indicator("A1-1")
    assert (mean.comparator, mean.cadence, str(mean.deadline)) == ("<=", "deadline", "2030-12-31")
    assert (each.comparator, each.cadence, each.deadline) == ("<", "ongoing", None)
    assert each.choices[0].chosen == "each"


def test_a_reading_that_is_none_is_refused() -> None:
    place = "            age_limit_days: 400\n"
    text = changed(LINJIANG, (place, place + CHOICE.replace("CHOSEN", "median")))
    assert only(text) == ("unknown_reading", line_of(text, "chosen: median"))


def test_what_is_said_to_be_open_is_marked_on_every_indicator_that_lacks_it() -> None:
    text = LINJIANG + "\nnot_given:\n  - {what: 进程, field: trajectory}\n"
    plan = document_of(text)
    assert "trajectory" in plan.indicator("A1-2").not_given
    assert "trajectory" not in plan.indicator("C1-2").not_given


@settings(deadline=None, max_examples=80)
@given(st.one_of(st.text(), st.binary(), st.text(alphabet="a1:- \n\t[]{}#&*!|>'\"%@`,?\\.~=<")))
def test_no_text_whatever_breaks_the_reader(text: str | bytes) -> None:
    document, problems = reading.read(text)
    assert (document is None) == bool(problems)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, len(LINJIANG) - 1), st.integers(0, 40), st.text(max_size=12))
def test_no_damage_to_a_good_file_breaks_the_reader(at: int, length: int, instead: str) -> None:
    examined = reading.examine(LINJIANG[:at] + instead + LINJIANG[at + length :])
    found = lint.check(examined.sound) if examined.sound else []
    assert examined.sound or examined.problems
    assert all(each.sentence() for each in [*examined.problems, *found])
