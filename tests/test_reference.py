"""The generated pages of docs/reference say what the code says, and the documents point at things that exist."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from yunjiang import settings
from yunjiang.cli import reference
from yunjiang.cli.application import app
from yunjiang.plans import reference as plan_files

HOUSE = Path(__file__).parent.parent
PAGES = HOUSE / "docs" / "reference"
IN_ENGLISH = (
    "import django; django.setup(); from yunjiang.cli import reference; print(reference.render(), end='')"
)


def commands(path: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        yield from commands(f"{path} {name}", below)


def test_the_command_line_page_is_fresh() -> None:
    assert (PAGES / "cli.md").read_text("utf-8") == reference.render(), "run script/reference"


def test_the_english_command_line_page_is_fresh(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "yunjiang.settings",
        "YUNJIANG_HOME": str(tmp_path),
        "YUNJIANG_LANGUAGE": "en",
    }
    done = subprocess.run(
        [sys.executable, "-c", IN_ENGLISH], env=environment, capture_output=True, text=True, check=True
    )
    assert (PAGES / "cli.en.md").read_text("utf-8") == done.stdout, "run script/reference"


def test_the_page_of_plan_files_is_fresh() -> None:
    assert (PAGES / "plan-file.md").read_text("utf-8") == plan_files.render(), "run script/reference"


@pytest.mark.parametrize("page", ["cli.md", "cli.en.md"])
def test_every_command_and_option_is_on_the_page(page: str) -> None:
    text = (PAGES / page).read_text("utf-8")
    for path, command in commands("yunjiang", get_command(app)):
        assert f"## `{path}`" in text
        section = text.split(f"## `{path}`\n", 1)[1].split("\n## ", 1)[0]
        for parameter in command.params:
            for name in parameter.opts if parameter.param_type_name == "option" else []:
                assert name == "--help" or f"`{name}`" in section, f"{path} {name}"


@pytest.mark.parametrize(
    "page", sorted([*HOUSE.glob("*.md"), *HOUSE.glob("docs/**/*.md")]), ids=lambda path: path.name
)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name} → {target}"


def test_scripts_are_named_where_people_look_for_them() -> None:
    told = (HOUSE / "CONTRIBUTING.md").read_text("utf-8") + (HOUSE / "README.md").read_text("utf-8")
    for script in (HOUSE / "script").iterdir():
        assert script.name == "environment" or f"script/{script.name}" in told, script.name


def test_every_decision_is_in_the_list() -> None:
    listed = (HOUSE / "docs" / "decisions" / "README.md").read_text("utf-8")
    for page in (HOUSE / "docs" / "decisions").glob("*.md"):
        assert page.name == "README.md" or f"]({page.name})" in listed, page.name


def test_every_setting_of_the_environment_is_explained() -> None:
    read = re.findall(r'environ\.get\("(YUNJIANG_\w+)"', Path(settings.__file__).read_text("utf-8"))
    assert read
    for name in read:
        assert name in (settings.__doc__ or ""), name
