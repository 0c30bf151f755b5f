"""`yunjiang people`: who has an account, opening accounts from a workbook, invitations, accounts to look at."""

import os
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.access.models import Role, User
from yunjiang.access.people import accounts, dormancy, invitations, queries
from yunjiang.access.people.dormancy import Doubt
from yunjiang.access.people.invitations import Proposed
from yunjiang.access.people.naming import names_of_units
from yunjiang.access.people.queries import AccountState
from yunjiang.access.people.workbook import checking, importing, outcome, reading, template
from yunjiang.access.signing import lockout
from yunjiang.cli.exits import ExitCode
from yunjiang.cli.options import FormatOption, day, examples
from yunjiang.cli.terminal import Column, Format, say, show, show_one
from yunjiang.organizations import queries as organizations
from yunjiang.standards.national_cryptography import sm3

app = typer.Typer(
    help=_(
        "People: who has an account, accounts from a workbook, invitations, accounts to look at. Whoever runs a command owns "
        "the machine: roles are given at once, and not only asked for."
    ),
    no_args_is_help=True,
)

_ACCOUNTS = (
    Column("username", pgettext("column", "Sign-in name")),
    Column("name", pgettext("column", "Person")),
    Column("unit", pgettext("column", "Works at")),
    Column("roles", pgettext("column", "Roles")),
    Column("state", pgettext("column", "State")),
    Column("last_sign_in", pgettext("column", "Last sign-in")),
)


class UnknownAccount(LookupError):
    """That nobody has this sign-in name."""

    def __init__(self, username: str) -> None:
        self.username = username
        super().__init__(username)

    def __str__(self) -> str:
        return _(
            "Nobody has the sign-in name “%(username)s”; `yunjiang people list` shows who has an account."
        ) % {"username": self.username}


class AddressNotLocked(LookupError):
    """That nothing has locked this network address."""

    def __init__(self, address: str, locked: list[str]) -> None:
        self.address = address
        self.locked = locked
        super().__init__(address)

    def __str__(self) -> str:
        if not self.locked:
            return _("%(address)s is not locked, and no other address is.") % {"address": self.address}
        return _("%(address)s is not locked. Locked are: %(locked)s.") % {
            "address": self.address,
            "locked": _(", ").join(self.locked),
        }


@app.command(
    name="list",
    help=_(
        "List who has an account: by name, sign-in name or pinyin, at a unit and below, in a role, in a state."
    ),
    epilog=examples(
        "yunjiang people list",
        "yunjiang people list zhang --unit 昆明市",
        "yunjiang people list --state dormant -f csv",
    ),
)
def list_people(
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help=_("Part of the name or sign-in name, pinyin or initials."))
    ] = "",
    unit: Annotated[
        str | None,
        typer.Option("--unit", "-u", metavar="UNIT", help=_("Only people at this unit and below.")),
    ] = None,
    role: Annotated[Role | None, typer.Option(help=_("Only people who hold this role today."))] = None,
    state: Annotated[AccountState | None, typer.Option(help=_("Only accounts in this state."))] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    at = organizations.resolve(unit) if unit else None
    found = list(queries.find(None, text=text, unit=at, role=role, state=state).order_by(*queries.ORDER))
    show(
        _ACCOUNTS,
        [
            {
                "username": each.person.username,
                "name": str(each.person),
                "unit": each.unit,
                "roles": "、".join(f"{held.role.label}（{held.unit}）" for held in each.roles)
                if form is Format.TABLE
                else [f"{held.role.value}@{held.assignment.organization.key}" for held in each.roles],
                "state": each.state,
                "last_sign_in": timezone.localdate(each.person.last_login)
                if each.person.last_login
                else None,
            }
            for each in queries.accounts(None, found)
        ],
        form,
    )


