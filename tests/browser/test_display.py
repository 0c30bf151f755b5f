"""Large and simple, high contrast, the large screen, 200 % zoom, the phone's menu, and paper."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect

from tests.browser.test_accessibility import AXE, violations
from tests.browser.test_journey import LOOK

pytestmark = pytest.mark.browser

PAGES = (f"/?{LOOK}", f"/indicators/2.2.1/?{LOOK}", "/account/", "/views/?address=/work/", "/documents/")
SCREENS = (
    f"/?{LOOK}&view=screen",
    f"/?{LOOK}&view=screen&at=behind&dark=1",
    f"/?{LOOK}&view=screen&at=places",
    f"/indicators/2.2.1/?{LOOK}&view=screen&dark=1",
)
# Every written word that is smaller than the elder-friendly code allows, or a target smaller than 60 px beside a text.
SMALL = """least => {
  const found = new Set(), words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const part = words.currentNode.parentElement;
    if (!words.currentNode.nodeValue.trim() || part.closest('svg, script, .reader-only') || !part.offsetParent) continue;
    if (parseFloat(getComputedStyle(part).fontSize) < least) found.add(part.outerHTML.slice(0, 120));
  }
  return [...found];
}"""
LOW = """least => [...document.querySelectorAll('.button, .plain-button, .field, .masthead a:not(.brand), .tabs a')]
  .filter(each => each.offsetParent && each.getBoundingClientRect().height < least - 0.5)
  .map(each => each.outerHTML.slice(0, 120))"""
FITS = "document.documentElement.scrollWidth <= window.innerWidth"


def show_as(page: Page, mode: str, site: str) -> None:
    page.context.add_cookies([{"name": "display", "value": mode, "url": site}])


def weak(page: Page) -> list[str]:
    """Return the words whose contrast is below 7 : 1."""
    page.evaluate(AXE)
    rule = "axe.run(document, {runOnly: ['color-contrast-enhanced'], rules: {'color-contrast-enhanced': {enabled: true}}})"
    found = page.evaluate(rule)
    return [node["html"][:160] for each in found["violations"] for node in each["nodes"]]


@pytest.mark.parametrize("address", PAGES)
def test_a_large_page_is_accessible_legible_and_does_not_scroll_sideways(
    office: Page, site: str, address: str
) -> None:
    show_as(office, "elder", site)
    office.goto(address)
    office.wait_for_load_state("networkidle")
    assert violations(office) == []
    assert weak(office) == []
    assert office.evaluate(SMALL, 18) == []
    assert office.evaluate(LOW, 60) == []
    assert office.evaluate(FITS)


def test_the_sign_in_page_is_large_too(visitor: Page, site: str) -> None:
    visitor.goto("/sign-in/")
    visitor.get_by_role("button", name="长辈版").click()
    expect(visitor.locator("html.elder")).to_be_attached()
    assert violations(visitor) == []
    assert weak(visitor) == []
    assert visitor.evaluate(SMALL, 18) == []
    assert visitor.evaluate(FITS)
    visitor.get_by_role("button", name="标准版").click()
    expect(visitor.locator("html.standard")).to_be_attached()


@pytest.mark.parametrize("address", PAGES)
def test_high_contrast_is_seven_to_one(office: Page, site: str, address: str) -> None:
    show_as(office, "contrast", site)
    office.goto(address)
    office.wait_for_load_state("networkidle")
    assert weak(office) == []
    assert violations(office) == []


@pytest.mark.parametrize("address", SCREENS)
def test_a_screen_is_accessible(office: Page, address: str) -> None:
    office.goto(address)
    assert violations(office) == []
    assert office.evaluate(FITS)


@pytest.fixture
def wall(browser: Browser, site: str, signed_in: Callable[[str], StorageState]) -> Iterator[Page]:
    """Return a page on the screen of a meeting room."""
    context = browser.new_context(
        base_url=site,
        viewport={"width": 1920, "height": 1080},
        locale="zh-CN",
        storage_state=signed_in("office"),
    )
    yield context.new_page()
    context.close()


def test_keys_step_through_the_screens_and_type_is_large(wall: Page) -> None:
    wall.goto(f"/?{LOOK}&view=screen")
    size = wall.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    assert 24 <= size <= 28
    counted = wall.locator(".steps-on-screen span").first
    expect(counted).to_have_text("1 / 48")
    wall.keyboard.press("ArrowRight")
    expect(wall.get_by_role("heading", level=1)).to_contain_text("滞后或预计难以完成")
    wall.keyboard.press("Space")
    expect(counted).to_have_text("3 / 48")
    wall.keyboard.press("ArrowRight")
    expect(wall.locator("#trajectory svg")).to_be_visible()
    expect(wall.get_by_text("2023-12-31").first).to_be_visible()
    wall.keyboard.press("ArrowLeft")
    expect(counted).to_have_text("3 / 48")
    assert "at=places" in wall.url


def test_time_steps_on_without_keeping_anybody_signed_in_until_a_key_stops_it(wall: Page) -> None:
    wall.clock.install()
    wall.goto(f"/?{LOOK}&view=screen&every=20")
    counted = wall.locator(".steps-on-screen span").first
    with wall.expect_request(lambda request: "at=behind" in request.url) as asked:
        wall.clock.run_for(20_500)
    assert asked.value.headers["yunjiang-uncaused"] == "1"
    expect(counted).to_have_text("2 / 48")
    wall.keyboard.press("ArrowRight")
    expect(counted).to_have_text("3 / 48")
    wall.clock.run_for(60_000)
    expect(counted).to_have_text("3 / 48")


def test_who_wants_no_motion_is_not_moved_on(wall: Page) -> None:
    wall.emulate_media(reduced_motion="reduce")
    wall.clock.install()
    wall.goto(f"/?{LOOK}&view=screen&every=20")
    wall.clock.run_for(60_000)
    expect(wall.locator(".steps-on-screen span").first).to_have_text("1 / 48")


@pytest.fixture
def halved(browser: Browser, site: str, signed_in: Callable[[str], StorageState]) -> Iterator[BrowserContext]:
    """Return a desk at 200 %: half as many pixels of the page, each twice as large."""
    context = browser.new_context(
        base_url=site,
        viewport={"width": 720, "height": 450},
        device_scale_factor=2,
        locale="zh-CN",
        storage_state=signed_in("office"),
    )
    yield context
    context.close()


@pytest.mark.parametrize("address", PAGES)
def test_nothing_scrolls_sideways_at_twice_the_size(halved: BrowserContext, address: str) -> None:
    page = halved.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(FITS)


def test_every_door_is_in_the_phones_menu(office: Page, size: tuple[int, int]) -> None:
    office.goto("/account/")
    if size[0] > 1120:
        expect(office.get_by_text("菜单")).to_be_hidden()
        return
    office.get_by_text("菜单").click()
    doors = office.locator(".menu .panel a")
    shown = {each.strip() for each in office.locator(".masthead > nav a").all_text_contents()}
    assert shown < {each.strip() for each in doors.all_text_contents()}
    for each in doors.all():
        box = each.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert 0 <= box["x"] <= size[0] - box["width"]
    assert violations(office) == []


def test_paper_has_no_controls_and_says_what_it_is_about(wall: Page, tmp_path: Path) -> None:
    wall.goto(f"/indicators/2.2.1/?{LOOK}")
    wall.emulate_media(media="print")
    for gone in (".masthead nav", ".person", ".search-box", ".foot", ".button"):
        assert wall.locator(gone).evaluate_all("all => all.every(each => !each.offsetParent)")
    for there in ("云南省", "2023-12-31", "演示数据", "审核签字"):
        expect(wall.get_by_text(there).locator("visible=true").first).to_be_visible()
    assert wall.pdf(path=str(tmp_path / "page.pdf"))[:4] == b"%PDF"
