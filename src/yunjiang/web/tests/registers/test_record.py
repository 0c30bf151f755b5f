"""One record: hidden fields shown for a purpose, as of a day, moves, files, figures, public notice."""

import re
from datetime import timedelta
from html import unescape

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from yunjiang.access.models import AuditRecord
from yunjiang.files.tests.specimens import PDF
from yunjiang.ledger.models import Entry
from yunjiang.registers.kit.models import Attachment, Notice, Objection
from yunjiang.web.tests.registers.world import HERE, World

SCRIPT = {"HX-Request": "true"}


def test_a_hidden_field_is_shown_for_a_purpose_and_that_is_recorded(officer: Client, world: World) -> None:
    address = f"{HERE}{world.place().pk}/"
    page = officer.get(address).text
    assert "138****5678" in page
    assert "13812345678" not in page
    sent = {"field": "keeper_phone", "purpose": "contact"}
    answer = officer.post(f"{address}unmask/", sent, headers=SCRIPT)
    assert (answer.text, answer.headers["Cache-Control"]) == ("13812345678", "no-store")
    assert "13812345678" in officer.post(f"{address}unmask/", sent).text  # without script, on a page
    assert AuditRecord.objects.filter(action="registers.unmask").count() == 2


def test_without_a_purpose_nothing_is_shown(officer: Client, world: World) -> None:
    address = f"{HERE}{world.place().pk}/unmask/"
    answer = officer.post(address, {"field": "keeper_phone"}, headers=SCRIPT)
    assert answer.status_code == 422
    assert "13812345678" not in answer.text


def test_who_is_not_cleared_sees_no_button_and_is_refused(client: Client, world: World) -> None:
    place = world.place()
    client.force_login(world.checker)
    assert "unmask/" not in client.get(f"{HERE}{place.pk}/").text
    sent = {"field": "keeper_phone", "purpose": "contact"}
    answer = client.post(f"{HERE}{place.pk}/unmask/", sent, headers=SCRIPT)
    assert answer.status_code == 403
    assert "13812345678" not in answer.text


def test_a_record_shows_what_it_said_on_a_day(officer: Client, world: World) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=10)):
        place = world.place(seats=40)
    officer.post(
        f"{HERE}{place.pk}/edit/",
        {
            "number": place.number,
            "name": "新名称",
            "sort": "reading",
            "seats": "90",
            "organization": place.organization_id,
        },
    )
    day = (timezone.localdate() - timedelta(days=3)).isoformat()
    text = officer.get(f"{HERE}{place.pk}/as-of/?on={day}").text
    assert 'class="as-of"' in text
    assert ">40</span>" in text
    assert ">90</span>" not in text
    before = (timezone.localdate() - timedelta(days=30)).isoformat()
    assert ">40</span>" not in officer.get(f"{HERE}{place.pk}/as-of/?on={before}").text
    assert officer.get(f"{HERE}{place.pk}/as-of/?on=gestern").status_code == 400
    today = officer.get(f"{HERE}{place.pk}/as-of/?on={timezone.localdate()}")
    assert today.headers["Location"] == f"{HERE}{place.pk}/"


def test_moves_are_made_by_who_may(officer: Client, world: World) -> None:
    place = world.place()
    handling = f"{HERE}{place.pk}/handling/"
    assert f"{HERE}{place.pk}/move/file/" in officer.get(handling).text
    assert officer.post(f"{HERE}{place.pk}/move/file/", {}).headers["Location"] == handling
    page = officer.get(handling).text
    assert f"{HERE}{place.pk}/move/open/" not in page  # four eyes
    assert "还有" in page  # the clock runs
    assert place.name in officer.get("/registers/deadlines/").text
    officer.force_login(world.second)
    missing = officer.post(f"{HERE}{place.pk}/move/open/", {})
    assert missing.status_code == 422
    assert 'id="id_opened_on_error"' in missing.text
    officer.post(f"{HERE}{place.pk}/move/open/", {"opened_on": "2024-05-01"})
    place.refresh_from_db()
    assert place.state == "open"


