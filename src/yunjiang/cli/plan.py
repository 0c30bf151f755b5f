"""`yunjiang plan`: plans as files and as loaded versions, and how their targets are handed down."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.cli.exits import ExitCode
from yunjiang.cli.lookup import indicator_of, version_of
from yunjiang.cli.options import ByOption, FormatOption, PlanOption, VersionOption, examples
from yunjiang.cli.terminal import Column, Format, say, show, show_one
from yunjiang.plans import comparison, library, queries, services
from yunjiang.plans.document import Indicator, PlanDocument
from yunjiang.plans.problem import Problem

app = typer.Typer(
    help=_("Plans: check a file, load it, read it, compare versions, hand targets down."),
    no_args_is_help=True,
)

FileArgument = Annotated[
    str,
    typer.Argument(
        metavar="FILE", help=_("A plan file, the name of a plan in the library, or - for standard input.")
    ),
]

_PROBLEMS = (
    Column("line", pgettext("column", "Line"), is_number=True),
    Column("severity", pgettext("column", "Severity")),
    Column("code", pgettext("column", "Code")),
    Column("sentence", pgettext("column", "What is wrong")),
)


def read_text(file: str) -> bytes:
    """Return the bytes of a plan file named on the command line."""
    if file == "-":
        return sys.stdin.buffer.read()
    if file in library.names() and not Path(file).exists():
        return library.path(file).read_bytes()
    return Path(file).read_bytes()


@app.command(
    help=_(
        "Say everything that is wrong with a plan file, with the lines. Exit code 1 when there are errors."
    ),
    epilog=examples("yunjiang plan check my-plan.yaml", "yunjiang plan check yunnan-2021-2025 --format json"),
)
def check(file: FileArgument, form: FormatOption = Format.TABLE) -> None:
    document, problems = services.check(read_text(file))
    errors = sum(each.is_error for each in problems)
    if problems or form is not Format.TABLE:
        show_problems(problems, form)
    if document is not None:
        say(
            _(
                "%(name)s: %(initiatives)d initiatives, %(actions)d actions, %(indicators)d indicators; "
                "%(errors)d errors, %(warnings)d warnings."
            )
            % {
                "name": document.name,
                "initiatives": len(document.initiatives),
                "actions": len(document.actions),
                "indicators": len(document.indicators),
                "errors": errors,
                "warnings": len(problems) - errors,
            }
        )
    if errors or document is None:
        raise typer.Exit(ExitCode.PROBLEMS)


@app.command(
    help=_(
        "Load a plan file: a new version if it says something new, otherwise nothing. Declares the measures it counts. "
        "Exit code 1 when the file has errors; nothing is loaded then."
    ),
    epilog=examples(
        "yunjiang plan load yunnan-2021-2025", 'yunjiang plan load my-plan.yaml --note "after the meeting"'
    ),
)
def load(
    file: FileArgument,
    by: ByOption,
    note: Annotated[str, typer.Option(help=_("Why this version, for those who read the list."))] = "",
    form: FormatOption = Format.TABLE,
) -> None:
    text = read_text(file)
    document, problems = services.check(text)
    if document is None or any(each.is_error for each in problems):
        show_problems(problems, form)
        say(_("Nothing was loaded."))
        raise typer.Exit(ExitCode.PROBLEMS)
    loaded = services.load(text, by, note=note)
    facts = {"plan": document.code, "number": loaded.version.number}
    say(
        _("%(plan)s: version %(number)s is loaded.") % facts
        if loaded.is_new
        else _("%(plan)s: nothing new, version %(number)s says the same.") % facts
    )
    show_one(
        (
            Column("plan", pgettext("column", "Plan")),
            Column("version", pgettext("column", "Version")),
            Column("is_new", pgettext("column", "New")),
            Column("warning_count", pgettext("column", "Warnings")),
        ),
        {
            "plan": document.code,
            "version": loaded.version.number,
            "is_new": loaded.is_new,
            "warning_count": len(loaded.warnings),
        },
        form,
    )


@app.command(
    name="list",
    help=_("List the plans that are loaded with their versions, and those in the library."),
    epilog=examples("yunjiang plan list"),
)
def list_plans(form: FormatOption = Format.TABLE) -> None:
    rows = [
        {
            "plan": plan.code,
            "name": plan.name,
            "version": version.number,
            "loaded_at": timezone.localtime(version.loaded_at).strftime("%Y-%m-%d %H:%M"),
            "loaded_by": version.loaded_by,
            "note": version.note,
        }
        for plan in queries.plans()
        for version in queries.versions(plan)
    ]
    known = {row["plan"] for row in rows}
    rows += [
        {"plan": name, "note": _("in the library, not loaded")}
        for name in library.names()
        if name not in known
    ]
    show(
        (
            Column("plan", pgettext("column", "Plan")),
            Column("version", pgettext("column", "Version"), is_number=True),
            Column("name", pgettext("column", "Name")),
            Column("loaded_at", pgettext("column", "Loaded")),
            Column("loaded_by", pgettext("column", "By")),
            Column("note", pgettext("column", "Note")),
        ),
        rows,
        form,
    )


@app.command(
    name="show",
    help=_("Show the indicators of a plan, or everything that it says about one of them."),
    epilog=examples(
        "yunjiang plan show", "yunjiang plan show 3.4.1", "yunjiang plan show --version 1 --format csv"
    ),
)
def show_plan(
    indicator: Annotated[
        str | None, typer.Argument(metavar="INDICATOR", help=_("Code of an indicator, such as 3.4.1."))
    ] = None,
    plan: PlanOption = None,
    version: VersionOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    found = version_of(plan, version)
    document = queries.document(found)
    if indicator is not None:
        _show_indicator(indicator_of(document, indicator), form)
        return
    say(f"{document.name} · {document.code} v{found.number}")
    rows = [
        {
            "code": each.code,
            "name": each.name,
            "basis": each.basis,
            "comparator": each.comparator,
            "target": each.target,
            "target_max": each.target_max,
            "unit": each.unit,
            "deadline": each.deadline or each.cadence,
            "lead": each.lead,
        }
        for each in document.indicators
    ]
    show(
        (
            Column("code", pgettext("column", "Code")),
            Column("name", pgettext("column", "Indicator")),
            Column("basis", pgettext("column", "Basis")),
            Column("comparator", ""),
            Column("target", pgettext("column", "Target"), is_number=True),
            Column("target_max", pgettext("column", "To"), is_number=True),
            Column("unit", pgettext("column", "Unit of measure")),
            Column("deadline", pgettext("column", "Due")),
            Column("lead", pgettext("column", "Lead")),
        ),
        rows,
        form,
    )


@app.command(
    help=_(
        "Say what changed from one version to another, or from a version to a file. "
        "Exit code 1 when something differs."
    ),
    epilog=examples("yunjiang plan diff 1 2", "yunjiang plan diff 2 my-plan.yaml"),
)
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help=_("Number of a version, or a plan file."))],
    new: Annotated[str, typer.Argument(metavar="NEW", help=_("Number of a version, or a plan file."))],
    plan: PlanOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    found = comparison.differences(_document(old, plan), _document(new, plan))
    show(
        (
            Column("change", pgettext("column", "Change")),
            Column("collection", pgettext("column", "Part")),
            Column("code", pgettext("column", "Code")),
            Column("name", pgettext("column", "Name")),
            Column("field", pgettext("column", "Field")),
            Column("old", pgettext("column", "Before")),
            Column("new", pgettext("column", "After")),
            Column("line", pgettext("column", "Line"), is_number=True),
        ),
        [
            {
                "change": each.change,
                "collection": each.collection,
                "code": each.code,
                "name": each.name,
                "field": each.field,
                "old": each.old_text,
                "new": each.new_text,
                "line": each.line,
            }
            for each in found
        ],
        form,
    )
    say(_("%(count)d differences.") % {"count": len(found)})
    if found:
        raise typer.Exit(ExitCode.PROBLEMS)


def show_problems(problems: list[Problem], form: Format) -> None:
    """Write the problems of a plan file."""
    rows = [
        {"line": each.line, "severity": each.severity, "code": each.code, "sentence": each.sentence()}
        for each in problems
    ]
    show(_PROBLEMS, rows, form)


def _document(text: str, plan: str | None) -> PlanDocument:
    if text.isdigit():
        return queries.document(version_of(plan, int(text)))
    document, problems = services.check(read_text(text))
    if document is None:
        show_problems(problems, Format.TABLE)
        raise typer.Exit(ExitCode.PROBLEMS)
    return document


def _show_indicator(indicator: Indicator, form: Format) -> None:
    row = {
        "code": indicator.code,
        "name": indicator.name,
        "action": indicator.action,
        "basis": indicator.basis,
        "comparator": indicator.comparator,
        "target": indicator.target,
        "target_max": indicator.target_max,
        "unit": indicator.unit,
        "cadence": indicator.cadence,
        "deadline": indicator.deadline,
        "nature": indicator.nature,
        "formula": comparison.as_text(indicator.formula),
        "course": indicator.course.kind,
        "baseline": None if indicator.baseline is None else comparison.as_text(indicator.baseline),
        "lead": indicator.lead,
        "support": indicator.support,
        "reporters": indicator.reporters,
        "quote": indicator.quote,
        "note": indicator.note,
        "choices": [f"{each.question} → {each.chosen}" for each in indicator.choices],
        "not_given": indicator.not_given,
        "line": indicator.line,
    }
    titles = {
        "code": pgettext("column", "Code"),
        "name": pgettext("column", "Indicator"),
        "action": pgettext("column", "Action"),
        "basis": pgettext("column", "Basis"),
        "comparator": pgettext("column", "Comparator"),
        "target": pgettext("column", "Target"),
        "target_max": pgettext("column", "To"),
        "unit": pgettext("column", "Unit of measure"),
        "cadence": pgettext("column", "Cadence"),
        "deadline": pgettext("column", "Due"),
        "nature": pgettext("column", "Nature"),
        "formula": pgettext("column", "Formula"),
        "course": pgettext("column", "Course"),
        "baseline": pgettext("column", "Baseline"),
        "lead": pgettext("column", "Lead"),
        "support": pgettext("column", "Support"),
        "reporters": pgettext("column", "Reported by"),
        "quote": pgettext("column", "Quote"),
        "note": pgettext("column", "Note"),
        "choices": pgettext("column", "Choices"),
        "not_given": pgettext("column", "Not given by the plan"),
        "line": pgettext("column", "Line"),
    }
    show_one([Column(key, title) for key, title in titles.items()], row, form)
