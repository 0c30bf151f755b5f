"""Three texts a cell: as the workbook left, as it came back, as the system has it now."""

from decimal import Decimal

import pytest

from yunjiang.returns.workbooks import merging
from yunjiang.returns.workbooks.form import FormCell, Said
from yunjiang.returns.workbooks.merging import Merged

from .forms import QUESTIONS, WORKERS, edited, filled, form, place_of, read, said, unit, value_at, written

Any_ = int | None


def merged(
    before: Any_, here: Any_, now: Any_, *, is_own: bool = False, overwrites: bool = False, words: str = ""
) -> Merged:
    """Write a workbook when the cell said `before`, fill `here` in, and hold it against `now`."""
    out = form(unit(cells={WORKERS: FormCell(said(before, words))}))
    stands = unit(cells={WORKERS: FormCell(said(now, words), is_own=is_own)})
    found = read(filled(written(out), **{WORKERS: here}), form(stands))
    return merging.merge(
        found.units[0], stands, {each.code: each for each in QUESTIONS}, overwrites=overwrites
    )


@pytest.mark.parametrize(
    ("before", "here", "now", "comes_of_it"),
    [
        (None, None, None, "nothing"),
        (None, 5, None, "changed"),
        (3, 5, 3, "changed"),
        (3, None, 3, "changed"),  # taken away
        (3, 0, 3, "changed"),  # zero is a number
        (3, 5, 5, "nothing"),  # both the same
        (3, 3, 4, "kept"),  # changed on the page only
        (None, None, 4, "kept"),
        (3, 5, 4, "conflict"),
        (None, 5, 4, "conflict"),
        (3, None, 4, "conflict"),
    ],
)
def test_a_cell_against_what_stands(before: Any_, here: Any_, now: Any_, comes_of_it: str) -> None:
    found = merged(before, here, now)
    if comes_of_it == "changed":
        assert found.answers[WORKERS].said.value == (None if here is None else Decimal(here))
    else:
        assert found.answers == {}
    assert [each.code for each in found.conflicts] == (["conflict"] if comes_of_it == "conflict" else [])
    assert [each.code for each in found.notices] == (["newer_kept"] if comes_of_it == "kept" else [])


def test_a_conflict_says_all_three() -> None:
    (conflict,) = merged(3, 5, 4).conflicts
    assert conflict.facts == {"before": "3", "here": "5", "now": "4"}
    assert (conflict.sheet, conflict.cell) == ("五华区", "F7")


def test_who_says_that_the_workbook_counts_is_obeyed_where_he_touched_it() -> None:
    assert merged(3, 5, 4, overwrites=True).answers[WORKERS].said.value == 5
    assert merged(3, 3, 4, overwrites=True).answers == {}


def test_one_s_own_earlier_workbook_is_no_other_side() -> None:
    assert merged(None, 6, 5, is_own=True).answers[WORKERS].said.value == 6


def test_number_and_words_are_held_apart() -> None:
    """A number changed on the page and words written in the workbook go together."""
    out = form(unit(cells={WORKERS: FormCell(said(3))}))
    stands = unit(cells={WORKERS: FormCell(said(4))})

    def explain(book: object) -> None:
        value_at(book["五华区"], WORKERS, "reason").value = "其他"  # type: ignore[index]
        value_at(book["五华区"], WORKERS, "explanation").value = "新增园区"  # type: ignore[index]

    found = read(edited(written(out), explain), form(stands))
    result = merging.merge(found.units[0], stands, {each.code: each for each in QUESTIONS})
    assert result.answers[WORKERS].said == Said(Decimal(4), False, "其他：新增园区")
    assert not result.answers[WORKERS].keeps_words


def test_a_wide_workbook_without_its_sheet_of_explanations_leaves_them() -> None:
    cells = {WORKERS: FormCell(said(3, "上期有误"))}
    asked = form(unit(cells=cells), unit("530103", "盘龙区"))

    def edit(book: object) -> None:
        del book["情况说明"]  # type: ignore[attr-defined]
        sheet = book.worksheets[1]  # type: ignore[attr-defined]
        sheet.cell(7, place_of(sheet, f"q:{WORKERS}")[1]).value = 9

    found = read(edited(written(asked), edit), asked)
    result = merging.merge(found.units[0], asked.units[0], {each.code: each for each in QUESTIONS})
    assert result.answers[WORKERS].said.value == 9
    assert result.answers[WORKERS].keeps_words


def test_words_are_merged_like_numbers() -> None:
    key = ("", "progress")
    out = form(unit(passages={key: "一"}))

    def write(book: object) -> None:
        sheet = book.worksheets[2]  # type: ignore[attr-defined]
        sheet.cell(place_of(sheet, "t:530102\t")[0], place_of(sheet, "h:progress")[1]).value = "二"

    content = edited(written(out), write)
    for now, changed, conflicts in (("一", 1, 0), ("二", 0, 0), ("三", 0, 1)):
        stands = unit(passages={key: now})
        found = read(content, form(stands))
        result = merging.merge(found.units[0], stands, {each.code: each for each in QUESTIONS})
        assert (len(result.passages), len(result.conflicts)) == (changed, conflicts)