def test_a_record_and_its_entries_lead_to_each_other(officer: Client, world: World) -> None:
    place = world.opened()
    [entry] = Entry.objects.all()
    assert f"/entries/{entry.pk}/" in officer.get(f"{HERE}{place.pk}/counted/").text
    assert f"{HERE}{place.pk}/" in officer.get(f"/entries/{entry.pk}/").text
    officer.force_login(world.cast.owner)
    assert f"{HERE}{place.pk}/" in officer.get(f"/entries/{entry.pk}/").text
    draft = world.place("K-9")
    officer.force_login(world.officer)
    assert "尚未启用" in officer.get(f"{HERE}{draft.pk}/counted/").text


def test_files_are_attached_handed_out_and_taken_off(officer: Client, world: World) -> None:
    place = world.place()
    sent = {"files": [SimpleUploadedFile("批复.pdf", PDF, "application/pdf")], "note": "批复"}
    officer.post(f"{HERE}{place.pk}/attach/", sent)
    attached = Attachment.objects.get()
    assert "批复.pdf" in officer.get(f"{HERE}{place.pk}/attachments/").text
    answer = officer.get(f"/registers/files/{attached.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    officer.force_login(world.other)
    assert officer.get(f"/registers/files/{attached.pk}/").status_code == 403
    officer.force_login(world.officer)
    officer.post(f"{HERE}{place.pk}/attachments/{attached.pk}/remove/")
    assert "批复.pdf</a>" not in officer.get(f"{HERE}{place.pk}/attachments/").text


def test_a_notice_is_posted_objected_to_answered_and_extended(officer: Client, world: World) -> None:
    place = world.place()
    officer.post(f"{HERE}{place.pk}/notices/open/", {"where": "公告栏", "text": "公示", "days": "5"})
    notice = Notice.objects.get()
    address = f"/registers/notices/{notice.pk}/"
    assert place.name in officer.get("/registers/notices/").text
    officer.post(f"{address}object/", {"text": "开放时间不足", "person": "匿名"})
    assert "开放时间不足" in officer.get(address).text
    assert "匿名" not in officer.get(address).text
    assert "异议1条、待答复1条" in officer.get("/registers/notices/").text
    who = {"field": Objection.objects.get().pk, "purpose": "verify"}
    told = officer.post(f"{address}objector/", who, headers=SCRIPT)
    assert (told.text, told.headers["Cache-Control"]) == ("匿名", "no-store")
    assert "匿名" in officer.post(f"{address}objector/", who).text  # without script, on a page
    client = Client()
    client.force_login(world.auditor)
    assert client.post(f"{address}objector/", who).status_code == 403
    officer.post(f"{address}extend/", {"days": "3", "reason": "听取意见"})
    assert "：听取意见" in officer.get(address).text
    notice.refresh_from_db()
    assert notice.working_days == 8
    objection = Objection.objects.get()
    officer.post(f"{address}answer/", {"objection": objection.pk, "answer": "属实", "is_upheld": "1"})
    officer.post(f"{address}close/", {})
    notice.refresh_from_db()
    assert notice.state == "upheld"


def test_another_units_record_is_refused(client: Client, world: World) -> None:
    place = world.place()
    client.force_login(world.other)
    for address in ("", "edit/", "history/", "as-of/?on=2024-01-01", "move/file/", "request/"):
        assert client.get(f"{HERE}{place.pk}/{address}").status_code == 403
    assert client.get(f"{HERE}999999/").status_code == 404
    assert client.get("/registers/no-such-register/").status_code == 404


def test_what_is_not_counted_is_told_with_its_reasons_and_leads_to_the_records(
    officer: Client, world: World
) -> None:
    draft, opened = world.place("K-010"), world.opened("K-011")
    page = officer.get(f"{HERE}uncounted/")
    assert page.status_code == 200
    assert f"{HERE}uncounted/" in officer.get(HERE).text
    reasons = re.findall(rf'href="({HERE}uncounted/\?[^"]*reason=[^"]*)#records"', page.text)
    listed = officer.get(unescape(reasons[0])).text
    assert f"{HERE}{draft.pk}/counted/" in listed
    assert f"{HERE}{opened.pk}/counted/" not in listed
    assert officer.get("/registers/sample-places/uncounted/?unit=530300").status_code == 403
    officer.force_login(world.other)
    assert f"{HERE}{draft.pk}/" not in officer.get(unescape(reasons[0]).replace("530100", "530300")).text
