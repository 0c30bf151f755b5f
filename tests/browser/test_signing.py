"""Signing in through a real browser: the first time, by passkey, too often wrongly, and not soon enough."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import hotp_value
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, served
from tests.browser.prepare_people import PASSWORD
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser

NEW = "Quiet-Rain-On-Cangshan-7"
_addresses = (f"10.0.0.{number}" for number in count(1))


@dataclass(frozen=True)
class StrictSite:
    """A site that requires second factors, by the name under which browsers allow passkeys without HTTPS."""

    address: str
    database: Path

    def let_pass(self, username: str, minutes: float) -> None:
        """Let the person have done nothing for so long."""
        at = datetime.now(UTC) - timedelta(minutes=minutes)
        with closing(sqlite3.connect(self.database, timeout=30)) as connection, connection:
            connection.execute(
                "UPDATE access_signinsession SET active_at = ? "
                "WHERE user_id = (SELECT id FROM access_user WHERE username = ?)",
                (at.replace(tzinfo=None).isoformat(" "), username),
            )


@pytest.fixture(scope="module")
def strict(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StrictSite]:
    home = tmp_path_factory.mktemp("strict")
    with served(home, "tests.browser.prepare_people", YUNJIANG_PROXIES="1") as address:
        yield StrictSite(address.replace("127.0.0.1", "localhost"), home / "yunjiang.sqlite3")


@pytest.fixture
def name(size: tuple[int, int]) -> Callable[[str], str]:
    """Return the sign-in name of a person at this size of screen."""
    return lambda person: f"{person}-{'phone' if size == PHONE else 'desk'}"


@pytest.fixture
def page(opened: Callable[..., Page], strict: StrictSite) -> Page:
    """Return the sign-in page, asked for from a network address of its own."""
    page = opened()
    page.set_extra_http_headers({"X-Forwarded-For": next(_addresses)})
    page.goto(f"{strict.address}/sign-in/")
    return page


def sign_in(page: Page, username: str, password: str = PASSWORD) -> None:
    page.get_by_label("登录名").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def fine(page: Page) -> None:
    """Fail when axe finds anything, or the page scrolls sideways."""
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def code(secret: str) -> str:
    return f"{hotp_value(secret, int(time.time()) // 30):06}"


def with_authenticator(page: Page) -> None:
    """Plug a virtual authenticator in, which answers at once."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_the_first_sign_in_changes_the_password_and_sets_a_second_factor_up(
    page: Page, strict: StrictSite, name: Callable[[str], str]
) -> None:
    fine(page)
    sign_in(page, name("newcomer"))
    heading(page, "修改密码")
    fine(page)
    for label, typed in (("当前密码", PASSWORD), ("新密码", NEW), ("再次输入新密码", NEW)):
        page.get_by_label(label, exact=True).fill(typed)
    page.get_by_role("button", name="修改密码").click()
    heading(page, "设置双因素认证")
    fine(page)
    page.get_by_role("link", name="设置身份验证器").click()
    heading(page, "设置身份验证器")
    expect(page.get_by_role("img")).to_be_visible()
    assert page.get_by_role("img").evaluate("image => image.complete && image.naturalWidth > 0")
    fine(page)
    secret = page.locator(".key").inner_text()
    page.get_by_label("输入身份验证器显示的6位验证码").fill(code(secret))
    page.get_by_role("button", name="设置").click()
    heading(page, "恢复码")
    expect(page.locator(".codes li")).to_have_count(10)
    fine(page)
    recovery = page.locator(".codes li").first.inner_text()
    page.get_by_role("button", name="退出").click()
    sign_in(page, name("newcomer"), NEW)
    heading(page, "还有一步")
    fine(page)
    page.get_by_label("验证码").fill(recovery)
    page.get_by_role("button", name="继续").click()
    page.goto(f"{strict.address}/account/")
    expect(page.get_by_text("剩余9个")).to_be_visible()
    fine(page)


