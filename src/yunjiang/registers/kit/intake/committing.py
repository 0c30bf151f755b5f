"""Committing a batch: everything in one transaction, checked once more against what is on record at that moment."""

from collections.abc import Sequence

import polars as pl
from django.db import DatabaseError, IntegrityError, OperationalError, connection, models, transaction
from django.utils import timezone

from yunjiang.access import permission, trail
from yunjiang.access.models import User
from yunjiang.ledger.standing import newest_batch
from yunjiang.standards.national_cryptography import sm3

from .. import clocks, undertaking
from ..models import ChangeSet, Deed, IntakeBatch, IntakeState
from . import checking, loading, unpacked
from .checked import Checked
from .checking import Progress, timed
from .refusals import BatchElsewhere, Contended, NothingToWrite, RowsRefused
from .staged import Applied, Overtaken, Work

ATTEMPTS = 3
_AT_ONCE = 5_000


def commit(
    batch: IntakeBatch, by: User, *, leaves_faulty_out: bool = False, progress: Progress | None = None
) -> Checked:
    """Write a batch's rows, their history and what they count, all or nothing; a batch written already is left as it is.

    With a problem in any row nothing is written, unless faulty rows are to be left out. Raises RowsRefused, NothingToWrite,
    BatchElsewhere, SheetRefused, Contended, permission.Refused.
    """
    for _ in range(ATTEMPTS):
        try:
            with loading.roomy():
                checked = _committed(batch, by, leaves_faulty_out, progress)
        except unpacked.Lost:
            unpacked.forget(batch)  # and once more from the sheet itself
        except (IntegrityError, OperationalError, Overtaken) as error:
            # Somebody else wrote one of our records between our looking and our writing: now we meet it.
            if not isinstance(error, Overtaken) and not is_race(error):
                raise
        else:
            unpacked.forget(batch)
            return checked
    raise Contended(batch)


def _committed(batch: IntakeBatch, by: User, leaves_faulty_out: bool, progress: Progress | None) -> Checked:
    checked = Checked()
    subject = f"intake:{batch.pk}"
    with trail.recording("registers.intake", subject=subject, organization_id=batch.organization_id) as deed:
        _take_turns(batch)
        kept = IntakeBatch.objects.select_for_update().get(pk=batch.pk)
        if kept.state == IntakeState.COMMITTED:
            deed.changed_nothing()
            batch.refresh_from_db()
            return Checked()
        if kept.state != IntakeState.CHECKED:
            raise BatchElsewhere(kept)
        work = checking.work_of(kept, by, is_rehearsal=False)
        permission.require(by, work.register.keeps, kept.organization)
        since = newest_batch()
        created: list[int] = []
        changed: list[int] = []
        with timed(checked.seconds, "read"):
            sheet = unpacked.Unpacked.of(work) or checking.opened(kept)
        for staged in checking.staged_parts(work, sheet, checked.seconds, progress):
            if checked.faulty_count and not leaves_faulty_out:
                checked.add(staged, None)  # nothing will be written: only the rest of the problems is wanted
                continue
            with timed(checked.seconds, "write"):
                applied = checking.apply(staged, work)
            checked.add(staged, applied)
            _keep(applied, work, checked)
            created += applied.created["record"].to_list()
            changed += applied.changed["record"].to_list()
        if checked.faulty_count and not leaves_faulty_out:
            raise RowsRefused(kept, checked.faulty_count)
        if checked.faulty_count == checked.row_count:
            raise NothingToWrite(kept)
        with timed(checked.seconds, "post"):
            follow(work, changed, wound=created, new=created, new_since=since)
        checked.keep(kept)
        kept.state, kept.committed_at, kept.answer = IntakeState.COMMITTED, timezone.now(), None
        kept.save()
        assert kept.file is not None  # only what was given up has none
        deed.learned(
            register=kept.register,
            file=kept.file_name,
            sm3=kept.file.digest,
            rows=checked.row_count,
            left_out=checked.faulty_count,
            created=checked.created_count,
            changed=checked.changed_count,
        )
    batch.refresh_from_db()
    checked.keep_verdicts(batch)
    return checked


