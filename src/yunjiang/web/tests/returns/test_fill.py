import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yunjiang.access.models import AuditRecord
from yunjiang.returns import filling
from yunjiang.returns.filling import Answer
from yunjiang.returns.models import Cell, CellChange, Evidence, Origin
from yunjiang.returns.tests.world import World
from yunjiang.web.tests.returns.conftest import PDF, SignIn


def send(client: Client, world: World, *cells: dict[str, Any], version: int | None = None) -> Any:
    """Send cells as the page's script does."""
    report = world.report("wuhua")
    body = {
        "versions": {str(report.pk): report.version if version is None else version},
        "cells": [
            {"before": {"text": ""}, **each, "key": f"{report.pk}|{each['question']}"} for each in cells
        ],
        "passages": [],
    }
    address = f"/cycles/{report.cycle_id}/cells/"
    return client.post(address, json.dumps(body), content_type="application/json")


def value(world: World, question: str, unit: str = "wuhua") -> Decimal | None:
    return Cell.objects.get(report=world.report(unit), question__code=question).value


def test_it_works(world: World, as_: SignIn) -> None:
    shown = as_("clerk").get(f"/returns/{world.report('wuhua').pk}/")
    assert shown.status_code == 200
    assert shown.context["page"].lead == "wuhua2024年：共4项，还有4项未填"


def test_a_cell_saves_itself(world: World, as_: SignIn) -> None:
    answer = send(as_("clerk"), world, {"question": "proposals", "text": "1200"}).json()
    report = world.report("wuhua")
    assert value(world, "proposals") == 1200
    assert answer["versions"] == {str(report.pk): report.version}
    assert answer["cells"][f"{report.pk}|proposals"]["stands"]["text"] == "1,200"
    assert "1</b>/4" in answer["parts"][f"progress-{report.pk}"]


@pytest.mark.parametrize(
    ("text", "number"), [("１２００", 1200), ("1,200", 1200), (" 1200 件", 1200), ("0", 0)]
)
def test_numbers_are_read_as_workbooks_read_them(world: World, as_: SignIn, text: str, number: int) -> None:
    send(as_("clerk"), world, {"question": "proposals", "text": text, "origin": "pasted"})
    assert value(world, "proposals") == number
    assert CellChange.objects.get().origin == Origin.PASTED


@pytest.mark.parametrize("text", ["1.2万", "约100", "-", "12.5", "-3", "many"])
def test_what_is_no_number_is_refused_with_a_sentence_and_the_rest_is_saved(
    world: World, as_: SignIn, text: str
) -> None:
    cells = ({"question": "proposals", "text": text}, {"question": "enterprises", "text": "7"})
    told = send(as_("clerk"), world, *cells).json()["cells"]
    key = f"{world.report('wuhua').pk}|proposals"
    assert text.lstrip("-") in told[key]["problem"] or "无法提供" in told[key]["problem"]
    assert value(world, "proposals") is None
    assert value(world, "enterprises") == 7


def test_an_emptied_cell_is_empty_and_not_zero(world: World, as_: SignIn) -> None:
    world.fill("wuhua", proposals=5)
    send(as_("clerk"), world, {"question": "proposals", "text": "", "before": {"text": "5"}})
    assert value(world, "proposals") is None


def test_not_available_takes_the_number_away(world: World, as_: SignIn) -> None:
    send(
        as_("clerk"),
        world,
        {"question": "proposals", "text": "", "unavailable": True, "explanation": "尚未统计"},
    )
    cell = Cell.objects.get(report=world.report("wuhua"), question__code="proposals")
    assert (cell.value, cell.is_unavailable, cell.explanation) == (None, True, "尚未统计")


def test_the_word_itself_means_not_available(world: World, as_: SignIn) -> None:
    send(as_("clerk"), world, {"question": "proposals", "text": "无法提供"})
    assert Cell.objects.get(report=world.report("wuhua"), question__code="proposals").is_unavailable


def test_hard_findings_are_told_at_once(world: World, as_: SignIn) -> None:
    cells = ({"question": "enterprises", "text": "7"}, {"question": "unions", "text": "9"})
    answer = send(as_("clerk"), world, *cells).json()
    key = f"{world.report('wuhua').pk}|unions"
    assert "is-hard" in answer["findings"][key]
    assert "不能大于总数" in answer["findings"][key]


def test_a_blank_is_no_finding_while_somebody_still_fills_in(world: World, as_: SignIn) -> None:
    assert send(as_("clerk"), world, {"question": "proposals", "text": "1"}).json()["findings"] == {}


