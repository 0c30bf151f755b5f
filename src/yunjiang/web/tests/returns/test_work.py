from yunjiang.returns.tests.world import World
from yunjiang.web.tests.returns.conftest import SignIn


def said(page: object) -> str:
    return "".join(each.text for each in page.lead)  # type: ignore[attr-defined]


def test_a_clerk_finds_what_to_fill_in(world: World, as_: SignIn) -> None:
    work = as_("clerk").get("/work/").context["work"]
    assert [(kind.name, kind.count) for kind in work.kinds] == [("待填报", 1)]


def test_what_was_sent_back_comes_first(world: World, as_: SignIn) -> None:
    world.open("2023")
    world.fill_all("wuhua")
    report = world.submit("wuhua")
    as_("reviewer").post(f"/returns/{report.pk}/review/", {"decision": "send_back", "reason": "核对"})
    work = as_("clerk").get("/work/").context["work"]
    assert [kind.name for kind in work.kinds] == ["退回修改", "待填报"]
    assert said(work).startswith("1张报表退回修改，1张待填报")


def test_a_reviewer_and_a_lead_find_what_waits_for_them(world: World, as_: SignIn) -> None:
    world.fill_all("wuhua")
    world.submit("wuhua")
    assert said(as_("reviewer").get("/work/").context["work"]) == "1张待审核"
    world.approve("wuhua")
    assert said(as_("lead").get("/work/").context["work"]) == "1张待审定"


def test_who_has_nothing_to_do_is_told_so(world: World, as_: SignIn) -> None:
    answer = as_("auditor").get("/work/")
    assert said(answer.context["work"]) == "目前没有待办事项"
    assert "没有待办事项" in answer.text


def test_other_pages_take_it_in_short(world: World, as_: SignIn) -> None:
    answer = as_("clerk").get("/work/", headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert "待填报" in answer.text
