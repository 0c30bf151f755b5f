"""The register of members through the browser: joined, imported with errors first, mended, sent on, merged, served.

One story at a desk and once more on a phone, each on a site of its own.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import ANSWERS, DESK, PHONE, served
from tests.browser.test_accessibility import violations
from yunjiang.access.tests.cast import PASSWORD
from yunjiang.standards.identifiers import citizens

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SLOWLY = 30_000  # what is done behind the page, in milliseconds
HEADINGS = (
    "序号", "姓名", "性别", "出生日期(yyyy/MM/dd)", "民族", "就业状况", "有效证件类别", "证件号码(18位)", "学历", "技术等级",
    "移动电话", "户籍类型", "户籍所在地", "会籍变化类型", "会籍变化日期", "会籍变化原因", "政治面貌", "工作单位(全称)", "籍贯",
    "是否农民工会员", "所属工会",
)  # fmt: skip


class Story:
    """The site of one width and the pages of its people."""

    def __init__(self, browser: Browser, address: str, size: tuple[int, int], scratch: Path) -> None:
        self.browser, self.address, self.size, self.scratch = browser, address, size, scratch
        self.wrong: list[str] = []
        self.contexts: list[BrowserContext] = []

    def of(self, username: str) -> Page:
        """Return a page of somebody who has signed in."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": self.size[0], "height": self.size[1]},
            locale="zh-CN",
            has_touch=self.size == PHONE,
            accept_downloads=True,
        )
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        page.goto("/sign-in/?next=/registers/")
        page.get_by_label("登录名").fill(username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("台账")
        return page

    def looked(self, page: Page) -> None:
        """See that a page is accessible and does not scroll sideways."""
        page.wait_for_load_state("networkidle")
        assert violations(page) == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def story(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Story]:
    home, scratch = tmp_path_factory.mktemp("members"), tmp_path_factory.mktemp("sheets")
    with served(home, "tests.browser.prepare_members", YUNJIANG_SECOND_FACTOR="offered") as address:
        story = Story(browser, address, request.param, scratch)
        yield story
        for context in story.contexts:
            context.close()
    assert [text for text in story.wrong if not text.startswith(ANSWERS)] == []


def number(serial: int) -> str:
    """Return an identity number that can be, of nobody."""
    body = f"53990019900101{serial:03d}"
    return body + citizens.check_character(body)


def row(serial: int, name: str, **changed: Any) -> list[Any]:
    """Return a row of the collection sheet."""
    identity = changed.get("证件号码(18位)", number(serial))
    values = {
        "序号": serial, "姓名": name, "性别": "男" if int(identity[16]) % 2 else "女", "出生日期(yyyy/MM/dd)": "1990/01/01",
        "民族": "汉族", "就业状况": "在岗", "有效证件类别": "居民身份证", "证件号码(18位)": identity, "学历": "大专",
        "技术等级": "三级（高级）", "移动电话": f"1300000{serial:04d}", "户籍类型": "农业户口", "户籍所在地": "云南省昆明市",
        "会籍变化类型": "入会", "会籍变化日期": "2024/3/1", "会籍变化原因": "", "政治面貌": "群众",
        "工作单位(全称)": "五华区纺织厂", "籍贯": "云南", "是否农民工会员": "是",
        "所属工会": "五华区纺织厂工会",
    } | changed  # fmt: skip
    return [values[each] for each in HEADINGS]


def sheet(story: Story, name: str, *rows: list[Any]) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for each in (list(HEADINGS), *rows):
        page.append(each)
    path = story.scratch / name
    book.save(path)
    return path


def test_members_are_kept(story: Story) -> None:
    officer = story.of("wuhua-keeper")
    a_member_joins(story, officer)
    a_sheet_comes_with_errors_first(story, officer)
    a_record_is_mended_from_the_cockpit(story, officer)
    two_records_are_merged(story, officer)
    a_place_of_a_service_is_given_and_used(story, officer)
    a_member_goes_to_another_union(story, officer)


def a_member_joins(story: Story, officer: Page) -> None:
    officer.goto("/members/join/?unit=u-mill")
    officer.get_by_label("姓名").fill("李例春")
    officer.get_by_label("证件号码").fill(number(1)[:-1] + "?")
    officer.get_by_label("工作单位").fill("五华区纺织厂")
    write = officer.get_by_role("button", name="登记入会")
    write.click()
    expect(officer.locator(".fault").first).to_be_visible()
    story.looked(officer)
    officer.get_by_label("证件号码").fill(number(1))
    officer.get_by_label("移动电话").fill("13000000001")
    write.click()
    expect(officer.get_by_role("heading", level=1)).to_contain_text("李例春")
    story.looked(officer)


def a_sheet_comes_with_errors_first(story: Story, officer: Page) -> None:
    twin = row(11, "李例春", **{"移动电话": "13000000001"})
    broken = row(3, "张例秋", **{"证件号码(18位)": number(3)[:-1] + ("0" if number(3)[-1] != "0" else "1")})
    bring(officer, sheet(story, "会员.xlsx", row(2, "王例夏", **{"籍贯": ""}), broken, twin))
    expect(officer.locator(".is-faulty dd")).to_have_text("1")
    story.looked(officer)
    officer.get_by_role("button", name="生成标有问题的文件").click()
    link = officer.locator("a[download]").first
    expect(link).to_be_visible(timeout=SLOWLY)
    with officer.expect_download() as taken:
        link.click()
    path = story.scratch / "answer.xlsx"
    taken.value.save_as(path)
    told = [[str(cell) for cell in line] for line in openpyxl.load_workbook(path).active.values]
    assert "是否成功" in " ".join(told[0])
    assert any("张例秋" in line for line in told)

    bring(
        officer,
        sheet(story, "会员（改）.xlsx", row(2, "王例夏", **{"籍贯": ""}), row(3, "张例秋"), twin),
    )
    officer.get_by_role("button", name="导入").first.click()
    expect(officer.get_by_text("撤销这次导入").first).to_be_visible(timeout=SLOWLY)
    story.looked(officer)


def bring(officer: Page, path: Path) -> None:
    """Bring a sheet, take the columns as they were recognized, and wait until it is checked."""
    officer.goto("/registers/members/import/")
    officer.locator("#file").set_input_files(path)
    officer.locator("form.bring button").click()
    check = officer.locator("#columns button")
    tallies = officer.locator("dl.tallies")
    expect(check.or_(tallies).first).to_be_attached(timeout=SLOWLY)
    if not tallies.count():
        check.click()
    expect(tallies).to_be_visible(timeout=SLOWLY)


def a_record_is_mended_from_the_cockpit(story: Story, officer: Page) -> None:
    address = "/members/quality/?unit=u-mill&lack=incomplete"
    officer.goto(address)
    story.looked(officer)
    before = officer.get_by_role("heading", level=1).inner_text()
    officer.get_by_role("link", name="王例夏").first.click()
    if "/edit/" not in officer.url:
        officer.get_by_role("link", name="修改", exact=True).click()
    officer.get_by_label("籍贯").fill("云南")
    officer.get_by_role("button", name="保存修改").click()
    officer.goto(address)
    expect(officer.get_by_role("heading", level=1)).not_to_have_text(before)


def two_records_are_merged(story: Story, officer: Page) -> None:
    officer.goto("/persons/duplicates/")
    officer.get_by_role("link", name="李例春").first.click()
    story.looked(officer)
    officer.get_by_label("原因").fill("身份证号录入有误")
    officer.get_by_role("button", name="是同一人，合并").click()
    officer.goto("/persons/duplicates/")
    expect(officer.get_by_role("link", name="李例春")).to_have_count(0)


def a_place_of_a_service_is_given_and_used(story: Story, officer: Page) -> None:
    officer.goto("/services/")
    story.looked(officer)
    officer.get_by_role("link", name="办理领取").click()
    officer.get_by_label("证件号码").fill(number(3))
    officer.get_by_role("button", name="查找会员").click()
    officer.get_by_label("会员已阅知").check()
    officer.get_by_role("button", name="确认领取").click()
    digits = officer.locator(".digits")
    expect(digits).to_have_text(re.compile(r"^\d{4} \d{4} \d{4}$"))
    story.looked(officer)
    code = digits.inner_text()
    officer.goto("/services/redeem/")
    officer.get_by_label("核销码").fill(code)
    officer.get_by_role("button", name="核销").click()
    expect(officer.get_by_role("status")).to_contain_text("张*秋")
    officer.get_by_label("核销码").fill(code)
    officer.get_by_role("button", name="核销").click()
    expect(officer.locator(".fault").first).to_be_visible()
    story.looked(officer)


def a_member_goes_to_another_union(story: Story, officer: Page) -> None:
    officer.goto("/registers/members/?q=张例秋")
    officer.get_by_role("link", name="张例秋", exact=True).click()
    officer.get_by_role("link", name="办理", exact=True).click()
    officer.get_by_role("link", name="转出", exact=True).click()
    target = officer.get_by_role("combobox").first
    target.fill("曲靖市煤矿")
    expect(officer.get_by_role("option", name="曲靖市煤矿工会")).to_be_visible()
    target.press("ArrowDown")
    target.press("Enter")
    officer.locator("main form button.button").last.click()
    expect(officer.get_by_role("heading", level=1)).to_contain_text("张例秋")
    far = story.of("far")
    expect(far.locator(".waits")).to_contain_text("转入")
    far.goto("/members/transfers/")
    far.get_by_role("link", name="张例秋", exact=True).click()
    story.looked(far)
    far.get_by_role("button", name="同意接收").click()
    far.goto("/registers/members/?q=张例秋")
    expect(far.get_by_role("link", name="张例秋", exact=True)).to_be_visible()
