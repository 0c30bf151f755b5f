"""The glossary: every name it gives exists, and every model and choice of the house is in it."""

import enum
import importlib
import re
from pathlib import Path

import pytest
from django.apps import apps

GLOSSARY = (Path(__file__).parent.parent / "GLOSSARY.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in GLOSSARY.splitlines()
    if line.startswith("|") and "`" in line
]
NAMES = sorted({name for row in ROWS for name in re.findall(r"`([\w.]+)`", row[2])})


def find(name: str) -> object:
    """Return what a dotted name below `yunjiang` means. Raises when there is no such thing."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(["yunjiang", *parts[:length]]))
        except ModuleNotFoundError:
            continue
        for attribute in parts[length:]:
            fields = getattr(found, "__dataclass_fields__", {})
            found = fields[attribute] if attribute in fields else getattr(found, attribute)
        return found
    raise ModuleNotFoundError(name)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_exists(name: str) -> None:
    assert find(name) is not None


def test_every_model_is_explained() -> None:
    models = {
        model.__module__.removeprefix("yunjiang.") + "." + model.__name__
        for model in apps.get_models()
        if model.__module__.startswith("yunjiang.") and ".tests." not in model.__module__
    }
    assert models - set(NAMES) == set()


def test_every_choice_that_is_stored_is_explained() -> None:
    choices = set()
    for room in apps.get_app_configs():
        if not room.name.startswith("yunjiang.") or ".tests." in room.name or room.models_module is None:
            continue
        for name, thing in vars(room.models_module).items():
            if (
                isinstance(thing, type)
                and issubclass(thing, enum.Enum)
                and thing.__module__.startswith("yunjiang.")
            ):
                choices.add(f"{thing.__module__.removeprefix('yunjiang.')}.{name}")
    assert choices - set(NAMES) == set()


def test_no_word_is_explained_twice() -> None:
    words = [row[0] for row in ROWS]
    assert len(words) == len(set(words))
