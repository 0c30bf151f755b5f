"""The walls of the house: who may import whom, where foreign keys point, how things are called."""

import ast
import importlib
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

HOUSE = Path(__file__).parent.parent
SOURCE = HOUSE / "src" / "yunjiang"

# Drawers for odds and ends: a file or class of this name says nothing about what is in it.
NOTHING_SAYING = {
    "utils", "helpers", "common", "base", "core", "misc", "manager", "handler", "processor", "info", "data", "item",
}  # fmt: skip


def storeys() -> dict[str, int]:
    """Return how high each room stands, by the layers of import-linter; the lowest is 0."""
    settings = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))
    (layers,) = (
        contract["layers"]
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    )
    return {
        room.strip().strip("()"): height
        for height, layer in enumerate(reversed(layers))
        for room in layer.split("|")
    }


def python_files() -> Iterator[Path]:
    return (path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


def house_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("yunjiang.")]


def test_imports_run_downwards_only() -> None:
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as lint; lint()",
        "--no-cache",
    ]
    done = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def room_of(model: type[Model]) -> str:
    """Return the room a model is in; of registers the register, for they are strangers to each other."""
    room, *inside = model.__module__.removeprefix("yunjiang.").split(".")
    return room if room != "registers" else f"registers/{inside[0]}"


def height(room: str) -> float:
    """Return how high a room stands; the kit half a storey below the registers made from it."""
    return storeys()[room.partition("/")[0]] - (0.5 if room == "registers/kit" else 0)


def test_foreign_keys_point_down() -> None:
    for model in house_models():
        room = room_of(model)
        for field in model._meta.get_fields():
            other = getattr(field, "related_model", None)
            if (
                field.auto_created
                or not isinstance(other, type)
                or not other.__module__.startswith("yunjiang.")
            ):
                continue
            target = room_of(other)
            assert target == room or height(target) < height(room), (
                f"{model.__name__}.{field.name} → {target}"
            )


def test_every_room_stands_on_a_storey_and_says_what_it_is_for() -> None:
    rooms = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert rooms <= set(storeys())
    for room in rooms:
        text = importlib.import_module(f"yunjiang.{room}").__doc__
        assert text, room
        assert len(text.strip().splitlines()) <= 15, room


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_names_say_what_is_inside(path: Path) -> None:
    assert path.stem not in NOTHING_SAYING, path
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            assert node.name.lower().strip("_") not in NOTHING_SAYING, f"{path}: {node.name}"


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_file_goes_on_for_ever(path: Path) -> None:
    # Tests of one act may list more cases than a reader wants of code.
    limit = 800 if "tests" in path.parts else 500
    assert len(path.read_text("utf-8").splitlines()) <= limit, path


def test_nobody_listens_across_rooms() -> None:
    listening = [
        path
        for path in python_files()
        if "tests" not in path.parts and "@receiver" in path.read_text("utf-8")
    ]
    assert listening == []


def test_nothing_is_left_to_do_in_the_code() -> None:
    unfinished = [
        f"{path}:{number}"
        for path in python_files()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if "TODO" in line or "FIXME" in line
    ]
    assert unfinished == []
