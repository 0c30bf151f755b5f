"""Every command explains itself."""

from collections.abc import Iterator
from typing import Any

import pytest
from typer.main import get_command

from yunjiang.cli.application import app

from .conftest import Command


def commands(path: tuple[str, ...], command: Any) -> Iterator[tuple[str, ...]]:
    yield path
    for name, below in getattr(command, "commands", {}).items():
        yield from commands((*path, name), below)


PATHS = list(commands((), get_command(app)))


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_help_is_there(path: tuple[str, ...], yunjiang: Command) -> None:
    told = yunjiang(*path, "--help")
    assert told.code == 0
    assert "--help" in told.out
    assert told.err == ""


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_every_command_and_parameter_says_what_it_is_for(path: tuple[str, ...]) -> None:
    command: Any = get_command(app)
    for name in path:
        command = command.commands[name]
    assert command.help
    if not hasattr(command, "commands"):
        assert all(parameter.help for parameter in command.params), path


def test_no_command_is_wrong_use(yunjiang: Command) -> None:
    assert yunjiang().code == 2
    assert yunjiang("no-such-command").code == 2
    assert yunjiang("plan", "show", "--format", "xml").code == 2
