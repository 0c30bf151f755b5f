"""What comes from others is what we took, has its licence beside it, and is all that pages load."""

import hashlib
import re
from pathlib import Path

import pytest

WEB = Path(__file__).parent.parent
VENDOR = WEB / "static" / "vendor"
CHECKSUMS = dict(
    reversed(line.split("  ", 1)) for line in (VENDOR / "CHECKSUMS").read_text().splitlines() if line
)
FOLDERS = sorted(path for path in VENDOR.iterdir() if path.is_dir())


@pytest.mark.parametrize("name", sorted(CHECKSUMS))
def test_a_vendored_file_is_the_one_that_was_taken(name: str) -> None:
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == CHECKSUMS[name]


def test_no_file_is_without_a_checksum() -> None:
    present = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    assert present - {"CHECKSUMS", "README.md"} == set(CHECKSUMS)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_every_folder_has_its_licence(folder: Path) -> None:
    assert any(path.name.startswith("LICENSE") for path in folder.iterdir())


def test_templates_and_styles_load_nothing_from_elsewhere() -> None:
    ours = [*(WEB / "templates").rglob("*.html"), *(WEB / "static" / "yunjiang").glob("*")]
    foreign = re.compile(r"""(?:src|href|action|url)\s*[=(]\s*["']?(?:https?:)?//""")
    assert [path.name for path in ours if foreign.search(path.read_text(encoding="utf-8"))] == []


def test_templates_have_no_inline_script_or_style() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", re.IGNORECASE)
    templates = (WEB / "templates").rglob("*.html")
    assert [path.name for path in templates if inline.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    "newer", [":has(", ":is(", ":where(", "@layer", "inset:", "aspect-ratio", "color-mix(", "@container"]
)
def test_the_style_sheet_keeps_to_what_chromium_86_knows(newer: str) -> None:
    text = (WEB / "static" / "yunjiang" / "yunjiang.css").read_text(encoding="utf-8")
    assert newer not in re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