@app.command(
    name="template",
    help=_("Write the empty workbook that `import` reads, with all units to choose from."),
    epilog=examples("yunjiang people template accounts.xlsx"),
)
def write_template(
    file: Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False, help=_("Where to write it."))],
) -> None:
    file.write_bytes(template.write(None))
    say(_("The template is in %(file)s.") % {"file": file})


@app.command(
    name="import",
    help=_(
        "Open the accounts of a workbook. Every problem is listed with row and column; with one, nothing is opened and the exit "
        "code is 1. The same file again changes nothing. One-time passwords go into the result file alone."
    ),
    epilog=examples(
        "yunjiang people import accounts.xlsx --dry-run",
        "yunjiang people import accounts.xlsx --result result.xlsx",
        "yunjiang people import accounts.xlsx --valid-only --result result.xlsx",
    ),
)
def import_people(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", exists=True, dir_okay=False, help=_("The filled-in template, .xlsx.")),
    ],
    result: Annotated[
        Path | None,
        typer.Option(
            help=_("Where to write the result with the one-time passwords; by default beside the file.")
        ),
    ] = None,
    valid_only: Annotated[
        bool, typer.Option("--valid-only", help=_("Open the accounts of the rows without any problem."))
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Only list the problems, and what would be done."))
    ] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    content = file.read_bytes()
    sheet = reading.read(content)
    planned = checking.check(sheet, by=None)
    problems = [problem for each in planned for problem in each.problems]
    if problems or form is not Format.TABLE:
        show(
            (
                Column("row", pgettext("column", "Row"), is_number=True),
                Column("column", pgettext("column", "Column")),
                Column("sentence", pgettext("column", "What is wrong")),
            ),
            [vars(each) for each in problems],
            form,
        )
    bad_count = sum(1 for each in planned if not each.is_good)
    if dry_run or (bad_count and not valid_only):
        say(
            _("%(good)d rows without problems, %(bad)d with; nothing was changed.")
            % {"good": len(planned) - bad_count, "bad": bad_count}
        )
    else:
        facts = {"file": file.name, "sm3": sm3(content).hex()}
        done = importing.import_sheet(sheet, by=None, only_good=valid_only, facts=facts)
        written = result or file.with_name(f"{file.stem}-result.xlsx")
        _write_for_owner(written, outcome.write(done))
        say(
            _(
                "%(opened)d accounts opened. The one-time passwords are in %(file)s: hand them over, and delete it today."
            )
            % {"opened": sum(1 for each in done if each.password), "file": written}
        )
        bad_count = sum(1 for each in done if not each.is_done)
    if bad_count:
        raise typer.Exit(ExitCode.PROBLEMS)


@app.command(
    help=_("Make an invitation and print its link, which opens one account within seven days."),
    epilog=examples(
        "yunjiang people invite 张三 --unit 五华区 --role reporting_officer",
        "yunjiang people invite 李四 --unit 530100 --address https://yunjiang.example.cn",
    ),
)
def invite(
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("The person's full name."))],
    unit: Annotated[
        str,
        typer.Option("--unit", "-u", metavar="UNIT", help=_("Where the person works."), show_default=False),
    ],
    role: Annotated[Role | None, typer.Option(help=_("The role to be asked for on acceptance."))] = None,
    scope: Annotated[
        str | None,
        typer.Option(metavar="UNIT", help=_("Over which unit; by default where the person works.")),
    ] = None,
    valid_from: Annotated[
        date | None,
        typer.Option("--from", parser=day, metavar="DAY", help=_("First day of the role; by default today.")),
    ] = None,
    valid_to: Annotated[
        date | None,
        typer.Option("--until", parser=day, metavar="DAY", help=_("First day on which it no longer holds.")),
    ] = None,
    address: Annotated[str, typer.Option(metavar="URL", help=_("The site's address, for the link."))] = "",
    form: FormatOption = Format.TABLE,
) -> None:
    works_at = organizations.resolve(unit)
    proposed = None
    if role is not None:
        over = organizations.resolve(scope) if scope else works_at
        proposed = Proposed(role, over, valid_from or timezone.localdate(), valid_to)
    invitation, secret = invitations.invite(name, works_at, by=None, proposed=proposed)
    show_one(
        (
            Column("link", pgettext("column", "Link")),
            Column("expires_at", pgettext("column", "Valid until")),
        ),
        {
            "link": f"{address.rstrip('/')}/invitations/{secret}/",
            "expires_at": timezone.localtime(invitation.expires_at).isoformat(timespec="minutes"),
        },
        form,
    )


