"""What changed, what if, search by keyboard, crossed tables, comparisons and comments; at a desk and on a phone."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import violations
from tests.browser.test_journey import LOOK

pytestmark = pytest.mark.browser

PAGES = (
    f"/changes/?{LOOK}&since=20",
    f"/leading/?{LOOK}",
    f"/evidenced/?{LOOK}",
    f"/pivot/?{LOOK}&rows=unit&columns=period&code=2.2.1",
    f"/pivot/?{LOOK}&rows=indicator&columns=unit",
    f"/what-if/?{LOOK}&indicator=2.2.1&assumption=own&number-530102=x",
    f"/search/?{LOOK}&q=km",
    f"/indicators/2.2.1/side-by-side/?{LOOK}&with=530100&then=2022-12-31",
    f"/indicators/2.2.1/comments/?{LOOK}",
    "/mentions/",
)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_accessible_and_does_not_scroll_sideways(office: Page, address: str) -> None:
    office.goto(address)
    assert violations(office) == []
    assert office.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_what_changed_comes_behind_the_first_page(office: Page) -> None:
    office.goto(f"/?{LOOK}")
    changes = office.locator("#changes")
    expect(changes.get_by_text("今日零时")).to_be_visible()
    changes.get_by_role("link", name="七天内").click()
    expect(office.locator("#changes [aria-current]")).to_have_text("七天内")


def test_a_slash_leads_to_the_search_and_arrows_to_what_it_finds(office: Page) -> None:
    office.goto(f"/?{LOOK}")
    office.locator("body").press("/")
    box = office.get_by_label("搜索机构、指标、公文")
    expect(box).to_be_focused()
    office.keyboard.type("hlhjy")
    expect(office.locator("#search-found a").first).to_contain_text("职工合理化建议")
    office.keyboard.press("ArrowDown")
    office.keyboard.press("Enter")
    expect(office.get_by_role("heading", level=1)).to_contain_text("职工合理化建议")
    assert "on=2023-12-31" in office.url


def test_escape_puts_away_what_was_found(office: Page) -> None:
    office.goto(f"/?{LOOK}")
    office.locator("body").press("/")
    office.keyboard.type("kunming")
    expect(office.locator("#search-found a").first).to_be_visible()
    office.keyboard.press("Escape")
    expect(office.locator("#search-found a")).to_have_count(0)


def test_a_slash_in_a_field_is_a_slash(office: Page) -> None:
    office.goto(f"/indicators/2.2.1/comments/?{LOOK}")
    text = office.get_by_label("对该数值发表评论")
    text.press("/")
    expect(text).to_have_value("/")


def test_a_rehearsal_says_what_it_is_and_changes_with_the_wishes(office: Page) -> None:
    office.goto(f"/what-if/?{LOOK}")
    expect(office.get_by_text("不写入总账")).to_be_visible()
    office.get_by_label("自行填写各家数值").check()
    office.get_by_role("button", name="推演").first.click()
    field = office.get_by_label(re.compile("的自填数")).first
    field.fill("100000")
    office.get_by_role("button", name="推演").last.click()
    expect(office.get_by_role("heading", level=1)).to_contain_text("按所填数值报送")


def test_a_crossed_table_is_taken_away_as_it_is_shown(office: Page, tmp_path: Path) -> None:
    office.goto(f"/pivot/?{LOOK}&rows=unit&columns=period&code=2.2.1")
    with office.expect_download() as taken:
        office.get_by_role("link", name="CSV").click()
    path = tmp_path / "table.csv"
    taken.value.save_as(path)
    rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    shown = office.locator("#pivot tbody tr").first.locator("th, td").all_inner_texts()
    first = next(row for row in rows if row and row[0] == shown[0])
    assert [each.replace(",", "") for each in shown if each] == [each or "–" for each in first]


def test_somebody_is_mentioned_and_finds_it(office: Page, clerk: Page) -> None:
    clerk.goto("/indicators/2.2.1/?unit=530300&on=2023-12-31&data=demonstration")
    text = clerk.get_by_label("对该数值发表评论")
    text.click()
    clerk.keyboard.type("请核实 @of")
    clerk.locator("#offered button").first.wait_for()
    clerk.keyboard.press("ArrowDown")
    clerk.keyboard.press("Enter")
    expect(text).to_have_value("请核实 @office ")
    clerk.get_by_role("button", name="发送").click()
    expect(clerk.locator("#comments .words").first).to_have_text("请核实 @office")
    office.goto(f"/?{LOOK}")
    office.locator(".named a").first.click()
    expect(office.locator("#comments .words").first).to_have_text("请核实 @office")
    office.get_by_role("button", name="标为已办结").first.click()
    expect(office.get_by_role("button", name="重新提出").first).to_be_visible()


def test_units_are_ranked_by_progress_without_leaving_the_page(office: Page) -> None:
    office.goto(f"/?{LOOK}&indicator=2.2.1")
    office.locator("#places").get_by_role("link", name="按本年进步").click()
    expect(office.locator("#places th", has_text="提高")).to_be_visible()
    assert office.locator("#places tbody tr").count() == 16
