"""The course of memberships: one event for each thing that befalls them, written once."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from yunjiang.registers.kit.intake import loading
from yunjiang.registers.kit.intake.parsing import UNLISTED
from yunjiang.registers.kit.intake.staged import Work
from yunjiang.registers.kit.models import ChangeSet

from .models import ChangeReason, Membership, MembershipEvent

_NOTE = 400  # characters of a note


def happened(
    membership: Membership,
    kind: str,
    on: date,
    *,
    change_set: ChangeSet | None,
    reason: str = "",
    note: str = "",
    source: int | None = None,
    target: int | None = None,
) -> MembershipEvent:
    """Write down what befell a membership."""
    return MembershipEvent.objects.create(
        membership=membership,
        kind=kind,
        happened_on=on,
        source_id=source,
        target_id=target,
        reason=reason,
        note=note[:400],
        change_set=change_set,
    )


def of_membership(membership_id: int) -> Sequence[MembershipEvent]:
    """Return everything that befell one membership, in the order of days."""
    rows = MembershipEvent.objects.filter(membership=membership_id)
    return list(rows.order_by("happened_on", "id"))


def of_person(person_id: int) -> Sequence[MembershipEvent]:
    """Return everything that befell a person's memberships, in the order of days."""
    rows = MembershipEvent.objects.filter(membership__person=person_id)
    return list(rows.select_related("source", "target").order_by("happened_on", "id"))


def insert(events: pl.DataFrame, work: Work) -> None:
    """Write the events that a sheet tells; their note is the sheet's name, behind a reason that stands in no list."""
    known = [str(each.value) for each in ChangeReason]
    file_name = pl.lit(work.batch.file_name[: _NOTE // 2])
    words = pl.col("reason").str.strip_prefix(UNLISTED)
    is_unlisted = pl.col("reason").str.starts_with(UNLISTED)
    loading.insert(
        "members_membershipevent",
        events.with_columns(
            pl.when(pl.col("reason").is_in(known)).then("reason").otherwise(pl.lit("")).alias("reason"),
            pl.when(is_unlisted)
            .then(pl.format("{} · {}", words, file_name))
            .otherwise(file_name)
            .alias("note"),
            pl.lit(work.moment).alias("recorded_at"),
        ),
    )
