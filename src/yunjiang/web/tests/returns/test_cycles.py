import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from yunjiang.access.models import AuditRecord
from yunjiang.organizations.models import DayOff
from yunjiang.returns.models import Cycle
from yunjiang.returns.tests.world import World
from yunjiang.web.pages.returns import marks
from yunjiang.web.tests.returns.conftest import SignIn

OPENING = {"rhythm": "annual", "period": "2023", "data_set": "operational", "counting": "period"}


def test_opening_shows_first_who_would_owe_what(world: World, as_: SignIn) -> None:
    shown = as_("office").get("/cycles/new/", OPENING)
    assert len(shown.context["preview"].table.rows) == 6
    assert not Cycle.objects.filter(code="2023").exists()


def test_opening_is_for_good(world: World, as_: SignIn) -> None:
    answer = as_("office").post("/cycles/new/", OPENING)
    cycle = Cycle.objects.get(code="2023")
    assert answer.headers["Location"] == f"/cycles/{cycle.pk}/"
    assert cycle.opened_by == world.people["office"]


def test_a_cycle_that_is_there_is_not_opened_again(world: World, as_: SignIn) -> None:
    answer = as_("office").post("/cycles/new/", {**OPENING, "period": "2024"})
    assert answer.status_code == 422
    assert "2024" in answer.text


@pytest.mark.parametrize("period", ["next year", "2024-Q3", "1999"])
def test_a_period_that_does_not_fit_is_refused_beside_its_field(
    world: World, as_: SignIn, period: str
) -> None:
    assert as_("office").get("/cycles/new/", {**OPENING, "period": period}).status_code == 422


def test_the_cycle_says_how_far_it_has_come(world: World, as_: SignIn) -> None:
    world.fill_all("wuhua")
    world.submit("wuhua")
    shown = as_("office").get(f"/cycles/{world.cycles['2024'].pk}/")
    assert shown.context["lead"].startswith("2024年年报：应报6张，已报1张")
    assert {part.word: part.count for part in shown.context["whole"].parts}["待审核"] == 1


def test_a_prefecture_sees_its_own_counties_only(world: World, as_: SignIn) -> None:
    shown = as_("reviewer").get(f"/cycles/{world.cycles['2024'].pk}/")
    assert [row.cells[0].shown for row in shown.context["table"].rows] == ["kunming", "wuhua", "panlong"]


def test_who_is_late_is_listed_with_whom_to_call(world: World, as_: SignIn) -> None:
    shown = as_("office").get(f"/cycles/{world.cycles['2024'].pk}/", {"view": "late"})
    people = {row.cells[0].shown: row.cells[3].shown for row in shown.context["table"].rows}
    assert people["wuhua"] == "clerk"
    assert people["panlong"] == "clerks"


def test_questions_over_all_units_are_for_the_office_alone(world: World, as_: SignIn) -> None:
    address = f"/cycles/{world.cycles['2024'].pk}/"
    assert as_("office").get(address, {"view": "patterns"}).context["view"] == "patterns"
    assert as_("reviewer").get(address, {"view": "patterns"}).context["view"] == "units"


def test_the_burden_is_told(world: World, as_: SignIn) -> None:
    shown = as_("office").get(f"/cycles/{world.cycles['2024'].pk}/", {"view": "burden"})
    assert shown.context["table"].rows


def test_a_state_is_picked_out(world: World, as_: SignIn) -> None:
    world.fill("wuhua", proposals=1)
    shown = as_("office").get(f"/cycles/{world.cycles['2024'].pk}/", {"state": "draft"})
    assert [row.cells[0].shown for row in shown.context["table"].rows] == ["wuhua"]


def test_what_is_shown_is_taken_as_a_workbook_and_noted(world: World, as_: SignIn) -> None:
    answer = as_("office").get(f"/cycles/{world.cycles['2024'].pk}/", {"take": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    units = [row[0].value for row in sheet.iter_rows(min_row=6)]
    assert {"province", "kunming", "wuhua", "qilin"} <= set(units)
    assert AuditRecord.objects.filter(action="web.export").count() == 1


def test_a_lock_and_closing_are_set_from_the_page(world: World, as_: SignIn) -> None:
    number = world.cycles["2024"].pk
    client = as_("office")
    client.post(f"/cycles/{number}/lock/", {"locks_on": "2099-02-01", "reason": "汇总"})
    assert Cycle.objects.get(pk=number).locks_on == date(2099, 2, 1)
    client.post(f"/cycles/{number}/lock/", {"locks_on": "soon", "reason": "汇总"})
    assert Cycle.objects.get(pk=number).locks_on == date(2099, 2, 1)
    client.post(f"/cycles/{number}/close/")
    assert Cycle.objects.get(pk=number).closed_at


def test_cycles_are_listed_with_ones_own_counts(world: World, as_: SignIn) -> None:
    [row] = as_("clerk").get("/cycles/").context["table"].rows
    assert row.cells[3].shown == "0/1"
    [row] = as_("office").get("/cycles/").context["table"].rows
    assert row.cells[3].shown == "0/6"


def test_a_day_off_is_entered_and_taken_out(world: World, as_: SignIn) -> None:
    client = as_("office")
    client.post("/calendar/", {"day": "2026-07-24", "name": "火把节", "unit": "530300", "is_working": ""})
    row = DayOff.objects.get()
    assert (row.name, row.organization, row.is_working) == ("火把节", world.units["qujing"], False)
    client.post(f"/calendar/{row.pk}/withdraw/")
    assert not DayOff.objects.exists()


def test_a_file_of_days_is_taken_whole_or_not_at_all(world: World, as_: SignIn) -> None:
    client = as_("office")

    def send(text: str) -> int:
        file = SimpleUploadedFile("days.csv", text.encode("gb18030"))
        return client.post("/calendar/import/", {"file": file}).status_code

    assert send("日期,上班,名称,单位,文号\n2026-07-24,否,火把节,530300,\n2026-13-01,否,错,,\n") == 422
    assert not DayOff.objects.exists()
    assert (
        send(
            "日期,上班,名称,单位,文号\n2026-07-24,否,火把节,530300,\n2026-07-26,是,调休,,州政办发〔2026〕1号\n"
        )
        == 302
    )
    assert DayOff.objects.count() == 2


@pytest.mark.parametrize(
    ("today", "told", "tone"),
    [
        (date(2026, 1, 12), "还有4个工作日", ""),
        (date(2026, 1, 13), "还有3个工作日", "late"),
        (date(2026, 1, 15), "今天截止", "late"),
        (date(2026, 1, 19), "已逾期2个工作日", "serious"),
    ],
)
def test_a_due_day_is_told_in_working_days(today: date, told: str, tone: str) -> None:
    found = marks.due(date(2026, 1, 15), today)
    assert (found.told, found.tone) == (told, tone)
