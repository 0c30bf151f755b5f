"""A site on a free port of this machine, and a Chromium that reaches nothing else."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect, sync_playwright

from tests import migrated
from tests.browser.prepare import PASSWORD

HERE = Path(__file__).parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
DESK, PHONE = (1440, 900), (360, 780)
START_WITHIN_SECONDS = 30
# A refusal is an answer, and a lost connection is made by the test; a script that fails, or that the policy stops, is not.
ANSWERS = (
    "Failed to load resource: the server responded with a status of 40",
    "Failed to load resource: the server responded with a status of 422",
    "Failed to load resource: net::ERR_INTERNET_DISCONNECTED",
    "htmx:",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("This machine has no Chromium: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a fresh site and return its address; its people need no second factor, which `test_signing` is about."""
    home = tmp_path_factory.mktemp("site")
    with served(home, "tests.browser.prepare", YUNJIANG_SECOND_FACTOR="offered") as address:
        yield address


@contextmanager
def served(home: Path, prepare: str, **settings: str) -> Iterator[str]:
    """Let a module prepare a site in an empty folder, serve it, and return its address."""
    migrated.copy(home / "yunjiang.sqlite3")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("YUNJIANG", "DJANGO"))}
    environment = {
        **kept,
        "YUNJIANG_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "yunjiang.settings",
        **settings,
    }
    root = HERE.parent.parent
    subprocess.run([sys.executable, "-m", prepare], env=environment, cwd=root, check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serve = "from yunjiang.cli import main; main()"
    command = [sys.executable, "-c", serve, "serve", "--port", str(port), "--workers", "1"]
    server = subprocess.Popen(command, env=environment, cwd=root)
    try:
        _wait_for(port, server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_WITHIN_SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended before it served"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"nothing serves on port {port} after {START_WITHIN_SECONDS} seconds")


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    width, height = request.param
    return width, height


@pytest.fixture(scope="session")
def signed_in(browser: Browser, site: str) -> Callable[[str], StorageState]:
    """Return what a browser keeps of a person who has signed in; the password is typed once for each."""

    @cache
    def state(username: str) -> StorageState:
        context = browser.new_context(base_url=site, locale="zh-CN")
        page = context.new_page()
        page.goto("/sign-in/?next=/documents/")
        page.get_by_label("登录名").fill(username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        expect(page.get_by_role("button", name="退出")).to_be_visible()
        kept = context.storage_state()
        context.close()
        return kept

    return state


@pytest.fixture
def opened(browser: Browser, site: str, size: tuple[int, int]) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page; the test fails if anything went wrong in its browser."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_page(state: StorageState | None = None) -> Page:
        context = browser.new_context(
            base_url=site,
            viewport={"width": size[0], "height": size[1]},
            locale="zh-CN",
            has_touch=size == PHONE,
            storage_state=state,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [text for text in wrong if not text.startswith(ANSWERS)] == []


@pytest.fixture
def visitor(opened: Callable[..., Page]) -> Page:
    """Return a page of nobody who has signed in."""
    return opened()


@pytest.fixture
def office(opened: Callable[..., Page], signed_in: Callable[[str], StorageState]) -> Page:
    """Return a page of the provincial office."""
    return opened(signed_in("office"))


@pytest.fixture
def clerk(opened: Callable[..., Page], signed_in: Callable[[str], StorageState]) -> Page:
    """Return a page of a reporting officer of Qujing."""
    return opened(signed_in("clerk"))