def _keep(applied: Applied, work: Work, checked: Checked) -> None:
    """Keep what a part changed: its change set with the differences, and what was replaced."""
    records: list[int] = [*applied.created["record"].to_list(), *applied.changed["record"].to_list()]
    if not records:
        return
    with timed(checked.seconds, "history"):
        change_set = ChangeSet.objects.create(
            register=work.register.code,
            deed=Deed.INTAKE,
            by=work.by,
            reason=work.batch.file_name,
            request_id=request_of(work.batch),
            batch=work.batch,
            record_count=len(records),
        )
        write_history(change_set, applied, work)
        _after_save(work, records, change_set)


def write_history(change_set: ChangeSet, applied: Applied, work: Work) -> None:
    """Write a part's differences. Of a new record its own row says everything: only that it came into being is kept."""
    common = (pl.lit(change_set.pk).alias("change_set_id"), pl.lit(work.register.code).alias("register"))
    nothing = pl.lit("")
    loading.insert(
        "kit_difference",
        applied.created.select(
            *common, "record", pl.lit(1).alias("revision"), nothing.alias("before"), nothing.alias("after")
        ),
    )
    loading.insert("kit_difference", applied.changed.select(*common, "record", "revision", "before", "after"))
    beside = applied.beside.with_columns(pl.lit(1, pl.Int64).alias("revision"))
    for each in (applied.changed, beside):
        batch, before = pl.lit(work.batch.pk).alias("batch_id"), pl.col("replaced").alias("before")
        loading.insert("kit_replaced", each.select(batch, "record", "revision", before))


def follow(
    work: Work,
    records: Sequence[int],
    *,
    wound: Sequence[int],
    new: Sequence[int] = (),
    new_since: int | None = None,
) -> None:
    """Wind the clocks of records and do what follows for them: last of all, because other writers of the ledger wait from here.

    `new` are further records, made since the ledger's batch `new_since`.
    """
    register = work.register
    if wound and _may_run(work):
        for first in range(0, len(wound), _AT_ONCE):
            clocks.wind_many(
                register, register.model._base_manager.filter(pk__in=wound[first : first + _AT_ONCE])
            )
    undertaking.close(register, records, new=new, new_since=new_since, by=work.by)


def _may_run(work: Work) -> bool:
    """Say whether a clock may run for records that come in: the sheet says their states, or new ones begin in such a state."""
    flow = work.register.flow
    if flow is None or not flow.clocks:
        return False
    field = work.register.model._meta.get_field(flow.field)
    assert isinstance(field, models.Field)
    return flow.field in work.batch.mapping.values() or field.get_default() in flow.clocks


def _after_save(work: Work, records: Sequence[int], change_set: ChangeSet) -> None:
    """Do what follows in the register's own logic. A register of millions has `apply` and does it for all at once."""
    follows, intake = work.register.after_save, work.register.intake
    if follows is None or (intake is not None and intake.apply is not None):
        return
    for first in range(0, len(records), _AT_ONCE):
        for record in work.register.model._base_manager.filter(pk__in=records[first : first + _AT_ONCE]):
            follows(record, change_set)


def request_of(batch: IntakeBatch) -> str:
    """Return what groups the change sets of a batch."""
    return f"intake:{batch.pk}"


def _take_turns(batch: IntakeBatch) -> None:
    """Let imports into one register follow each other: two with the same people would wait for each other in a circle."""
    if connection.vendor == "postgresql":
        number = int.from_bytes(sm3(batch.register.encode())[:7], "big")
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def is_race(error: DatabaseError) -> bool:
    """Tell whether the database refused because of another writer: a unique key taken meanwhile, or a deadlock."""
    if transaction.get_connection().vendor == "postgresql":
        return getattr(error.__cause__, "sqlstate", None) in ("23505", "40P01", "40001")
    return "UNIQUE constraint failed" in str(error)
