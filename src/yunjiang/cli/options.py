"""What several commands take in the same way, and how texts become days, periods and units."""

import getpass
from datetime import date
from typing import Annotated

import typer
from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.cli.terminal import Format
from yunjiang.ledger.models import DataSet
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Organization, Standing
from yunjiang.standards import periods
from yunjiang.standards.periods import Period


def day(text: str | date) -> date:
    """Read a day such as 2023-12-31, or `today`. Raises BadParameter."""
    if isinstance(text, date):
        return text
    if text == "today":
        return timezone.localdate()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(
            _("“%(text)s” is no day; write it like 2023-12-31, or today.") % {"text": text}
        ) from error


def period(text: str | Period) -> Period:
    """Read a period such as 2024, 2024-H1, 2024-Q3, 2024-07 or 2024-07-01..2024-09-30. Raises BadParameter."""
    if isinstance(text, Period):
        return text
    try:
        return periods.parse(text)
    except periods.UnknownPeriod as error:
        raise typer.BadParameter(
            _("“%(text)s” is no period; write 2024, 2024-H1, 2024-Q3, 2024-07 or 2024-07-01..2024-09-30.")
            % {"text": text}
        ) from error


def examples(*commands: str) -> str:
    """Return the examples that a command's help ends with."""
    # The help leaves out single line breaks and takes square brackets for markup.
    lines = [_("Examples:"), *(f"  {command}".replace("[", "\\[") for command in commands)]
    return "\n\n".join(lines)


def whoever() -> str:
    """Return the name of the person whom the operating system knows, for the record of who did it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "?"  # a container's user may have no name


def standing(text: str, on: date) -> Standing:
    """Return how the unit that a text means stood on a day, or when it last stood. Raises a TreeRefusal."""
    organization = organizations.resolve(text, on)
    found = organizations.standing(organization.pk, on)
    return found or last_standing(organization)


def last_standing(organization: Organization) -> Standing:
    """Return how a unit stood last, or how it will stand first."""
    found = organization.standings.order_by("-valid_from").first()
    assert found is not None, "an organization is opened with its first standing"
    return found


FormatOption = Annotated[
    Format,
    typer.Option(
        "--format",
        "-f",
        help=_("How to write the data: a table for people, json or csv for machines."),
    ),
]
ByOption = Annotated[
    str,
    typer.Option(
        "--by",
        default_factory=whoever,
        show_default=False,
        help=_("Who does it, for the record; by default whoever is signed in to this machine."),
    ),
]
OnOption = Annotated[
    date,
    typer.Option(
        "--on",
        parser=day,
        metavar="DAY",
        default_factory=timezone.localdate,
        show_default=False,
        help=_("The day asked about, such as 2023-12-31; by default today."),
    ),
]
PlanOption = Annotated[
    str | None,
    typer.Option("--plan", metavar="CODE", help=_("Code of the plan; by default the one loaded last.")),
]
VersionOption = Annotated[
    int | None,
    typer.Option("--version", metavar="NUMBER", help=_("Version of the plan; by default the newest.")),
]
DataSetOption = Annotated[
    DataSet,
    typer.Option("--data-set", "-d", help=_("Which data: operational, published or demonstration.")),
]
UnitOption = Annotated[
    str | None,
    typer.Option(
        "--unit",
        "-u",
        metavar="UNIT",
        help=_("Code, key, name or pinyin of the unit; by default the plan's owner."),
    ),
]
