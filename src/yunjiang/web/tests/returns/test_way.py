"""The pages along a return's way: submission, review, acceptance, reopening."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yunjiang.returns.models import Evidence, Remark, State
from yunjiang.returns.tests.world import World
from yunjiang.web.tests.returns.conftest import PDF, SignIn


def test_submission_lists_what_stops_it(world: World, as_: SignIn) -> None:
    world.fill("wuhua", enterprises=7, unions=9)
    page = as_("clerk").get(f"/returns/{world.report('wuhua').pk}/submission/").context["page"]
    assert [each.name for each in page.hard] == ["已建工会的企业"]
    assert {each.name for each in page.empty} == {"合理化建议", "资金"}
    assert not page.is_ready


def test_what_is_ready_is_submitted_and_goes_to_the_prefecture(world: World, as_: SignIn) -> None:
    report = world.fill_all("wuhua")
    client = as_("clerk")
    page = client.get(f"/returns/{report.pk}/submission/").context["page"]
    assert page.is_ready
    assert page.goes_to == "kunming"
    client.post(f"/returns/{report.pk}/submission/")
    assert world.report("wuhua").state == State.SUBMITTED


def test_what_is_not_ready_is_refused_with_a_sentence(world: World, as_: SignIn) -> None:
    report = world.fill("wuhua", proposals=1)
    answer = as_("clerk").post(f"/returns/{report.pk}/submission/")
    assert answer.status_code == 409
    assert answer.context["page"].refusal
    assert world.report("wuhua").state == State.DRAFT


def test_a_return_is_withdrawn_until_a_desk_has_acted(world: World, as_: SignIn) -> None:
    world.fill_all("wuhua")
    report = world.submit("wuhua")
    as_("clerk").post(f"/returns/{report.pk}/withdraw/")
    assert world.report("wuhua").state == State.DRAFT
    world.submit("wuhua")
    world.approve("wuhua")
    answer = as_("clerk").post(f"/returns/{report.pk}/withdraw/", follow=True)
    assert "不能" in answer.text or "无法" in answer.text or "不" in answer.text
    assert world.report("wuhua").state == State.APPROVED


def test_a_reviewer_sees_values_beside_last_time(world: World, as_: SignIn) -> None:
    world.open("2023")
    world.post("wuhua", "2023", value=8)
    world.fill_all("wuhua")
    world.submit("wuhua")
    page = as_("reviewer").get(f"/returns/{world.report('wuhua').pk}/review/").context["page"]
    [item] = [each for block in page.blocks for each in block.items if each.code == "proposals"]
    assert (item.text, item.last, item.change) == ("10", "8", "+25%")


def test_items_go_back_with_their_reasons(world: World, as_: SignIn) -> None:
    world.fill_all("wuhua")
    report = world.submit("wuhua")
    as_("reviewer").post(
        f"/returns/{report.pk}/review/", {"decision": "send_back", "r:proposals": "请核对口径"}
    )
    assert world.report("wuhua").state == State.RETURNED
    assert Remark.objects.get().text == "请核对口径"
    shown = as_("clerk").get(f"/returns/{report.pk}/").text
    assert "请核对口径" in shown


def test_sending_back_without_a_reason_is_refused_and_loses_nothing(world: World, as_: SignIn) -> None:
    world.fill_all("wuhua")
    report = world.submit("wuhua")
    answer = as_("reviewer").post(f"/returns/{report.pk}/review/", {"decision": "send_back"})
    assert answer.status_code == 409
    assert world.report("wuhua").state == State.SUBMITTED


def test_approving_leads_on_to_the_next_that_waits(world: World, as_: SignIn) -> None:
    for unit in ("wuhua", "panlong"):
        world.fill_all(unit, by="clerks")
        world.submit(unit, by="clerks")
    first, second = world.report("wuhua"), world.report("panlong")
    answer = as_("reviewer").post(f"/returns/{first.pk}/review/", {"decision": "pass"})
    assert answer.headers["Location"] == f"/returns/{second.pk}/review/"
    assert world.report("wuhua").state == State.APPROVED


def test_clean_returns_are_approved_together(world: World, as_: SignIn) -> None:
    for unit in ("wuhua", "panlong"):
        world.fill_all(unit, by="clerks")
        world.submit(unit, by="clerks")
    client = as_("reviewer")
    shown = client.get("/review/")
    picked = [row.key for row in shown.context["table"].rows if row.is_picked]
    assert len(picked) == 2
    client.post("/review/", {"report": picked})
    assert {world.report(unit).state for unit in ("wuhua", "panlong")} == {State.APPROVED}


def test_returns_that_wait_for_another_are_not_approved_by_the_way(world: World, as_: SignIn) -> None:
    world.fill_all("wuhua")
    report = world.submit("wuhua")
    qilin = world.fill_all("qilin", by="neighbour")
    world.submit("qilin", by="neighbour")
    as_("reviewer").post("/review/", {"report": [str(report.pk), str(qilin.pk)]})
    assert {world.report(unit).state for unit in ("wuhua", "qilin")} == {State.SUBMITTED}


def accepted(world: World, *units: str) -> None:
    for unit in units:
        world.fill_all(unit, by="clerks")
        world.submit(unit, by="clerks")
        world.approve(unit, by="reviewer" if unit != "qilin" else "office")


def test_a_lead_accepts_by_indicator_and_is_told_what_was_posted(world: World, as_: SignIn) -> None:
    accepted(world, "wuhua", "panlong")
    client, cycle = as_("lead"), world.cycles["2024"].pk
    rows = client.get("/accept/").context["table"].rows
    assert [row.cells[0].shown for row in rows] == ["1.1.1 合理化建议"]
    shown = client.get(f"/cycles/{cycle}/accept/1.1.1/")
    picked = [str(each.section.report_id) for each in shown.context["lines"] if each.can_be_accepted]
    answer = client.post(
        f"/cycles/{cycle}/accept/1.1.1/", {"decision": "accept", "report": picked}, follow=True
    )
    assert [(each.unit, each.values[0][1]) for each in answer.context["posted"]] == [
        ("wuhua", "10"),
        ("panlong", "10"),
    ]
    assert all(each.position for each in answer.context["posted"])
    assert world.report("wuhua").sections.get(indicator="1.1.1").is_accepted


def test_an_indicator_that_nobody_has_answered_yet_says_so(world: World, as_: SignIn) -> None:
    shown = as_("lead").get(f"/cycles/{world.cycles['2024'].pk}/accept/1.1.1/")
    assert shown.status_code == 200
    assert "尚无单位的填报到达" in shown.text


def test_a_lead_sends_back_only_with_a_reason(world: World, as_: SignIn) -> None:
    accepted(world, "wuhua", "panlong")
    client, cycle = as_("lead"), world.cycles["2024"].pk
    address = f"/cycles/{cycle}/accept/1.1.1/"
    client.post(address, {"decision": "send_back"})
    assert world.report("wuhua").state == State.APPROVED
    client.post(address, {"decision": "send_back", f"r:{world.report('wuhua').pk}": "与台账不符"})
    assert (world.report("wuhua").state, world.report("panlong").state) == (State.RETURNED, State.APPROVED)


def test_a_lead_reaches_no_indicator_that_another_leads(world: World, as_: SignIn) -> None:
    accepted(world, "wuhua")
    cycle = world.cycles["2024"].pk
    answer = as_("lead").post(
        f"/cycles/{cycle}/accept/1.1.3/", {"decision": "accept", "report": [str(world.report("wuhua").pk)]}
    )
    assert answer.status_code == 404
    assert not world.report("wuhua").sections.get(indicator="1.1.3").is_accepted


def test_the_office_reopens_one_number_and_may_leave_it_standing(world: World, as_: SignIn) -> None:
    report = world.post("wuhua")
    form = {"indicators": ["1.1.1"], "reason": "重复统计", "takes_back": ""}
    as_("office").post(f"/returns/{report.pk}/reopen/", form)
    after = world.report("wuhua")
    assert after.state == State.RETURNED
    assert not after.sections.get(indicator="1.1.1").is_accepted
    assert after.sections.get(indicator="1.1.3").is_accepted


def test_reopening_without_a_reason_is_refused(world: World, as_: SignIn) -> None:
    report = world.post("wuhua")
    answer = as_("office").post(f"/returns/{report.pk}/reopen/", {"indicators": ["1.1.1"], "reason": ""})
    assert answer.status_code == 422
    assert world.report("wuhua").state == State.POSTED


def test_what_changed_since_a_step_is_told(world: World, as_: SignIn) -> None:
    report = world.post("wuhua")
    as_("office").post(
        f"/returns/{report.pk}/reopen/", {"indicators": ["1.1.1"], "reason": "重复统计", "takes_back": "1"}
    )
    world.fill("wuhua", proposals=9)
    shown = as_("office").get(f"/returns/{report.pk}/differences/").context["page"]
    assert [(each.name, each.before, each.after) for each in shown.differences] == [("合理化建议", "10", "9")]


def test_an_extension_needs_a_reason_and_an_end(world: World, as_: SignIn) -> None:
    report = world.report("wuhua")
    client = as_("office")
    assert client.post(f"/returns/{report.pk}/extend/", {"until": "2099-01-31"}).status_code == 422
    client.post(f"/returns/{report.pk}/extend/", {"until": "2099-01-31", "reason": "洪灾"})
    assert world.report("wuhua").extended_to == date(2099, 1, 31)


def attach(client: Client, world: World, name: str = "台账.pdf", content: bytes = PDF) -> object:
    form = {"question": "proposals", "files": SimpleUploadedFile(name, content)}
    address = f"/returns/{world.report('wuhua').pk}/evidence/"
    return client.post(address, form, headers={"HX-Request": "true"})


def test_a_file_is_attached_read_and_taken_off_again(
    world: World, as_: SignIn, settings: pytest.FixtureRequest
) -> None:
    client = as_("clerk")
    assert "台账.pdf" in attach(client, world).text  # type: ignore[attr-defined]
    evidence = Evidence.objects.get()
    assert as_("reviewer").get(f"/evidence/{evidence.pk}/").status_code == 200
    assert as_("neighbour").get(f"/evidence/{evidence.pk}/").status_code == 403
    assert as_("neighbour").post(f"/evidence/{evidence.pk}/remove/").status_code == 403
    client.post(f"/evidence/{evidence.pk}/remove/", headers={"HX-Request": "true"})
    evidence.refresh_from_db()
    assert evidence.removed_at is not None


def test_a_file_that_is_not_what_it_says_is_refused_with_a_sentence(world: World, as_: SignIn) -> None:
    answer = attach(as_("clerk"), world, "台账.pdf", b"MZ not a pdf")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "台账.pdf" in answer.text  # type: ignore[attr-defined]


def test_a_lead_speaks_only_of_what_it_leads(world: World, as_: SignIn) -> None:
    accepted(world, "wuhua")
    report = world.report("wuhua")
    form = {"decision": "send_back", "r:funds": "别人的指标", "r:proposals": "与台账不符"}
    as_("lead").post(f"/returns/{report.pk}/review/", form)
    assert [each.text for each in Remark.objects.all()] == ["与台账不符"]


def test_nobody_accepts_nothing(world: World, as_: SignIn) -> None:
    accepted(world, "wuhua")
    answer = as_("lead").post(
        f"/returns/{world.report('wuhua').pk}/review/", {"decision": "pass"}, follow=True
    )
    assert "请至少选择一项指标" in answer.text


def test_withdrawing_can_be_undone_from_its_message(world: World, as_: SignIn) -> None:
    world.fill_all("wuhua")
    report = world.submit("wuhua")
    client = as_("clerk")
    shown = client.post(f"/returns/{report.pk}/withdraw/", follow=True).text
    assert f'action="/returns/{report.pk}/submission/"' in shown
    client.post(f"/returns/{report.pk}/submission/")
    assert world.report("wuhua").state == State.SUBMITTED