@app.command(
    help=_(
        "Report accounts to look at: dormant, never used, without a role, perhaps shared, of closed units. --end ends the "
        "dormant ones and those never used, but never the last administrator of a kind."
    ),
    epilog=examples("yunjiang people dormant", "yunjiang people dormant --end --reason 九十日未登录"),
)
def dormant(
    end: Annotated[
        bool, typer.Option("--end", help=_("End the dormant accounts and those never used."))
    ] = False,
    reason: Annotated[str, typer.Option(help=_("Why; stays with each account's history."))] = "",
    form: FormatOption = Format.TABLE,
) -> None:
    if end:
        _end_dormant(reason, form)
        return
    report = dormancy.report(None)
    units = names_of_units(
        person.organization_id
        for each in report
        for person in each.people
        if person.organization_id is not None
    )
    show(
        (
            Column("doubt", pgettext("column", "Why")),
            Column("username", pgettext("column", "Sign-in name")),
            Column("name", pgettext("column", "Person")),
            Column("unit", pgettext("column", "Works at")),
            Column("last_sign_in", pgettext("column", "Last sign-in")),
        ),
        [_row(each.doubt, person, units) for each in report for person in each.people],
        form,
    )


@app.command(
    help=_(
        "Give a person a one-time password: the way for security and audit administrators who lost theirs."
    ),
    epilog=examples("yunjiang people password zhang.san"),
)
def password(
    username: Annotated[str, typer.Argument(metavar="USERNAME", help=_("The sign-in name."))],
    form: FormatOption = Format.TABLE,
) -> None:
    person = User.objects.filter(username__iexact=username).first()
    if person is None:
        raise UnknownAccount(username)
    given = accounts.give_password(person, by=None)
    columns = (
        Column("username", pgettext("column", "Sign-in name")),
        Column("password", pgettext("column", "One-time password")),
    )
    show_one(columns, {"username": person.username, "password": given}, form)


@app.command(
    help=_(
        "Let everybody behind a network address try to sign in again at once, after too many failures from it locked it."
    ),
    epilog=examples("yunjiang people unlock 10.20.30.40"),
)
def unlock(
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help=_("The network address."))],
) -> None:
    if lockout.address_locked_until(address) is None:
        raise AddressNotLocked(address, [each for each, _until in lockout.locked_addresses()])
    lockout.unlock_address(address)
    say(_("%(address)s may try again.") % {"address": address})


def _end_dormant(reason: str, form: Format) -> None:
    ended = dormancy.end_dormant(by=None, reason=reason)
    show(
        (
            Column("username", pgettext("column", "Sign-in name")),
            Column("name", pgettext("column", "Person")),
            Column("ended", pgettext("column", "Ended")),
            Column("note", pgettext("column", "Note")),
        ),
        [
            *({"username": each.username, "name": str(each), "ended": True} for each in ended.people),
            *(
                {"username": each.username, "name": str(each), "ended": False, "note": sentence}
                for each, sentence in ended.kept
            ),
        ],
        form,
    )


def _row(doubt: Doubt, person: User, units: dict[int, str]) -> dict[str, Any]:
    return {
        "doubt": doubt,
        "username": person.username,
        "name": str(person),
        "unit": units.get(person.organization_id or 0),
        "last_sign_in": timezone.localdate(person.last_login) if person.last_login else None,
    }


def _write_for_owner(path: Path, content: bytes) -> None:
    """Write a file that only the owner of the machine can read: there are passwords in it."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
