"""axe-core finds nothing on any page and none scrolls sideways, at a desk and on a phone."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.test_journey import LOOK

pytestmark = pytest.mark.browser

PAGES = (
    f"/?{LOOK}",
    f"/?{LOOK}&order=plan",
    f"/indicators/2.2.1/?{LOOK}",
    f"/indicators/2.2.1/entries/?{LOOK}",
    "/statements/?unit=530000&data=published",
    f"/runs/?{LOOK}",
    f"/units/?{LOOK}&q=km",
)
AXE = (Path(__file__).parent / "axe-core-4.14.1" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """Return what axe finds, each with the element it finds it at."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{each['id']}: {node['html'][:160]}" for each in found["violations"] for node in each["nodes"]]


def test_the_sign_in_page_is_accessible(visitor: Page) -> None:
    visitor.goto("/sign-in/")
    assert violations(visitor) == []


def test_a_refusal_is_accessible(office: Page) -> None:
    office.goto("/no-such-page/")
    assert violations(office) == []


def test_an_open_chooser_is_accessible(office: Page) -> None:
    office.goto(f"/?{LOOK}")
    office.locator("summary", has_text="云南省").click()
    office.locator("#found-units a").first.wait_for()
    assert violations(office) == []


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_accessible_and_does_not_scroll_sideways(office: Page, address: str) -> None:
    office.goto(address)
    office.wait_for_load_state(
        "networkidle"
    )  # parts that are fetched behind the page are paler until they are there
    assert violations(office) == []
    assert office.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