def test_two_who_change_different_cells_do_not_disturb_each_other(world: World, as_: SignIn) -> None:
    before = world.report("wuhua").version
    world.fill("wuhua", by="clerks", enterprises=7)
    answer = send(as_("clerk"), world, {"question": "proposals", "text": "5"}, version=before).json()
    assert "conflict" not in json.dumps(answer)
    assert (value(world, "proposals"), value(world, "enterprises")) == (5, 7)


def test_two_who_change_the_same_cell_are_told_of_both_contents(world: World, as_: SignIn) -> None:
    before = world.report("wuhua").version
    world.fill("wuhua", by="clerks", proposals=7)
    cell = {"question": "proposals", "text": "5", "before": {"text": ""}}
    told = send(as_("clerk"), world, cell, version=before).json()["cells"]
    conflict = told[f"{world.report('wuhua').pk}|proposals"]["conflict"]
    assert (conflict["told"], conflict["by"]) == ("7", "clerks")
    assert value(world, "proposals") == 7
    send(as_("clerk"), world, {"question": "proposals", "text": "5", "before": {"text": "7"}}, version=before)
    assert value(world, "proposals") == 5


def test_a_submitted_return_takes_nothing_and_says_so(world: World, as_: SignIn) -> None:
    world.fill_all("wuhua")
    world.submit("wuhua")
    answer = send(as_("clerk"), world, {"question": "proposals", "text": "5"})
    assert answer.status_code == 403
    assert "待审核" in answer.json()["sentence"]


def test_a_question_that_is_not_asked_is_refused(world: World, as_: SignIn) -> None:
    told = send(as_("clerk"), world, {"question": "contests", "text": "5"}).json()["cells"]
    assert "不填报" in told[f"{world.report('wuhua').pk}|contests"]["problem"]


def test_a_return_of_another_cycle_is_not_reached_through_this_one(world: World, as_: SignIn) -> None:
    other = world.open("2023")
    report = world.report("wuhua", "2023")
    cell = {"key": f"{report.pk}|proposals", "text": "5", "before": {"text": ""}}
    body = {"versions": {}, "cells": [cell], "passages": []}
    address = f"/cycles/{world.cycles['2024'].pk}/cells/"
    assert as_("clerk").post(address, body, content_type="application/json").status_code == 403
    assert other.pk != world.cycles["2024"].pk


@pytest.mark.parametrize(
    "body", ["", "[]", '{"cells": 1}', '{"cells": [{}], "passages": [], "versions": {}}']
)
def test_what_no_page_sends_is_not_understood(world: World, as_: SignIn, body: str) -> None:
    address = f"/cycles/{world.cycles['2024'].pk}/cells/"
    assert as_("clerk").post(address, body, content_type="application/json").status_code == 400


def test_an_offer_is_marked_as_taken_only_where_it_is_what_was_offered(world: World, as_: SignIn) -> None:
    cell = Cell.objects.get(report=world.report("wuhua"), question__code="proposals")
    cell.prefilled = {"value": "5", "origin": "register", "position": 1}
    cell.save()
    send(as_("clerk"), world, {"question": "proposals", "text": "6", "origin": "register"})
    assert CellChange.objects.latest("id").origin == Origin.TYPED
    send(
        as_("clerk"),
        world,
        {"question": "proposals", "text": "5", "origin": "register", "before": {"text": "6"}},
    )
    assert CellChange.objects.latest("id").origin == Origin.REGISTER


def test_without_script_the_whole_form_is_taken(world: World, as_: SignIn) -> None:
    report = world.report("wuhua")
    form = {
        "version": str(report.version),
        "v:proposals": "5",
        "v:enterprises": "7",
        "u:funds": "on",
        "v:funds": "",
    }
    answer = as_("clerk").post(f"/returns/{report.pk}/", form)
    assert answer.status_code == 302
    assert (value(world, "proposals"), value(world, "enterprises")) == (5, 7)


def test_without_script_what_was_not_touched_overwrites_nobody(world: World, as_: SignIn) -> None:
    report = world.report("wuhua")
    world.fill("wuhua", by="clerks", enterprises=9)
    form = {
        "version": str(report.version),
        "v:proposals": "5",
        "b:proposals": "",
        "v:enterprises": "",
        "b:enterprises": "",
    }
    assert as_("clerk").post(f"/returns/{report.pk}/", form).status_code == 302
    assert (value(world, "proposals"), value(world, "enterprises")) == (5, 9)


def test_without_script_a_number_takes_the_place_of_not_available(world: World, as_: SignIn) -> None:
    report = world.fill("wuhua", proposals=None)
    form = {"version": str(report.version), "v:proposals": "5", "b:proposals": "", "ub:proposals": "on"}
    as_("clerk").post(f"/returns/{report.pk}/", form)
    cell = Cell.objects.get(report=report, question__code="proposals")
    assert (cell.value, cell.is_unavailable) == (5, False)


