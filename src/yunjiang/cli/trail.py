"""`yunjiang trail`: the audit trail: who did what, whether it still is what was written, and a copy of it."""

import sys
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.access import trail
from yunjiang.access.models import Result
from yunjiang.access.trail import export as exporting
from yunjiang.access.trail import queries
from yunjiang.access.trail.queries import EVERYTHING, Sought
from yunjiang.cli.exits import ExitCode
from yunjiang.cli.ledger import noted_digest
from yunjiang.cli.options import FormatOption, day, examples, standing
from yunjiang.cli.terminal import Column, Format, counting, say, show

app = typer.Typer(
    help=_(
        "The audit trail: list what was done by whom, verify that nobody changed it, export it. What you read here is "
        "recorded too."
    ),
    no_args_is_help=True,
)


PersonOption = Annotated[
    str, typer.Option("--person", metavar="NAME", help=_("Sign-in name, or part of the name."))
]
ActionOption = Annotated[
    str,
    typer.Option(
        "--action", metavar="ACTION", help=_("An act such as ledger.post, or a room such as ledger.")
    ),
]
SubjectOption = Annotated[
    str,
    typer.Option(
        "--subject",
        metavar="SUBJECT",
        help=_("What it was done to, such as user:7, or its kind such as user."),
    ),
]
UnitBelowOption = Annotated[
    str,
    typer.Option(
        "--unit", "-u", metavar="UNIT", help=_("Code, key, name or pinyin of a unit; with all below it.")
    ),
]
SinceOption = Annotated[
    date | None, typer.Option("--since", parser=day, metavar="DAY", help=_("First day, such as 2024-03-01."))
]
UntilOption = Annotated[
    date | None, typer.Option("--until", parser=day, metavar="DAY", help=_("Last day, such as 2024-03-31."))
]
TextOption = Annotated[
    str,
    typer.Option("--text", metavar="TEXT", help=_("Anywhere in names, addresses, facts and changes.")),
]


@app.command(
    name="list",
    help=_("List records, the newest first."),
    epilog=examples(
        "yunjiang trail list --limit 50",
        "yunjiang trail list --person li --since 2024-03-01 --format csv",
        "yunjiang trail list --action access --text 昆明",
    ),
)
def list_records(
    person: PersonOption = "",
    action: ActionOption = "",
    subject: SubjectOption = "",
    unit: UnitBelowOption = "",
    since: SinceOption = None,
    until: UntilOption = None,
    text: TextOption = "",
    limit: Annotated[int, typer.Option(min=1, help=_("How many at most."))] = 20,
    form: FormatOption = Format.TABLE,
) -> None:
    sought = _sought(person, action, subject, unit, since, until, text)
    found = list(islice(queries.walk(sought, EVERYTHING, size=min(limit, 2000)), limit))
    trail.note("trail.read", facts=sought.facts())
    show(
        (
            Column("position", pgettext("column", "No."), is_number=True),
            Column("recorded_at", pgettext("column", "When")),
            Column("name", pgettext("column", "Who")),
            Column("action", pgettext("column", "Act")),
            Column("subject", pgettext("column", "Subject")),
            Column("unit", pgettext("column", "Organization")),
            Column("result", pgettext("column", "Result")),
            Column("facts", pgettext("column", "Facts")),
            Column("before", pgettext("column", "Before")),
            Column("after", pgettext("column", "After")),
        ),
        [
            {
                "position": each.position,
                "recorded_at": timezone.localtime(each.recorded_at).isoformat(sep=" ", timespec="seconds"),
                "name": each.name,
                "action": trail.label(each.action) if form is Format.TABLE else each.action,
                "subject": each.subject,
                "unit": each.organization.key if each.organization else None,
                "result": str(Result(each.result).label) if form is Format.TABLE else each.result,
                "facts": each.facts if form is not Format.JSON else queries.read(each.facts),
                "before": each.before if form is not Format.JSON else queries.read(each.before),
                "after": each.after if form is not Format.JSON else queries.read(each.after),
            }
            for each in found
        ],
        form,
    )


@app.command(
    help=_(
        "Work every digest out again and name the first record that is not what was written. Exit code 1 when something is "
        "wrong. The digest it ends with can be noted elsewhere and held against the trail later."
    ),
    epilog=examples("yunjiang trail verify", "yunjiang trail verify --noted 1200=5f3a…"),
)
def verify(
    noted: Annotated[
        list[str] | None,
        typer.Option(
            metavar="POSITION=DIGEST",
            help=_(
                "A digest noted outside the database, on paper or on a log host, to hold the trail against."
            ),
        ),
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    expected = dict(noted_digest(each) for each in noted or [])
    newest = queries.newest()
    with counting(_("Verifying")) as advance:
        flaws = trail.verify(noted=expected, on_progress=advance)
    trail.note("trail.verify", facts={"flaws": [flaw.code for flaw in flaws]})
    if flaws or form is not Format.TABLE:
        show(
            (
                Column("code", pgettext("column", "Code")),
                Column("sentence", pgettext("column", "What is wrong")),
            ),
            [{"code": each.code, "sentence": each.sentence()} for each in flaws],
            form,
        )
    if flaws:
        say(_("%(count)d flaws found.") % {"count": len(flaws)})
        raise typer.Exit(ExitCode.PROBLEMS)
    if newest:
        facts = {"position": newest[0].position, "digest": bytes(newest[0].digest).hex()}
        say(_("The audit trail is what was written. To note elsewhere: %(position)d=%(digest)s") % facts)
    else:
        say(_("The audit trail is empty."))


@app.command(
    help=_(
        "Write the records that fit into a file of comma-separated values, for inspectors and for keeping elsewhere."
    ),
    epilog=examples(
        'yunjiang trail export trail.csv --reason "年度检查"',
        "yunjiang trail export - --since 2024-01-01 --until 2024-12-31 --reason backup > 2024.csv",
    ),
)
def export(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=_("File to write; - writes to standard output."))
    ],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=_("Why, for the record."))],
    person: PersonOption = "",
    action: ActionOption = "",
    subject: SubjectOption = "",
    unit: UnitBelowOption = "",
    since: SinceOption = None,
    until: UntilOption = None,
    text: TextOption = "",
) -> None:
    sought = _sought(person, action, subject, unit, since, until, text)
    lines = exporting.lines(sought, EVERYTHING, reason=reason)
    if str(file) == "-":
        sys.stdout.writelines(lines)
        return
    with file.open("w", encoding="utf-8", newline="") as written:
        written.writelines(lines)
    say(_("%(file)s is written.") % {"file": file})


def _sought(
    person: str, action: str, subject: str, unit: str, since: date | None, until: date | None, text: str
) -> Sought:
    organization = standing(unit, timezone.localdate()).organization_id if unit else None
    return Sought(
        person=person,
        action=action,
        subject=subject,
        organization_id=organization,
        first_on=since,
        last_on=until,
        text=text,
    )
