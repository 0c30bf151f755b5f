"""What changed between two versions, field by field."""

from yunjiang.plans import library
from yunjiang.plans.comparison import Change, differences

from .conftest import LINJIANG, changed, document_of, line_of


def told(old: str, new: str) -> list[tuple[str, str, str, str, str, str]]:
    return [
        (each.change, each.collection, each.code, each.field, each.old_text, each.new_text)
        for each in differences(document_of(old), document_of(new))
    ]


def test_the_same_plan_has_no_differences() -> None:
    assert told(LINJIANG, "# again\n" + LINJIANG) == []


def test_changed_fields_are_told_with_old_and_new() -> None:
    new = changed(
        LINJIANG,
        ("goal: 天更蓝", "goal: 天很蓝"),
        ("target: 29\n", "target: 28\n"),
        ("value: 29}", "value: 28}"),
        ("baseline: {value: 80.5", "baseline: {value: 80.9"),
        ("denominator: sewage_volume", "denominator: [{measure: sewage_volume, factor: 1.5}]"),
        ("scale: 1", "scale: 2"),
    )
    assert told(LINJIANG, new) == [
        ("changed", "plan", "linjiang-environment-2026-2030", "goal", "天更蓝、水更清、岸更绿", "天很蓝、水更清、岸更绿"),
        ("changed", "indicators", "A1-1", "target", "29", "28"),
        (
            "changed",
            "indicators",
            "A1-1",
            "milestones",
            "2026-12-31: 34, 2028-12-31: 31.5, 2030-12-31: 29",
            "2026-12-31: 34, 2028-12-31: 31.5, 2030-12-31: 28",
        ),
        ("changed", "indicators", "A1-2", "baseline", "80.5 (2025-12-31)", "80.9 (2025-12-31)"),
        (
            "changed",
            "indicators",
            "B1-3",
            "formula",
            "sewage_treated_volume ÷ sewage_volume",
            "sewage_treated_volume ÷ sewage_volume × 1.5",
        ),
        ("changed", "measures", "pm25_mean", "scale", "1", "2"),
    ]  # fmt: skip


def test_added_and_removed_things_are_told_with_their_lines() -> None:
    new = changed(LINJIANG, ("code: C1-2", "code: C1-9"))
    added, removed = (
        next(each for each in differences(document_of(LINJIANG), document_of(new)) if each.change is change)
        for change in (Change.ADDED, Change.REMOVED)
    )
    assert (removed.code, removed.name, removed.line) == ("C1-2", "植树", line_of(LINJIANG, "- code: C1-2"))
    assert (added.code, added.name, added.line) == ("C1-9", "植树", line_of(new, "- code: C1-9"))


def test_another_reading_is_told_as_a_choice_and_by_what_it_sets() -> None:
    old = library.text("yunnan-2021-2025")
    at = old.index("code: 5.1.3")
    new = old[:at] + changed(old[at:], ("chosen: cumulative", "chosen: annual"))
    assert [each[1:] for each in told(old, new)] == [
        ("indicators", "5.1.3", "basis", "cumulative", "annual"),
        ("indicators", "5.1.3", "cadence", "deadline", "annual"),
        ("indicators", "5.1.3", "deadline", "2025-12-31", ""),
        ("choices", "5.1.3", "chosen", "cumulative", "annual"),
    ]
