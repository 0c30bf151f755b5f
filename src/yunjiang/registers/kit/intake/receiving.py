"""Taking a file in: kept, opened once to find its headings, and a batch made of it; what follows is done in the background."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.background import services as background
from yunjiang.background.models import Job
from yunjiang.files import keeping
from yunjiang.files.keeping import Source
from yunjiang.files.kinds import Kind
from yunjiang.organizations.models import Organization

from .. import registry
from ..declaration import Register
from ..models import IntakeBatch, IntakeState
from ..scope import path_of
from . import checking, clearing, columns, local, mapping, works
from .columns import Wanted
from .refusals import BatchElsewhere, NoIntake

LIMIT = 100 << 20  # bytes of a file; what it unpacks to has a limit of its own
CONFLICTS = ("change", "skip", "refuse")


def receive(
    register: type[Register],
    organization: Organization,
    stream: Source,
    name: str,
    *,
    by: User,
    sheet: str = "",
) -> IntakeBatch:
    """Keep a sheet that comes from a unit and propose where its columns go.

    Raises NoIntake, permission.Refused, files.refusals.FileRefused, SheetRefused.
    """
    if register.intake is None:
        raise NoIntake(register)
    permission.require(by, register.keeps, organization)
    file = keeping.keep(stream, name, allowed={Kind.XLSX, Kind.CSV}, limit=LIMIT, is_sealed=True)
    batch = IntakeBatch(
        register=register.code,
        organization=organization,
        path=path_of(organization.pk),
        file=file,
        file_name=name[-200:],
        sheet=sheet,
        received_by=by,
    )
    found = checking.opened(batch, is_head=True)
    batch.sheet = found.name
    wanted = offered(register, found.headings.names, by)
    batch.mapping = mapping.suggested(register, found.headings.names, organization, wanted)
    batch.summary = {"headings": [each for each in found.headings.names if each], "sheets": list(found.names)}
    batch.save()
    return batch


def offered(register: type[Register], headings: Sequence[str], by: User) -> dict[str, Wanted]:
    """Return where the columns of a sheet that a person brings may go: the register's columns, then local ones."""
    paths = permission.reach(by, register.keeps)
    return {**columns.of(register), **local.offered(register, paths, headings)}


def agree(
    batch: IntakeBatch,
    chosen: Mapping[str, str],
    *,
    on_conflict: str = "change",
    organization: Organization | None = None,
    by: User,
) -> Job:
    """Take a person's mapping (path by heading), and the unit that the sheet belongs to after all, and have it checked.

    Raises ColumnsRefused, BatchElsewhere, permission.Refused.
    """
    register = registry.of(batch.register)
    permission.require(by, register.keeps, batch.organization)
    if batch.state not in (IntakeState.RECEIVED, IntakeState.CHECKED):
        raise BatchElsewhere(batch)
    headings = batch.summary.get("headings", [])
    if organization is not None and organization.pk != batch.organization_id:
        permission.require(by, register.keeps, organization)
        batch.organization, batch.path = organization, path_of(organization.pk)
    batch.mapping = mapping.agreed(register, headings, chosen, offered(register, headings, by))
    batch.on_conflict = on_conflict if on_conflict in CONFLICTS else "change"
    batch.state = IntakeState.RECEIVED
    batch.save()
    mapping.remember(register, headings, batch.organization, batch.mapping)
    return _begin(batch, works.CHECK, _("Check “%(name)s”") % {"name": batch.file_name}, by)


def begin_commit(batch: IntakeBatch, *, leaves_faulty_out: bool, by: User) -> Job:
    """Have a checked batch written. Raises BatchElsewhere, permission.Refused."""
    _require(batch, IntakeState.CHECKED, by)
    facts = {"leaves_faulty_out": leaves_faulty_out}
    return _begin(batch, works.COMMIT, _("Import “%(name)s”") % {"name": batch.file_name}, by, **facts)


def begin_undo(batch: IntakeBatch, *, reason: str = "", by: User) -> Job:
    """Have a committed batch taken back. Raises BatchElsewhere, permission.Refused."""
    _require(batch, IntakeState.COMMITTED, by)
    return _begin(
        batch, works.UNDO, _("Take back “%(name)s”") % {"name": batch.file_name}, by, reason=reason[:400]
    )


def begin_answer(batch: IntakeBatch, *, by: User) -> Job:
    """Have the file that goes back written."""
    permission.require(by, registry.of(batch.register).keeps, batch.organization)
    return _begin(batch, works.ANSWER, _("Write the answer to “%(name)s”") % {"name": batch.file_name}, by)


def drop(batch: IntakeBatch, *, by: User) -> None:
    """Give a batch up that was not written. Raises BatchElsewhere, permission.Refused."""
    permission.require(by, registry.of(batch.register).keeps, batch.organization)
    if batch.state not in (IntakeState.RECEIVED, IntakeState.CHECKED):
        raise BatchElsewhere(batch)
    clearing.give_up(batch)


def _require(batch: IntakeBatch, state: IntakeState, by: User) -> None:
    permission.require(by, registry.of(batch.register).keeps, batch.organization)
    if batch.state != state:
        raise BatchElsewhere(batch)


def _begin(batch: IntakeBatch, work: str, title: str, by: User, **facts: Any) -> Job:
    batch.job = background.start(work, title, {"batch": batch.pk, "by": by.pk, **facts}, by=by.username)
    batch.save(update_fields=["job"])
    return batch.job
