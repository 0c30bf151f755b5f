"""A record's life through the browser: added, changed, asked to be changed, approved, moved on, and all of it in its history."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ANSWERS, DESK, PHONE, served
from tests.browser.test_accessibility import violations
from yunjiang.access.tests.cast import PASSWORD

pytestmark = pytest.mark.browser

HERE = "/registers/sample-places/"
PAGES = (
    "/registers/",
    "/registers/requests/",
    "/registers/deadlines/",
    "/registers/notices/",
    HERE,
    f"{HERE}?sort=reading&organization=530100",
    f"{HERE}?q=none",
    f"{HERE}new/",
    f"{HERE}bulk/?what=change:sort&record=1&record=2",
    f"{HERE}bulk/all/?what=change:seats&sort=reading",
    f"{HERE}1/",
    f"{HERE}1/edit/",
    f"{HERE}1/request/",
    f"{HERE}4/history/",
    f"{HERE}1/handling/",
    f"{HERE}1/move/file/",
    f"{HERE}1/attachments/",
    f"{HERE}4/counted/",
    f"{HERE}1/notices/",
)


@pytest.fixture(scope="module")
def registers(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a site that has the sample register."""
    home = tmp_path_factory.mktemp("registers")
    with served(
        home, "tests.browser.prepare_registers", DJANGO_SETTINGS_MODULE="yunjiang.settings_test"
    ) as address:
        yield address


class Desk:
    """The pages of several people at one site; the test fails if anything went wrong in one."""

    def __init__(self, browser: Browser, address: str, size: tuple[int, int]) -> None:
        self.browser, self.address, self.size = browser, address, size
        self.wrong: list[str] = []

    def of(self, username: str) -> Page:
        """Return a page of somebody who has signed in."""
        width, height = self.size
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": height},
            locale="zh-CN",
            has_touch=self.size == PHONE,
        )
        page = context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        page.goto("/sign-in/?next=/registers/")
        page.get_by_label("登录名").fill(username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("台账")
        return page


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def desk(browser: Browser, registers: str, request: pytest.FixtureRequest) -> Iterator[Desk]:
    made = Desk(browser, registers, request.param)
    yield made
    for context in browser.contexts:
        context.close()
    assert [text for text in made.wrong if not text.startswith(ANSWERS)] == []


def test_a_record_is_kept(desk: Desk) -> None:
    officer = desk.of("officer")
    number = "K-101" if desk.size == DESK else "K-102"
    officer.goto(f"{HERE}new/")
    officer.get_by_role("button", name="保存记录").click()
    expect(officer.get_by_role("alert")).to_contain_text("编号")
    officer.get_by_label("编号").fill(number)
    officer.get_by_label("名称", exact=True).fill("金碧职工书屋")
    unit = officer.get_by_role("combobox", name="所属单位")
    unit.fill("wh")
    expect(officer.get_by_role("option", name="五华区")).to_be_visible()
    unit.press("ArrowDown")
    unit.press("Enter")
    expect(unit).to_have_value("五华区")
    officer.get_by_label("类别").select_option("reading")
    officer.get_by_label("座位数").fill("24")
    officer.get_by_label("管理员电话").fill("13912345678")
    officer.get_by_role("button", name="保存记录").click()
    expect(officer.get_by_role("heading", level=1)).to_contain_text("金碧职工书屋")
    address = officer.url

    shown = officer.locator("#fact-keeper_phone")
    expect(shown).to_have_text("139****5678")
    officer.locator(".unmask > summary").click()
    officer.get_by_label("用途").select_option("contact")
    officer.locator(".unmask button").click()
    expect(shown).to_have_text("13912345678")

    officer.get_by_role("link", name="修改", exact=True).click()
    officer.get_by_label("座位数").fill("36")
    officer.get_by_role("button", name="保存修改").click()
    expect(officer.locator("#fact-seats")).to_have_text("36")

    officer.get_by_role("link", name="申请变更", exact=True).click()
    officer.get_by_label("编号").fill(f"{number}-2")
    officer.get_by_label("原因").fill("以批复文件为准")
    officer.get_by_role("button", name="提交变更申请").click()
    expect(officer.locator("ins")).to_have_text(f"{number}-2")
    asked = officer.url
    assert officer.get_by_role("button", name="通过").count() == 0

    checker = desk.of("checker")
    checker.goto("/registers/requests/")
    checker.get_by_role("link", name="金碧职工书屋").click()
    expect(checker).to_have_url(asked)
    checker.get_by_role("button", name="通过").click()
    expect(checker.get_by_role("status")).to_contain_text("变更已通过并生效")

    officer.goto(f"{address}handling/")
    officer.get_by_role("link", name="申报").click()
    officer.get_by_role("button", name="申报").click()
    expect(officer.get_by_role("heading", name=re.compile("已申报"), level=2)).to_be_visible()

    officer.goto(f"{address}history/")
    acts = officer.locator(".acts > li")
    expect(acts).to_have_count(4)
    expect(acts.nth(0)).to_contain_text("已申报")
    expect(acts.nth(1)).to_contain_text(f"{number}-2")
    expect(acts.nth(2)).to_contain_text("36")


def test_many_are_picked_and_changed(desk: Desk) -> None:
    officer = desk.of("officer")
    officer.goto(HERE)
    picked = officer.get_by_role("button", name=re.compile("所选的"))
    expect(picked).to_be_disabled()
    for box in officer.locator("tbody .pick input").all()[:2]:
        box.check()
    expect(picked).to_contain_text("2")
    officer.get_by_label("批量办理").select_option("change:sort")
    picked.click()
    expect(officer.get_by_role("heading", level=1)).to_contain_text("2 条记录")


def test_pages_are_accessible_and_do_not_scroll_sideways(desk: Desk) -> None:
    officer = desk.of("officer")
    wrong = []
    for address in PAGES:
        officer.goto(address)
        wrong += [f"{address}: {each}" for each in violations(officer)]
        if officer.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wrong.append(f"{address} scrolls sideways")
    assert wrong == []
