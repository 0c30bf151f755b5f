"""Taking workbooks: whole or by good units, by those who may, with everything kept, and nothing overwritten in silence."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from yunjiang.access.models import AuditRecord
from yunjiang.files.models import KeptFile
from yunjiang.returns import workbooks
from yunjiang.returns.models import CellChange, Heading, Origin, State, Upload
from yunjiang.returns.tests.world import World
from yunjiang.returns.workbooks import Mode, Outcome, Shape, UnitState, Weight
from yunjiang.returns.workbooks.refusals import NothingToFill

from .forms import edited, place_of, value_at, with_part

Edit = Callable[[openpyxl.Workbook], None]


@pytest.fixture
def kunming(world: World) -> World:
    world.open("2024")
    return world


def template(world: World, unit: str, *, by: str = "clerks", shape: Shape | None = None) -> bytes:
    reports = workbooks.fillable(world.cycles["2024"], world.units[unit], world.people[by])
    return workbooks.template(reports, world.people[by], shape=shape).content


def fill(**values: object) -> Edit:
    """Fill in one unit's sheet."""

    def edit(book: openpyxl.Workbook) -> None:
        for question, value in values.items():
            value_at(book.worksheets[1], question).value = value

    return edit


def fill_rows(question: str, **values: object) -> Edit:
    """Fill in one question of several units on the sheet of all."""

    def edit(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[1]
        column = place_of(sheet, f"q:{question}")[1]
        rows = {cell.value: cell.row for cell in sheet["C"]}
        for name, value in values.items():
            sheet.cell(rows[name], column).value = value

    return edit


def take(
    world: World,
    unit: str,
    content: bytes,
    *,
    by: str = "clerk",
    mode: Mode = Mode.WHOLE,
    overwrites: bool = False,
) -> Outcome:
    return workbooks.take(
        world.cycles["2024"], world.units[unit], io.BytesIO(content), "五华.xlsx", by=world.people[by], mode=mode,
        overwrites=overwrites,
    )  # fmt: skip


def states(outcome: Outcome) -> dict[str, str]:
    return {each.name: each.state.name for each in outcome.units}


def codes(outcome: Outcome) -> list[str]:
    return [each.code for each in outcome.weighing(Weight.PROBLEM, Weight.REFUSAL)]


def value(world: World, unit: str, question: str) -> object:
    return world.report(unit).cells.get(question__code=question).value


def test_it_works(kunming: World) -> None:
    content = edited(template(kunming, "wuhua", by="clerk"), fill(proposals=12, funds=3.5, enterprises=0))
    outcome = take(kunming, "wuhua", content)
    assert states(outcome) == {"wuhua": "TAKEN"}
    assert outcome.changed_count == 3
    assert value(kunming, "wuhua", "enterprises") == 0
    assert value(kunming, "wuhua", "unions") is None
    report = kunming.report("wuhua")
    assert (report.state, report.version) == (State.DRAFT, 1)


def test_every_change_says_file_sheet_row_and_column(kunming: World) -> None:
    content = edited(template(kunming, "wuhua", by="clerk"), fill(proposals=12))
    outcome = take(kunming, "wuhua", content)
    change = CellChange.objects.get()
    assert change.upload == outcome.upload
    assert (change.sheet, change.row, change.column, change.origin) == ("wuhua", 7, "F", Origin.WORKBOOK)
    assert change.by == kunming.people["clerk"]
    assert outcome.upload is not None
    assert outcome.upload.file.path.read_bytes() == content
    assert (outcome.upload.is_taken, outcome.upload.changed_count, outcome.upload.answer) == (True, 1, None)


def test_the_trail_knows_who_took_and_who_handed_in(kunming: World) -> None:
    take(kunming, "wuhua", edited(template(kunming, "wuhua", by="clerk"), fill(proposals=12)))
    actions = list(AuditRecord.objects.order_by("pk").values_list("action", flat=True))
    assert actions[-3:] in (
        ["returns.take_template", "returns.take_workbook", "returns.save"],
        ["returns.take_template", "returns.save", "returns.take_workbook"],
    )


def test_a_wrong_unit_is_not_taken_in_part_and_goes_back_marked(kunming: World) -> None:
    content = edited(template(kunming, "wuhua", by="clerk"), fill(proposals=12, funds="约3万"))
    outcome = take(kunming, "wuhua", content)
    assert states(outcome) == {"wuhua": "WRONG"}
    assert codes(outcome) == ["inexact"]
    assert value(kunming, "wuhua", "proposals") is None
    upload = Upload.objects.get()
    assert not upload.is_taken
    assert upload.answer is not None
    answer = openpyxl.load_workbook(io.BytesIO(upload.answer.path.read_bytes()))
    assert answer.sheetnames[0] == "问题清单"
    (problem,) = outcome.weighing(Weight.PROBLEM)
    assert answer["wuhua"][problem.cell].comment is not None
    corrected = edited(
        upload.answer.path.read_bytes(),
        lambda book: setattr(value_at(book["wuhua"], "funds"), "value", 30000),
    )
    assert states(take(kunming, "wuhua", corrected)) == {"wuhua": "TAKEN"}
    assert value(kunming, "wuhua", "proposals") == 12


def test_one_workbook_for_all_counties(kunming: World) -> None:
    content = edited(template(kunming, "kunming"), fill_rows("proposals", wuhua=1, panlong=2, kunming=3))
    outcome = take(kunming, "kunming", content, by="clerks")
    assert states(outcome) == {"kunming": "TAKEN", "wuhua": "TAKEN", "panlong": "TAKEN"}
    assert [value(kunming, unit, "proposals") for unit in ("wuhua", "panlong", "kunming")] == [1, 2, 3]
    spots = {each.cell.report.place.name: (each.row, each.column) for each in CellChange.objects.all()}
    assert len(set(spots.values())) == 3


@pytest.mark.parametrize(
    ("mode", "good", "wuhua"), [(Mode.WHOLE, "LEFT", None), (Mode.GOOD_UNITS, "TAKEN", 1)]
)
def test_wrong_units_go_back_and_good_ones_as_chosen(
    kunming: World, mode: Mode, good: str, wuhua: int | None
) -> None:
    content = edited(template(kunming, "kunming"), fill_rows("proposals", wuhua=1, panlong="约2"))
    outcome = take(kunming, "kunming", content, by="clerks", mode=mode)
    assert states(outcome)["wuhua"] == good
    assert states(outcome)["panlong"] == "WRONG"
    assert value(kunming, "wuhua", "proposals") == wuhua
    assert value(kunming, "panlong", "proposals") is None
    assert workbooks.of_upload(Upload.objects.get()).units == outcome.units
    assert workbooks.of_upload(Upload.objects.get()).weighing(*Weight) == outcome.weighing(*Weight)


def test_each_unit_is_asked_for_permission(kunming: World) -> None:
    """A county's officer sends the whole prefecture's workbook: only his own county may be taken."""
    content = edited(template(kunming, "kunming"), fill_rows("proposals", wuhua=1, panlong=2))
    outcome = take(kunming, "kunming", content, by="clerk", mode=Mode.GOOD_UNITS)
    assert states(outcome) == {"kunming": "WRONG", "wuhua": "TAKEN", "panlong": "WRONG"}
    assert codes(outcome) == ["unit_forbidden", "unit_forbidden"]
    assert value(kunming, "panlong", "proposals") is None
    again = take(kunming, "kunming", content, by="clerk")
    assert states(again)["wuhua"] == "LEFT"


def test_another_s_unit_is_refused(kunming: World) -> None:
    content = edited(template(kunming, "wuhua", by="clerk"), fill(proposals=12))
    assert codes(take(kunming, "qilin", content, by="neighbour")) == ["unit_elsewhere"]
    assert codes(take(kunming, "wuhua", content, by="neighbour")) == ["unit_forbidden"]
    assert not CellChange.objects.exists()


@pytest.mark.parametrize("by", ["auditor", "reviewer", "lead", "neighbour"])
def test_who_may_not_fill_in_takes_nothing(kunming: World, by: str) -> None:
    content = edited(template(kunming, "wuhua", by="clerk"), fill(proposals=12))
    assert codes(take(kunming, "wuhua", content, by=by)) == ["unit_forbidden"]
    assert value(kunming, "wuhua", "proposals") is None


def test_templates_are_for_those_who_may_read(kunming: World) -> None:
    with pytest.raises(PermissionDenied):
        workbooks.template([kunming.report("wuhua")], kunming.people["neighbour"])
    with pytest.raises(NothingToFill):
        template(kunming, "qilin", by="clerk")
    nobody = AnonymousUser()
    with pytest.raises(PermissionDenied):
        workbooks.template([kunming.report("wuhua")], nobody)  # type: ignore[arg-type]


def test_what_was_typed_meanwhile_is_not_overwritten_in_silence(kunming: World) -> None:
    content = edited(template(kunming, "wuhua", by="clerk"), fill(proposals=12, funds=5))
    kunming.fill("wuhua", proposals=9)
    outcome = take(kunming, "wuhua", content)
    assert states(outcome) == {"wuhua": "WRONG"}
    (conflict,) = outcome.weighing(Weight.PROBLEM)
    assert (conflict.code, conflict.cell) == ("conflict", "F7")
    assert value(kunming, "wuhua", "proposals") == 9
    assert value(kunming, "wuhua", "funds") is None
    assert states(take(kunming, "wuhua", content, overwrites=True)) == {"wuhua": "TAKEN"}
    assert value(kunming, "wuhua", "proposals") == 12


def test_an_old_copy_does_not_take_back_what_it_never_touched(kunming: World) -> None:
    content = edited(template(kunming, "wuhua", by="clerk"), fill(funds=5))
    kunming.fill("wuhua", proposals=9)
    outcome = take(kunming, "wuhua", content)
    assert states(outcome) == {"wuhua": "TAKEN"}
    assert value(kunming, "wuhua", "proposals") == 9
    assert [each.code for each in outcome.weighing(Weight.NOTICE)] == ["newer_kept"]


def test_the_same_file_corrected_and_sent_again_is_taken(kunming: World) -> None:
    content = edited(template(kunming, "wuhua", by="clerk"), fill(proposals=12))
    take(kunming, "wuhua", content)
    assert states(take(kunming, "wuhua", content)) == {"wuhua": "UNCHANGED"}
    assert states(take(kunming, "wuhua", edited(content, fill(proposals=13)))) == {"wuhua": "TAKEN"}
    assert value(kunming, "wuhua", "proposals") == 13
    assert Upload.objects.count() == 3
    other = take(kunming, "wuhua", edited(content, fill(proposals=14)), by="clerks")
    assert codes(other) == ["conflict"]


def test_a_return_that_is_not_open_says_so_once(kunming: World) -> None:
    content = edited(template(kunming, "wuhua", by="clerk"), fill(proposals=12, funds=5))
    kunming.fill_all("wuhua")
    kunming.submit("wuhua")
    outcome = take(kunming, "wuhua", content)
    assert codes(outcome) == ["unit_closed"]
    assert value(kunming, "wuhua", "proposals") == 10


def test_words_are_taken_with_the_numbers(kunming: World) -> None:
    def tell(book: openpyxl.Workbook) -> None:
        words = book.worksheets[2]
        row = place_of(words, "t:530100\t")[0]
        words.cell(row, place_of(words, "h:progress")[1]).value = "召开三次会议。"

    reports = [kunming.report("kunming")]
    content = workbooks.template(reports, kunming.people["clerks"]).content
    outcome = take(kunming, "kunming", edited(content, tell), by="clerks")
    assert (states(outcome), outcome.changed_count) == ({"kunming": "TAKEN"}, 1)
    assert kunming.report("kunming").passages.get().text == "召开三次会议。"
    assert kunming.report("kunming").passages.get().heading == Heading.PROGRESS


def test_a_file_that_is_no_workbook_is_refused_and_kept_where_it_may_be(kunming: World) -> None:
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
    outcome = take(kunming, "wuhua", pdf)
    assert codes(outcome) == ["kind_other"]
    assert not outcome.is_taken
    assert not CellChange.objects.exists()


def test_macros_are_not_even_kept(kunming: World) -> None:
    content = with_part(template(kunming, "wuhua", by="clerk"), "xl/vbaProject.bin", b"macro")
    outcome = take(kunming, "wuhua", content)
    assert codes(outcome) == ["macros"]
    assert outcome.upload is None
    assert not KeptFile.objects.exists()
    record = AuditRecord.objects.latest("pk")
    assert record.action == "returns.take_workbook"


def test_a_preview_says_the_same_and_writes_nothing(kunming: World) -> None:
    content = edited(template(kunming, "kunming"), fill_rows("proposals", wuhua=1, panlong="约2"))
    before = workbooks.preview(
        content,
        kunming.cycles["2024"],
        kunming.units["kunming"],
        by=kunming.people["clerks"],
        mode=Mode.GOOD_UNITS,
    )
    assert not Upload.objects.exists()
    after = take(kunming, "kunming", content, by="clerks", mode=Mode.GOOD_UNITS)
    assert (before.problems, before.units) == (after.problems, after.units)


def test_a_sheet_for_each_unit_where_that_is_asked_for(kunming: World) -> None:
    content = template(kunming, "kunming", shape=Shape.SHEETS)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert {"wuhua", "panlong", "kunming"} <= set(book.sheetnames)
    assert states(take(kunming, "kunming", content, by="clerks")) == dict.fromkeys(
        ("kunming", "wuhua", "panlong"), UnitState.UNCHANGED.name
    )


def test_last_time_stands_beside(kunming: World) -> None:
    kunming.post("wuhua", value=7)
    kunming.open("2025")
    report = kunming.report("wuhua", "2025")
    book = openpyxl.load_workbook(io.BytesIO(workbooks.template([report], kunming.people["clerk"]).content))
    row = place_of(book["wuhua"], "q:proposals")[0]
    assert book["wuhua"].cell(row, 5).value == 7
    assert book["wuhua"].cell(row, 6).value is None


def test_accepted_sections_are_locked(kunming: World) -> None:
    kunming.post("wuhua", value=7)
    book = openpyxl.load_workbook(
        io.BytesIO(workbooks.template([kunming.report("wuhua")], kunming.people["clerk"]).content)
    )
    assert value_at(book["wuhua"], "proposals").protection.locked
