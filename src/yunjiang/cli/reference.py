"""The reference page of the command line, written from the commands themselves so that it cannot fall behind them.

`script/reference` writes `docs/reference/cli.md` (Chinese) and `cli.en.md` (English) with it, and a test compares.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from typer.main import get_command

from yunjiang import settings
from yunjiang.cli.application import app
from yunjiang.cli.exits import ExitCode


def render() -> str:
    """Return the whole page as Markdown, in the language in force when the commands were first imported."""
    lines = [
        "# " + _("Command line reference"),
        "",
        "<!-- Written by script/reference. Do not edit. -->",
        "",
        *_exit_codes(),
        *_commands("yunjiang", get_command(app)),
        "## " + _("Environment"),
        "",
        "```text",
        *(settings.__doc__ or "").strip().splitlines()[2:],
        "```",
    ]
    return "\n".join(lines) + "\n"


def _exit_codes() -> Iterator[str]:
    meanings = {
        ExitCode.FINE: _("Done, nothing to object to."),
        ExitCode.PROBLEMS: _(
            "The command ran and found problems: in a plan, a file, the ledger, a document."
        ),
        ExitCode.WRONG_USE: _("The command line itself cannot be understood."),
        ExitCode.REFUSED: _("A rule or a missing thing forbids it; the sentence says what to do."),
        ExitCode.FAILED: _(
            "Something broke that should not: the database, the disk, a mistake in the program."
        ),
    }
    yield from ("## " + _("Exit codes"), "")
    yield from _heading(pgettext("column", "Code"), pgettext("column", "Meaning"))
    yield from (f"| {code.value} | {meaning} |" for code, meaning in meanings.items())
    yield ""


def _commands(path: str, command: Any) -> Iterator[str]:
    yield from (f"## `{path}`", "", (command.help or "").strip(), "")
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    options = [each for each in command.params if each.param_type_name == "option" and each.name != "help"]
    if arguments or options:
        usage = " ".join([path, *(_usage(each) for each in arguments), *(["[OPTIONS]"] if options else [])])
        yield from ("```text", usage, "```", "")
        yield from _heading(
            pgettext("column", "Parameter"),
            pgettext("column", "Takes"),
            pgettext("column", "Default"),
            pgettext("column", "Meaning"),
        )
        yield from (_row(each) for each in [*arguments, *options])
        yield ""
    if command.epilog:
        heading, *examples = command.epilog.replace("\\[", "[").split("\n\n")
        yield from (heading, "", "```shell", *(each.strip() for each in examples), "```", "")
    for name, below in sorted(getattr(command, "commands", {}).items()):
        yield from _commands(f"{path} {name}", below)


def _heading(*titles: str) -> Iterator[str]:
    yield f"| {' | '.join(titles)} |"
    yield "|---" * len(titles) + "|"


def _usage(argument: Any) -> str:
    name = argument.metavar or argument.name.upper()
    text = f"{name}..." if argument.nargs != 1 else name
    return text if argument.required else f"[{text}]"


def _row(parameter: Any) -> str:
    is_option = parameter.param_type_name == "option"
    names = parameter.opts if is_option else [parameter.metavar or parameter.name.upper()]
    takes = "" if not is_option or parameter.is_flag else parameter.metavar or _takes(parameter)
    default = parameter.default
    is_plain = default not in (None, "", False) and not callable(default)
    shown = f"`{getattr(default, 'value', default)}`" if is_plain and not parameter.required else ""
    cells = [", ".join(f"`{name}`" for name in names), takes, shown, parameter.help or ""]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _takes(parameter: Any) -> str:
    choices = parameter.type_descriptor.choices
    return "|".join(each.value for each in choices) if choices else parameter.bare_type().upper()