def test_a_passkey_signs_in_alone_and_after_the_password(
    page: Page, strict: StrictSite, name: Callable[[str], str]
) -> None:
    with_authenticator(page)
    sign_in(page, name("holder"))
    page.get_by_role("link", name="添加通行密钥").click()
    heading(page, "添加通行密钥")
    fine(page)
    page.get_by_label("名称").fill("办公室的USB密钥")
    page.get_by_role("button", name="添加通行密钥").click()
    heading(page, "恢复码")
    page.goto(f"{strict.address}/account/second-factor/")
    expect(page.get_by_text("办公室的USB密钥").first).to_be_visible()
    expect(page.get_by_text("可单独登录")).to_be_visible()
    fine(page)
    for address in ("second-factor/codes", "second-factor/codes/make", "confirm/code", "confirm/passkey"):
        page.goto(f"{strict.address}/account/{address}/")
        fine(page)
    page.goto(f"{strict.address}/account/second-factor/")
    page.get_by_role("link", name="移除 办公室的USB密钥").click()
    heading(page, "移除通行密钥")
    fine(page)
    page.get_by_role("button", name="移除通行密钥").click()
    expect(page.get_by_text("请先设置另一种方式")).to_be_visible()
    page.get_by_role("button", name="退出").click()
    page.get_by_role("button", name="使用通行密钥").click()
    expect(page.get_by_role("button", name="退出")).to_be_visible()
    page.get_by_role("button", name="退出").click()
    sign_in(page, name("holder"))
    heading(page, "还有一步")
    page.get_by_role("button", name="使用通行密钥").click()
    expect(page.get_by_role("button", name="退出")).to_be_visible()


def test_without_a_passkey_the_page_says_what_to_do(page: Page) -> None:
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('none')); }")
    page.get_by_role("button", name="使用通行密钥").click()
    expect(page.get_by_text("没有使用通行密钥。请重试，或者使用密码登录。")).to_be_visible()


def test_five_wrong_passwords_lock_the_name(page: Page, name: Callable[[str], str]) -> None:
    for _time in range(5):
        sign_in(page, name("guesser"), "wrong")
        expect(page.get_by_text("登录名或密码不正确。")).to_be_visible()
    sign_in(page, name("guesser"))
    expect(page.get_by_text("已锁定15分钟")).to_be_visible()
    fine(page)


def test_a_half_filled_form_survives_the_warning_and_the_end_of_the_session(
    page: Page, strict: StrictSite, name: Callable[[str], str]
) -> None:
    writer = name("writer")
    page.clock.install()
    sign_in(page, writer)
    page.goto(f"{strict.address}/account/password/")
    page.get_by_label("当前密码", exact=True).fill(PASSWORD)
    page.get_by_label("新密码", exact=True).fill(NEW)

    strict.let_pass(writer, minutes=28.5)
    page.clock.run_for("28:30")
    warning = page.get_by_role("alertdialog")
    expect(warning).to_contain_text("即将自动退出")
    expect(warning.get_by_role("button", name="继续使用")).to_be_focused()
    fine(page)
    page.keyboard.press("Enter")
    expect(warning).to_be_hidden()
    expect(page.get_by_label("新密码", exact=True)).to_be_focused()

    strict.let_pass(writer, minutes=31)
    page.clock.run_for("28:30")
    expect(warning).to_contain_text("已自动退出")
    fine(page)
    with page.context.expect_page() as opening:
        warning.get_by_role("link", name="重新登录").click()
    window = opening.value
    window.set_extra_http_headers({"X-Forwarded-For": next(_addresses)})
    sign_in(window, writer)
    expect(window.get_by_role("button", name="退出")).to_be_visible()
    window.close()
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(warning).to_be_hidden()
    page.get_by_label("再次输入新密码", exact=True).fill(NEW)
    page.get_by_role("button", name="修改密码").click()
    expect(page.get_by_text("密码已修改")).to_be_visible()


def test_sessions_elsewhere_are_listed_and_ended(
    page: Page, opened: Callable[..., Page], strict: StrictSite, name: Callable[[str], str]
) -> None:
    elsewhere = opened()
    elsewhere.set_extra_http_headers({"X-Forwarded-For": next(_addresses)})
    elsewhere.goto(f"{strict.address}/sign-in/")
    for each in (elsewhere, page):
        sign_in(each, name("reader"))
        expect(each.get_by_role("button", name="退出")).to_be_visible()
    page.get_by_role("link", name="reader").click()
    fine(page)
    page.get_by_role("button", name="结束此会话").click()
    expect(page.get_by_text("该会话已结束。")).to_be_visible()
    elsewhere.goto(f"{strict.address}/account/")
    expect(elsewhere.get_by_label("登录名")).to_be_visible()
