"""From signing in to the source of one number, at a desk and on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.prepare import PASSWORD

pytestmark = pytest.mark.browser

LOOK = "unit=530000&on=2023-12-31&data=demonstration"


def test_signing_in_leads_to_the_page_asked_for(visitor: Page) -> None:
    visitor.goto("/documents/?unit=530300")
    visitor.get_by_label("登录名").fill("clerk")
    visitor.get_by_label("密码").fill(PASSWORD)
    visitor.get_by_role("button", name="登录").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("曲靖市的公文")


def test_nobody_signed_in_is_shown_the_sign_in_page(visitor: Page) -> None:
    visitor.goto(f"/indicators/2.2.1/?{LOOK}")
    expect(visitor.get_by_label("登录名")).to_be_visible()


def test_the_answer_is_a_sentence_and_says_which_data_it_is_about(office: Page) -> None:
    office.goto(f"/?{LOOK}")
    expect(office.get_by_role("heading", level=1)).to_contain_text("项指标中")
    expect(office.get_by_text("由程序生成，不反映任何地方的真实情况")).to_be_visible()


def test_a_unit_is_found_by_pinyin_and_keyboard(office: Page) -> None:
    office.goto(f"/?{LOOK}")
    office.locator("summary", has_text="云南省").click()
    field = office.get_by_label("按名称、拼音或代码查找机构")
    field.fill("qujing")
    expect(office.locator("#found-units a").first).to_contain_text("曲靖市")
    field.press("ArrowDown")
    office.keyboard.press("Enter")
    expect(office.locator("summary", has_text="曲靖市")).to_be_visible()
    assert "on=2023-12-31" in office.url


def test_a_day_is_chosen_and_the_unit_stays(office: Page) -> None:
    office.goto("/?unit=530300&data=demonstration")
    office.locator("summary", has_text="截至").or_(
        office.locator("summary", has_text=re.compile(r"^\D*2025"))
    ).first.click()
    office.get_by_role("link", name="2022-12-31").click()
    expect(office.locator("summary", has_text="2022-12-31")).to_be_visible()
    expect(office.locator("summary", has_text="曲靖市")).to_be_visible()


def test_a_number_leads_to_its_entries_and_their_sources(office: Page) -> None:
    office.goto(f"/?{LOOK}")
    office.get_by_role("link", name="职工合理化建议", exact=True).first.click()
    expect(office.get_by_role("heading", level=1)).to_contain_text("职工合理化建议")
    office.get_by_role("link", name=re.compile("查看背后的")).click()
    expect(office.locator("table.entries tbody tr").first).to_contain_text("批")
    expect(office.locator("table.entries tbody tr").first).to_contain_text("r1")


def test_another_indicator_is_shown_in_the_units_below_without_leaving_the_page(office: Page) -> None:
    office.goto(f"/?{LOOK}")
    office.get_by_role("link", name="技术革新项目 分地区").click()
    expect(office.locator("#places h2")).to_have_text("技术革新项目")
    assert office.locator("#places .tile").count() == 16
    assert office.locator("#places tbody tr").count() == 16


def test_the_course_is_drawn_as_svg(office: Page) -> None:
    office.goto(f"/indicators/2.2.1/?{LOOK}")
    expect(office.locator("#trajectory svg")).to_be_visible()


def test_another_prefectures_clerk_is_refused_with_a_sentence(clerk: Page) -> None:
    clerk.goto("/?unit=530100&data=demonstration")
    expect(clerk.get_by_text("无权查看昆明市的指标数值")).to_be_visible()


def test_english_is_one_button_away(office: Page) -> None:
    office.goto(f"/?{LOOK}")
    office.get_by_role("button", name="English").click()
    expect(office.get_by_role("heading", level=1)).to_contain_text("indicators")


def test_when_the_server_does_not_answer_the_page_stays_and_says_so(office: Page) -> None:
    office.goto(f"/?{LOOK}")
    office.context.set_offline(True)
    office.get_by_role("link", name="技术革新项目 分地区").click()
    expect(office.get_by_text("服务器没有应答")).to_be_visible()
    office.context.set_offline(False)


def test_a_session_that_has_ended_leads_to_the_sign_in_page(office: Page) -> None:
    office.goto(f"/?{LOOK}")
    office.context.clear_cookies()
    office.get_by_role("link", name="技术革新项目 分地区").click()
    expect(office.get_by_label("登录名")).to_be_visible()
