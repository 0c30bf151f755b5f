"""A year is reported through the browser and Excel alone: from opening the cycle to a report that says what changed since.

One story at a desk and once more on a phone, each on a site of its own. With YUNJIANG_SCREENSHOTS naming a folder, every step
leaves a picture there.
"""

import os
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import ANSWERS, DESK, PHONE, served
from tests.browser.prepare import PASSWORD
from tests.browser.prepare_reporting import LED
from tests.browser.test_accessibility import violations

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CYCLE = "2024年年报"
DUE = (date.today() + timedelta(days=60)).isoformat()
LOOK = "on=2024-12-31&data=operational"


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
)


class Story:
    """The site of one width, the pages of its people, and the pictures of its steps."""

    def __init__(self, browser: Browser, address: str, size: tuple[int, int], scratch: Path) -> None:
        self.browser, self.address, self.size, self.scratch = browser, address, size, scratch
        self.wrong: list[str] = []
        self.contexts: list[BrowserContext] = []
        self.count = 0
        self.page_of = cache(self._page_of)

    def _page_of(self, username: str) -> Page:
        """Return the page of somebody who has signed in."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": self.size[0], "height": self.size[1]},
            locale="zh-CN",
            has_touch=self.size == PHONE,
            accept_downloads=True,
        )
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(error.stack or str(error)))
        page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        page.goto("/sign-in/?next=/work/")
        page.get_by_label("登录名").fill(username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        expect(page.get_by_role("button", name="退出")).to_be_attached()
        return page

    def picture(self, page: Page, name: str) -> None:
        """Keep a picture of a step, hold it against axe, and see that nothing scrolls sideways."""
        self.count += 1
        page.wait_for_load_state("networkidle")
        folder = os.environ.get("YUNJIANG_SCREENSHOTS")
        if folder:
            width = "phone" if self.size == PHONE else "desk"
            page.screenshot(path=Path(folder) / width / f"{self.count:02}-{name}.png", full_page=True)
        assert violations(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def story(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Story]:
    home = tmp_path_factory.mktemp("reporting")
    scratch = tmp_path_factory.mktemp("files")
    with served(home, "tests.browser.prepare_reporting", YUNJIANG_SECOND_FACTOR="offered") as address:
        story = Story(browser, address, request.param, scratch)
        yield story
        for context in story.contexts:
            context.close()
    assert [text for text in story.wrong if not text.startswith(ANSWERS)] == []


def paste(page: Page, cell: str, text: str) -> None:
    """Paste a text into a cell as the clipboard of a spreadsheet gives it."""
    page.locator(cell).focus()
    page.evaluate(
        """([cell, text]) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
            document.querySelector(cell).dispatchEvent(event);
        }""",
        [cell, text],
    )


def saved(page: Page) -> None:
    """Wait until everything that was filled in is on the server."""
    expect(page.locator("#saved")).to_contain_text("已保存", timeout=15_000)
    expect(page.locator("form[data-saves]")).to_have_attribute("data-unsaved", "0")


def row(number: int) -> str:
    return f'[data-cell][data-row="{number}"]'


def test_a_year_is_reported_from_opening_the_cycle_to_the_report(story: Story) -> None:
    the_office_opens_the_cycle(story)
    a_county_fills_in_by_web(story)
    a_county_fills_in_by_excel_with_errors_first(story)
    the_prefecture_returns_one_and_approves_one(story)
    a_department_accepts(story)
    the_office_accepts_the_rest(story)
    the_figure_has_changed(story)
    number = a_report_is_written(story)
    the_office_reopens_one_number(story)
    the_reports_verification_names_it(story, number)


def test_a_prefecture_fills_in_for_its_counties_as_a_table(story: Story) -> None:
    the_office_opens_the_cycle(story)
    page = story.page_of("kunming-fills")
    page.goto("/cycles/")
    page.get_by_role("link", name=CYCLE, exact=True).click()
    page.get_by_role("link", name="表格方式填报").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("共15个单位")
    story.picture(page, "grid")
    the_keyboard_is_a_spreadsheets(page)
    a_block_is_pasted_with_wrong_cells_marked(page)
    story.picture(page, "grid-pasted")
    page.keyboard.press("Control+z")
    saved(page)
    expect(page.locator(at(2, 12))).to_have_value("")
    two_who_change_one_cell_are_told_of_both_contents(story, page)


def two_who_change_one_cell_are_told_of_both_contents(story: Story, page: Page) -> None:
    county = story.page_of("wuhua")
    county.goto("/work/")
    county.get_by_role("link", name="去填报").click()
    cell = f'[data-cell][data-key$="|{LEDGER_CODE}"]'
    county.locator(cell).fill("310")
    county.locator(cell).press("Enter")
    saved(county)
    prefecture = page.get_by_label("五华区 · 职工合理化建议（件）")
    prefecture.fill("290")
    prefecture.press("Enter")
    told = page.locator("#said-list li", has_text="王芳")
    expect(told).to_contain_text("改为310，您填的是290")
    story.picture(page, "conflict")
    told.get_by_role("button", name="用我的").click()
    saved(page)
    county.reload()
    expect(county.locator(cell)).to_have_value("290")


def the_keyboard_is_a_spreadsheets(page: Page) -> None:
    page.locator(at(1, 12)).focus()
    page.keyboard.type("12")
    page.keyboard.press("ArrowDown")
    expect(page.locator(at(2, 12))).to_be_focused()
    page.keyboard.type("34")
    page.keyboard.press("Enter")
    expect(page.locator(at(3, 12))).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator(at(3, 13))).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(at(2, 12))).to_be_focused()
    page.keyboard.press("F2")
    page.keyboard.type("5")
    expect(page.locator(at(2, 12))).to_have_value("345")
    page.keyboard.press("Escape")
    expect(page.locator(at(2, 12))).to_have_value("34")
    page.keyboard.press("Tab")
    expect(page.locator(at(2, 13))).to_be_focused()
    saved(page)
    expect(page.locator('[data-total^="column:"]').nth(12)).to_have_text("46")
    page.locator(at(1, 12)).focus()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Delete")
    saved(page)
    expect(page.locator(at(1, 12))).to_have_value("")
    expect(page.locator(at(2, 12))).to_have_value("")


def a_block_is_pasted_with_wrong_cells_marked(page: Page) -> None:
    paste(page, at(1, 12), "1,234\t５６\r\n约78\t90件\r\n1\t2\r\n")
    expect(page.locator(at(1, 12))).to_have_value("1,234")
    expect(page.locator(at(1, 13))).to_have_value("56")
    expect(page.locator(at(2, 12))).to_have_value("约78")
    expect(page.locator(at(2, 12))).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#said-list")).to_contain_text("约78")
    expect(page.locator("#saved")).to_contain_text("没有保存")
    expect(page.locator(at(3, 13))).to_have_value("2")


def at(line: int, column: int) -> str:
    return f'[data-cell][data-row="{line}"][data-column="{column}"]'


def the_office_opens_the_cycle(story: Story) -> None:
    page = story.page_of("office")
    page.goto("/cycles/")
    page.get_by_role("link", name="开启周期").click()
    page.get_by_label("报告期").fill("2024")
    page.get_by_label("截止日期").fill(DUE)
    page.get_by_role("button", name="预览").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("194个单位")
    story.picture(page, "outline")
    page.locator("summary", has_text="确认开启").click()
    expect(page.get_by_role("dialog")).to_contain_text("正式开启这个周期？")
    story.picture(page, "confirm-opening")
    page.get_by_role("dialog").get_by_role("button", name="开启周期").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{CYCLE}：应报194张，已报0张")
    story.picture(page, "cycle-open")


def a_county_fills_in_by_web(story: Story) -> None:
    page = story.page_of("wuhua")
    page.goto("/work/")
    expect(page.get_by_role("heading", level=1)).to_have_text("1张待填报")
    story.picture(page, "my-work")
    page.get_by_role("link", name="去填报").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("还有31项未填")
    first = page.locator(row(0))
    first.fill("1.1万")
    first.press("Enter")
    expect(page.locator(".problem.fault")).to_contain_text("1.1万", timeout=15_000)
    story.picture(page, "refused-with-a-sentence")
    first.fill("1,100")
    first.press("Enter")
    expect(page.locator(row(1))).to_be_focused()
    saved(page)
    expect(page.locator(".far .filled")).to_contain_text("1/31")
    expect(page.get_by_role("heading", level=1)).to_contain_text("还有30项未填")
    page.locator(".meaning summary").first.click()
    expect(page.locator(".changes").first).to_contain_text("1,100")
    what_is_typed_while_the_server_is_away_is_kept(page)
    a_block_from_a_spreadsheet_is_pasted_and_undone(page)
    explain(page)
    page.get_by_label(re.compile("^工作进展")).last.fill("举办职工创新大赛，合理化建议采纳率达到六成。")
    page.get_by_label(re.compile("^下一年度工作计划")).fill("深化产业工人队伍建设改革。")
    page.get_by_label(re.compile("^下一年度工作计划")).blur()
    saved(page)
    evidence(page, story)
    story.picture(page, "filled-in")
    page.get_by_role("link", name="提交审核").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("已全部填好")
    story.picture(page, "ready-to-submit")
    page.get_by_role("button", name="提交审核").click()
    expect(page.get_by_text("待昆明市审核")).to_be_visible()
    story.picture(page, "submitted")


def what_is_typed_while_the_server_is_away_is_kept(page: Page) -> None:
    page.context.set_offline(True)
    page.locator(row(1)).fill("1020")
    page.locator(row(1)).press("Enter")
    expect(page.locator("#saved")).to_contain_text("服务器没有应答")
    page.context.set_offline(False)
    saved(page)  # by itself, as soon as the connection is back
    expect(page.locator(row(1))).to_have_value("1,020")


def a_block_from_a_spreadsheet_is_pasted_and_undone(page: Page) -> None:
    """Paste a column over all cells that are left, as full-width digits and with 千分位 in it; take it back; paste it again."""
    cells = page.locator("[data-cell]")
    last = [each.locator(".offer.last_time .number").inner_text() for each in page.locator(".answer").all()]
    assert cells.count() == len(last) == 31
    column = "\r\n".join(["１,０５０", *last[3:]])
    paste(page, row(2), column + "\r\n")
    expect(page.locator(".toast", has_text="已粘贴29格")).to_be_visible()
    saved(page)
    expect(page.locator(".far .filled")).to_contain_text("31/31")
    expect(page.locator(row(2))).to_have_value("1,050")
    page.locator(row(2)).focus()
    page.keyboard.press("Control+z")
    saved(page)
    expect(page.locator(".far .filled")).to_contain_text("2/31")
    page.keyboard.press("Control+y")
    saved(page)
    expect(page.locator(".far .filled")).to_contain_text("31/31")


def explain(page: Page) -> None:
    """Explain what the rules find odd, if they do."""
    for box in page.locator(".explain:visible").all():
        box.locator("select").select_option("集中完成或集中统计")
        box.locator("textarea").blur()
    if page.locator(".explain:visible").count():
        saved(page)


def evidence(page: Page, story: Story) -> None:
    file = story.scratch / "合理化建议台账.pdf"
    file.write_bytes(PDF)
    page.locator("[data-evidence-input]").first.set_input_files(file)
    expect(page.get_by_role("link", name="合理化建议台账.pdf")).to_be_visible()


def a_county_fills_in_by_excel_with_errors_first(story: Story) -> None:
    page = story.page_of("panlong")
    page.goto("/work/")
    page.get_by_role("link", name="去填报").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载模板").click()
    template = story.scratch / "template.xlsx"
    download.value.save_as(template)
    wrong = filled(template, story.scratch / "wrong.xlsx", {LEDGER_CODE: "约900"}, words=False)
    page.get_by_role("link", name="上传表格").click()
    story.picture(page, "upload")
    page.get_by_label("表格").first.set_input_files(wrong)
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("表格未采用")
    expect(page.get_by_text("约900")).to_be_visible()
    story.picture(page, "upload-wrong")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载批注后的表格").click()
    marked = story.scratch / "marked.xlsx"
    download.value.save_as(marked)
    right = filled(marked, story.scratch / "right.xlsx", {LEDGER_CODE: 900}, words=True)
    page.get_by_role("link", name="重新上传").click()
    page.get_by_label("表格").first.set_input_files(right)
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("已采用")
    story.picture(page, "upload-taken")
    page.get_by_role("link", name="盘龙区").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("31项已全部填好")
    explain(page)
    submit(page)


LEDGER_CODE = "rationalization_proposals"


def filled(template: Path, to: Path, values: dict[str, object], *, words: bool) -> Path:
    """Fill a template in as somebody at Excel does: every number as last time, but those named."""
    book = openpyxl.load_workbook(template)
    for sheet in book:
        if sheet.sheet_state != "visible":
            continue
        heads = [str(cell.value or "") for cell in sheet[1]]
        if "c:value" in heads:
            at, last = heads.index("c:value"), heads.index("c:shown", heads.index("c:shown", 3) + 1)
            for line in sheet.iter_rows(min_row=6):
                code = str(line[0].value or "").removeprefix("q:").split("\t")[0]
                if str(line[0].value or "").startswith("q:"):
                    line[at].value = values.get(code, line[last].value)
        elif "h:progress" in heads and words:
            for line in sheet.iter_rows(min_row=5):
                if str(line[0].value or "").startswith("t:") and line[2].value == "总体情况":
                    line[heads.index("h:progress")].value = "完成年度各项任务。"
                    line[heads.index("h:next_year")].value = "继续推进。"
    book.save(to)
    return to


def submit(page: Page) -> None:
    page.get_by_role("link", name="提交审核").click()
    page.get_by_role("button", name="提交审核").click()
    expect(page.get_by_text("待昆明市审核")).to_be_visible()


def the_prefecture_returns_one_and_approves_one(story: Story) -> None:
    page = story.page_of("kunming")
    page.goto("/work/")
    expect(page.get_by_role("heading", level=1)).to_have_text("2张待审核")
    page.get_by_role("link", name="集中办理").click()
    story.picture(page, "review-queue")
    page.get_by_role("link", name="盘龙区").click()
    item = page.locator("tr", has_text="职工合理化建议").filter(has=page.locator("details"))
    item.locator("summary").click()
    item.locator("textarea").fill("与工会台账不一致，请核对后重报。")
    story.picture(page, "review")
    page.get_by_role("button", name="退回修改").click()
    expect(page.get_by_text("盘龙区：已退回修改")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("五华区")
    page.get_by_role("button", name="审核通过").click()
    expect(page.get_by_text("五华区：审核通过")).to_be_visible()
    county = story.page_of("panlong")
    county.goto("/work/")
    expect(county.get_by_role("heading", level=1)).to_have_text("1张报表退回修改")
    story.picture(county, "sent-back")
    county.get_by_role("link", name="去修改").click()
    expect(county.get_by_text("与工会台账不一致，请核对后重报。").first).to_be_visible()
    cell = county.locator(f'[data-cell][data-key$="|{LEDGER_CODE}"]')
    cell.fill("950")
    cell.press("Enter")
    saved(county)
    explain(county)
    story.picture(county, "corrected")
    submit(county)
    page.goto("/review/")
    page.locator("tbody input[type=checkbox]").check()
    page.get_by_role("button", name="所选审核通过").click()
    expect(page.get_by_text("1张报表审核通过")).to_be_visible()


def a_department_accepts(story: Story) -> None:
    page = story.page_of("union")
    page.goto("/work/")
    expect(page.get_by_role("heading", level=1)).to_have_text("2张待审定")
    page.get_by_role("link", name="集中办理").click()
    story.picture(page, "acceptance")
    page.get_by_role("link", name=re.compile("职工合理化建议")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2个单位待审定")
    for box in page.locator("tbody input[type=checkbox]").all():
        box.check()
    story.picture(page, "acceptance-by-indicator")
    page.get_by_role("button", name="所选审定入账").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2项指标已审定入账")
    story.picture(page, "posted")


def the_office_accepts_the_rest(story: Story) -> None:
    page = story.page_of("office")
    for unit in ("五华区", "盘龙区"):
        page.goto("/work/")
        page.get_by_role("link", name=unit, exact=True).first.click()
        expect(page.get_by_role("button", name="审定入账")).to_be_visible()
        if unit == "五华区":
            story.picture(page, "office-accepts")
        page.get_by_role("button", name="审定入账").click()
        expect(page.get_by_text(f"{unit}：已审定入账")).to_be_visible()


def the_figure_has_changed(story: Story) -> None:
    page = story.page_of("office")
    page.goto(f"/indicators/{LED}/?unit=530100&{LOOK}")
    # 1,000 and 1,000 of last year, 1,000 of Wuhua's and 950 of Panlong's.
    expect(page.locator(".three-numbers dd").first).to_contain_text("3,950")
    page.goto(f"/indicators/{LED}/entries/?unit=530103&{LOOK}")
    expect(page.locator("tbody tr").first).to_contain_text("950")


def a_report_is_written(story: Story) -> str:
    """Have the county's yearly report written, and return its number."""
    page = story.page_of("office")
    page.goto(f"/documents/new/?unit=530102&{LOOK}")
    page.get_by_role("button", name="开始生成").click()
    link = page.get_by_role("link", name="查看公文")
    expect(link).to_be_visible(timeout=120_000)
    link.click()
    story.picture(page, "report")
    return re.search(r"/documents/([^/]+)/", page.url)[1]  # type: ignore[index]


def the_office_reopens_one_number(story: Story) -> None:
    page = story.page_of("office")
    page.goto("/cycles/")
    page.get_by_role("link", name=CYCLE, exact=True).click()
    page.get_by_role("link", name="昆明市", exact=True).click()
    page.get_by_role("link", name="五华区", exact=True).click()
    page.get_by_role("link", name="重新开启").click()
    page.get_by_label(re.compile("职工合理化建议")).check()
    page.get_by_label("原因").fill("街道重复统计，须扣除。")
    story.picture(page, "reopen")
    page.get_by_role("button", name="重新开启").click()
    expect(page.get_by_text("五华区：已重新开启")).to_be_visible()
    story.picture(page, "reopened")


def the_reports_verification_names_it(story: Story, number: str) -> None:
    page = story.page_of("office")
    page.goto(f"/documents/{number}/?check=1")
    expect(page.locator("#checked tbody tr", has_text="职工合理化建议").first).to_be_visible(timeout=30_000)
    expect(page.locator("#checked")).to_contain_text("总账已变化")
    story.picture(page, "verification")
