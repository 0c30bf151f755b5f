"""Doing what a checked workbook says, in one transaction: accounts with one-time passwords, roles given or asked for."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yunjiang.access import trail
from yunjiang.access.models import User
from yunjiang.access.people import accounts, requests, roles
from yunjiang.access.people.authority import By
from yunjiang.access.people.refusals import PeopleRefusal
from yunjiang.access.people.workbook.checking import Effect, Planned, check
from yunjiang.access.people.workbook.problems import ProblemsLeft
from yunjiang.access.people.workbook.reading import Row, Sheet
from yunjiang.access.services import AdministrationCombined, UsernameTaken


@dataclass(frozen=True)
class Imported:
    """What became of one row. `password` is shown once and kept nowhere; `sentence` says what happened or why nothing did."""

    row: Row
    is_done: bool
    sentence: str
    password: str = ""


def import_sheet(
    sheet: Sheet, *, by: By, only_good: bool = False, facts: Mapping[str, str] | None = None
) -> list[Imported]:
    """Import the rows of a sheet and return what became of each; they are checked anew against what is there now.

    With a problem anywhere nothing is imported, unless `only_good` rows are asked for. Roles are asked for, and given at once
    only from the command line. Raises ProblemsLeft, Refused.
    """
    told = {"rows": len(sheet.rows), **(facts or {})}
    with trail.recording("people.import", facts=told) as deed:
        planned = check(sheet, by=by)
        bad = [each for each in planned if not each.is_good]
        if bad and not only_good:
            raise ProblemsLeft(len(bad))
        done = [_row(each, by) if each.is_good else _left_out(each) for each in planned]
        deed.learned(
            opened=sum(1 for each in done if each.password),
            left_out=sum(1 for each in done if not each.is_done),
        )
    return done


def _row(planned: Planned, by: By) -> Imported:
    if planned.effect is Effect.NOTHING:
        return Imported(planned.row, True, _("Unchanged: everything is there already."))
    try:
        # One recording around the row: the account and its role come to be together or not at all.
        with trail.recording("people.import_row", facts={"row": planned.row.number}):
            return _done(planned, by)
    except (PeopleRefusal, UsernameTaken, AdministrationCombined) as refusal:
        return Imported(planned.row, False, str(refusal))


def _done(planned: Planned, by: By) -> Imported:
    password = ""
    person = planned.person
    if person is None:
        person, password = accounts.open_account(
            planned.username, name=planned.name, organization=planned.unit, by=by
        )
    sentence = _("The account was opened.") if password else ""
    if planned.role is not None:
        sentence = " ".join(part for part in (sentence, _role(planned, person, by)) if part)
    return Imported(planned.row, True, sentence, password)


def _role(planned: Planned, person: User, by: By) -> str:
    assert planned.role is not None
    assert planned.scope is not None
    assert planned.valid_from is not None
    if by is None:
        roles.give(
            person,
            planned.role,
            planned.scope,
            valid_from=planned.valid_from,
            valid_to=planned.valid_to,
            by=by,
        )
        return _("The role was given.")
    requests.ask(
        person, planned.role, planned.scope, valid_from=planned.valid_from, valid_to=planned.valid_to, by=by
    )
    return _("The role waits for the security administrator.")


def _left_out(planned: Planned) -> Imported:
    sentence = " ".join(f"{each.column}: {each.sentence}" for each in planned.problems)
    return Imported(planned.row, False, sentence)