def test_without_script_files_come_with_the_form(world: World, as_: SignIn) -> None:
    report = world.report("wuhua")
    as_("clerk").post(f"/returns/{report.pk}/", {"f:proposals": SimpleUploadedFile("台账.pdf", PDF)})
    assert Evidence.objects.get().name == "台账.pdf"


def test_without_script_nothing_typed_is_lost_on_an_error(world: World, as_: SignIn) -> None:
    report = world.report("wuhua")
    answer = as_("clerk").post(f"/returns/{report.pk}/", {"v:proposals": "1.2万", "v:enterprises": "7"})
    assert answer.status_code == 422
    assert 'value="1.2万"' in answer.text
    assert answer.context["page"].problems[0][1] == "合理化建议"
    assert value(world, "enterprises") == 7


def test_the_grid_takes_a_block_over_several_units(world: World, as_: SignIn) -> None:
    reports = {unit: world.report(unit) for unit in ("wuhua", "panlong")}
    body = {
        "versions": {str(each.pk): each.version for each in reports.values()},
        "cells": [
            {"key": f"{each.pk}|{code}", "text": text, "before": {"text": ""}, "origin": "pasted"}
            for each in reports.values()
            for code, text in (("proposals", "1,200"), ("enterprises", "many"))
        ],
        "passages": [],
    }
    answer = as_("clerks").post(
        f"/cycles/{world.cycles['2024'].pk}/cells/", body, content_type="application/json"
    )
    told = answer.json()["cells"]
    assert [key for key, each in told.items() if "problem" in each] == [
        f"{each.pk}|enterprises" for each in reports.values()
    ]
    assert value(world, "proposals", "panlong") == 1200


def test_the_grid_shows_what_one_may_fill_in_and_nothing_else(world: World, as_: SignIn) -> None:
    address = f"/cycles/{world.cycles['2024'].pk}/grid/"
    assert {line.unit for line in as_("clerks").get(address).context["page"].lines} >= {"wuhua", "panlong"}
    # One return is a column, not a table.
    assert as_("clerk").get(address).headers["Location"] == f"/returns/{world.report('wuhua').pk}/"


def test_the_grid_without_script_touches_only_what_changed(world: World, as_: SignIn) -> None:
    world.fill("wuhua", proposals=5)
    report = world.report("wuhua")
    key = f"{report.pk}|proposals"
    other = f"{report.pk}|enterprises"
    form = {f"v:{key}": "5", f"b:{key}": "5", f"v:{other}": "7", f"b:{other}": ""}
    as_("clerks").post(f"/cycles/{report.cycle_id}/grid/", form)
    assert value(world, "enterprises") == 7
    assert CellChange.objects.filter(cell__question__code="proposals").count() == 1


def test_a_history_tells_who_wrote_what(world: World, as_: SignIn) -> None:
    world.fill("wuhua", proposals=5)
    filling.save(
        world.report("wuhua"),
        {"proposals": Answer(Decimal(6))},
        by=world.people["clerks"],
        origin=Origin.TYPED,
    )
    shown = as_("clerk").get(f"/returns/{world.report('wuhua').pk}/history/?question=proposals")
    assert [(each.before, each.after, each.by) for each in shown.context["changes"]] == [
        ("5", "6", "clerks"),
        ("空", "5", "clerk"),
    ]


def test_a_character_that_no_text_holds_is_not_understood(world: World, as_: SignIn) -> None:
    answer = send(as_("clerk"), world, {"question": "proposals", "text": "5", "explanation": "one\u0000two"})
    assert answer.status_code == 400
    assert value(world, "proposals") is None


def test_words_that_were_never_there_are_not_believed_to_have_been(world: World, as_: SignIn) -> None:
    report = world.report("wuhua")
    key = f"{report.pk}||progress"
    body = {"versions": {}, "cells": [], "passages": [{"key": key, "text": "新文", "before": "旧文"}]}
    answer = as_("clerk").post(
        f"/cycles/{report.cycle_id}/cells/", json.dumps(body), content_type="application/json"
    )
    assert answer.status_code == 200
    assert "conflict" in answer.json()["cells"][key]


def test_each_return_of_many_has_its_own_record_in_the_trail(world: World) -> None:
    units = ("wuhua", "panlong")
    filled = {world.report(unit): filling.Filled({"proposals": Answer(Decimal(7))}) for unit in units}
    filling.save_many(filled, by=world.people["clerk"], origin=Origin.TYPED)
    records = AuditRecord.objects.filter(action="returns.save").order_by("-position")[:2]
    assert {each.organization_id for each in records} == {each.organization_id for each in filled}
    assert all('"proposals"' in each.after for each in records)
