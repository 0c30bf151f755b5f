"""From a notice to a plan in the browser: read, decided on by keys, corrected, rejected, added to, published."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import yunjiang.plans
from tests.browser.conftest import ANSWERS, DESK, served
from tests.browser.test_accessibility import violations
from yunjiang.access.tests.cast import PASSWORD

pytestmark = pytest.mark.browser

NOTICE = Path(yunjiang.plans.__file__).parent / "tests" / "notice" / "notice.txt"
SELECT = """words => {
  const walker = document.createTreeWalker(document.getElementById("paper"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    window.getSelection().removeAllRanges();
    window.getSelection().addRange(range);
    return true;
  }
  return false;
}"""


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Return a page of the provincial office at a site without a plan; nothing may go wrong in it."""
    wrong: list[str] = []
    home = tmp_path_factory.mktemp("drafts")
    with served(
        home, "tests.browser.prepare_drafts", DJANGO_SETTINGS_MODULE="yunjiang.settings_test"
    ) as address:
        size = {"width": DESK[0], "height": DESK[1]}
        page = browser.new_context(base_url=address, viewport=size, locale="zh-CN").new_page()  # type: ignore[arg-type]
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.goto("/sign-in/?next=/plans/drafts/")
        page.get_by_label("登录名").fill("owner")
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        yield page
        page.context.close()
    assert [text for text in wrong if not text.startswith(ANSWERS)] == []


def test_a_notice_becomes_a_plan(office: Page) -> None:
    office.get_by_label("文件", exact=True).set_input_files(NOTICE)
    office.get_by_label("代码").fill("yunnan-workers")
    office.get_by_role("button", name="读取文件").click()
    chosen, standing = office.locator("li.card.is-chosen"), office.locator("#progress .standing")
    expect(office.locator("mark.is-here")).not_to_have_count(0)
    assert violations(office) == []
    first = chosen.get_attribute("id")
    total = int(re.findall(r"共 (\d+) 条", standing.inner_text())[0])

    office.keyboard.press("a")
    expect(standing).to_contain_text(f"待定 {total - 1} 条")
    expect(office.locator(f"#{first}")).to_contain_text("采纳")
    expect(chosen).not_to_have_id(first or "")

    office.keyboard.press("e")
    name = office.locator("#v-name")
    expect(name).to_be_focused()
    corrected = office.locator(".item-form").get_attribute("id")
    name.fill("")
    name.press("Enter")
    expect(office.locator("#v-name-fault")).to_be_visible()
    name.fill("改过的名称")
    name.press("Enter")
    expect(office.locator(f"#{corrected}")).to_contain_text("改过的名称")
    expect(office.locator(f"#{corrected}")).to_contain_text("更正")

    rejected = chosen.get_attribute("id")
    office.keyboard.press("r")
    office.keyboard.type("不属于本规划")
    office.keyboard.press("Enter")
    expect(office.locator(f"#{rejected}")).to_contain_text("剔除")
    office.keyboard.press("u")
    expect(office.locator(f"#{rejected}")).to_contain_text("待定")
    expect(chosen).to_have_id(rejected or "")

    assert office.evaluate(SELECT, "1.3 万字")
    office.keyboard.press("n")
    expect(office.locator("#v-value")).to_have_value("13000")
    office.locator("#v-name").fill("规划全文字数")
    office.locator("#adding .button").first.click()
    added = office.locator("li.card", has_text="规划全文字数")
    expect(added).to_contain_text("补充")
    number = added.get_attribute("data-item")
    expect(office.locator(f'mark[data-items="{number}"]')).to_contain_text("1.3 万字")
    office.keyboard.press("u")
    expect(added).to_have_count(0)

    mark = office.locator("mark.span.duty").first
    mark.click()
    expect(chosen).to_have_class(re.compile("duty"))

    office.locator("#sure button").click()
    expect(office.locator("#sure button")).to_be_disabled()
    for left in range(int(re.findall(r"待定 (\d+) 条", standing.inner_text())[0]), 0, -1):
        expect(standing).to_contain_text(f"待定 {left} 条")
        expect(office.locator("#desk")).not_to_have_class(re.compile("is-busy"))
        office.keyboard.press("a")
    expect(standing).to_contain_text("已全部审阅")

    office.get_by_role("link", name="检查并发布").click()
    assert violations(office) == []
    office.get_by_role("button", name="发布规划").click()
    expect(office).to_have_url(re.compile(r"/\?plan=yunnan-workers"))
    expect(office.locator(".crumb")).to_contain_text("产业工人队伍建设改革")
