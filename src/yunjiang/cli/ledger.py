"""`yunjiang ledger`: what was posted, whether it is still what was posted, and how it is sealed."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from django.db.models import Count, Max, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.cli.exits import ExitCode
from yunjiang.cli.options import FormatOption, examples
from yunjiang.cli.terminal import Column, Format, counting, say, show, show_one
from yunjiang.figures import services as figures
from yunjiang.ledger import leafing, queries, seal
from yunjiang.ledger.models import Batch, Head
from yunjiang.ledger.queries import StandingEntry
from yunjiang.organizations.models import Organization

app = typer.Typer(
    help=_(
        "The ledger: import files, look at what was posted, seal it, verify it, rebuild what was derived."
    ),
    no_args_is_help=True,
)

_FLAWS = (Column("code", pgettext("column", "Code")), Column("sentence", pgettext("column", "What is wrong")))


@app.command(
    help=_("Say where the ledger stands: its newest position, what each data set holds, what is sealed."),
    epilog=examples("yunjiang ledger status", "yunjiang ledger status --format json"),
)
def status(form: FormatOption = Format.TABLE) -> None:
    head = Head.objects.filter(pk=1).first() or Head()
    sealed = queries.segments()
    last = sealed[-1].last_position if sealed else 0
    show_one(
        (
            Column("position", pgettext("column", "Position")),
            Column("recorded_at", pgettext("column", "Newest batch")),
            Column("chain_digest", pgettext("column", "Chain digest (SM3)")),
            Column("segment_count", pgettext("column", "Segments")),
            Column("sealed_position", pgettext("column", "Sealed up to position")),
            Column("sealed_entry_count", pgettext("column", "Entries sealed")),
        ),
        {
            "position": head.position,
            "recorded_at": None if head.recorded_at is None else _moment(head.recorded_at),
            "chain_digest": bytes(head.chain_digest).hex(),
            "segment_count": len(sealed),
            "sealed_position": last,
            "sealed_entry_count": sum(each.entry_count for each in sealed),
        },
        form,
    )
    if form is not Format.TABLE:
        return
    rows = Batch.objects.values("data_set").annotate(
        batch_count=Count("pk"), entry_count=Sum("entry_count"), newest_at=Max("recorded_at")
    )
    show(
        (
            Column("data_set", pgettext("column", "Data set")),
            Column("batch_count", pgettext("column", "Batches"), is_number=True),
            Column("entry_count", pgettext("column", "Entries"), is_number=True),
            Column("newest_at", pgettext("column", "Newest batch")),
        ),
        [{**row, "newest_at": _moment(row["newest_at"])} for row in rows.order_by("data_set")],
        form,
    )


@app.command(
    help=_("List the batches, the newest first: who posted what and why."),
    epilog=examples("yunjiang ledger batches --limit 5", "yunjiang ledger batches --format csv"),
)
def batches(
    limit: Annotated[int, typer.Option(min=1, help=_("How many at most."))] = 20,
    form: FormatOption = Format.TABLE,
) -> None:
    show(
        (
            Column("position", pgettext("column", "Position"), is_number=True),
            Column("recorded_at", pgettext("column", "Recorded")),
            Column("recorded_by", pgettext("column", "By")),
            Column("data_set", pgettext("column", "Data set")),
            Column("title", pgettext("column", "Title")),
            Column("posting_count", pgettext("column", "Postings"), is_number=True),
            Column("entry_count", pgettext("column", "Entries"), is_number=True),
            Column("reason", pgettext("column", "Reason")),
        ),
        [
            {
                "position": each.position,
                "recorded_at": _moment(each.recorded_at),
                "recorded_by": each.recorded_by,
                "data_set": each.data_set,
                "title": each.title,
                "posting_count": each.posting_count,
                "entry_count": each.entry_count,
                "reason": each.reason,
            }
            for each in Batch.objects.filter(position__isnull=False).order_by("-position")[:limit]
        ],
        form,
    )


@app.command(
    help=_("Show the entries of records by their sources, all revisions, or those of one batch."),
    epilog=examples("yunjiang ledger entries publication:1", "yunjiang ledger entries --batch 12 --limit 50"),
)
def entries(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="SOURCE", help=_("Source of a record, such as publication:1.")),
    ] = None,
    batch: Annotated[
        int | None, typer.Option(metavar="POSITION", help=_("Position of the batch to show instead."))
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help=_("How many at most."))] = 100,
    form: FormatOption = Format.TABLE,
) -> None:
    if bool(sources) == (batch is not None):
        raise typer.BadParameter(_("name sources, or one batch with --batch"))
    found = leafing.in_batch(batch, limit) if batch is not None else leafing.of_sources(sources or [])[:limit]
    show_entries(found, form)


def show_entries(found: Sequence[StandingEntry], form: Format) -> None:
    """Write entries with their sources."""
    keys = dict(
        Organization.objects.filter(pk__in={each.organization_id for each in found}).values_list("pk", "key")
    )
    show(
        (
            Column("id", pgettext("column", "Number")),
            Column("since_on", pgettext("column", "From")),
            Column("happened_on", pgettext("column", "Day")),
            Column("unit", pgettext("column", "Organization")),
            Column("measure", pgettext("column", "Measure")),
            Column("quantity", pgettext("column", "Quantity"), is_number=True),
            Column("unit_of_measure", pgettext("column", "Unit of measure")),
            Column("weight", "±", is_number=True),
            Column("bound", pgettext("column", "Bound")),
            Column("breakdown", pgettext("column", "Breakdown")),
            Column("source", pgettext("column", "Source")),
            Column("revision", pgettext("column", "Revision"), is_number=True),
            Column("position", pgettext("column", "Position"), is_number=True),
            Column("evidence", pgettext("column", "Evidence")),
        ),
        [_entry(each, keys, form) for each in found],
        form,
    )


@app.command(
    name="seal",
    help=_("Seal what is not sealed yet as chained segments, and renew what figures keep beside them."),
    epilog=examples("yunjiang ledger seal", "yunjiang ledger seal --up-to 120"),
)
def seal_entries(
    up_to: Annotated[
        int | None, typer.Option(metavar="POSITION", help=_("Last position to seal; by default the newest."))
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    sealed = []
    while (segment := seal.seal(up_to=up_to)) is not None:
        sealed.append(segment)
    if sealed:
        figures.refresh()
    show(
        (
            Column("number", pgettext("column", "Segment"), is_number=True),
            Column("first_position", pgettext("column", "From position"), is_number=True),
            Column("last_position", pgettext("column", "To position"), is_number=True),
            Column("entry_count", pgettext("column", "Entries"), is_number=True),
            Column("file_name", pgettext("column", "File")),
            Column("chain_digest", pgettext("column", "Chain digest (SM3)")),
        ),
        [
            {
                "number": each.number,
                "first_position": each.first_position,
                "last_position": each.last_position,
                "entry_count": each.entry_count,
                "file_name": each.file_name,
                "chain_digest": bytes(each.chain_digest).hex(),
            }
            for each in sealed
        ],
        form,
    )
    say(_("%(count)d segments sealed.") % {"count": len(sealed)})


@app.command(
    help=_(
        "Check every digest anew, from the database's rows and from the sealed files, and name the first row or file that is not "
        "what was posted. Exit code 1 when something is wrong."
    ),
    epilog=examples("yunjiang ledger verify", "yunjiang ledger verify --noted 120=5f3a…"),
)
def verify(
    noted: Annotated[
        list[str] | None,
        typer.Option(
            metavar="POSITION=DIGEST",
            help=_(
                "A chain digest noted outside the database, on paper or in a report, to hold the ledger against."
            ),
        ),
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    with counting(_("Verifying")) as advance:
        flaws = seal.verify(noted=dict(noted_digest(each) for each in noted or []), on_progress=advance)
    if flaws or form is not Format.TABLE:
        show(_FLAWS, [{"code": each.code, "sentence": each.sentence()} for each in flaws], form)
    if flaws:
        say(_("%(count)d flaws found.") % {"count": len(flaws)})
        raise typer.Exit(ExitCode.PROBLEMS)
    say(_("The ledger is what was posted, up to position %(position)d.") % {"position": queries.position()})


@app.command(
    help=_(
        "Write the sealed files and what figures keep beside them anew from the database. A file is replaced only by "
        "the same rows. Exit code 1 when the database no longer gives them."
    ),
    epilog=examples("yunjiang ledger rebuild"),
)
def rebuild(form: FormatOption = Format.TABLE) -> None:
    flaws = seal.rebuild()
    figures.rebuild()
    if flaws or form is not Format.TABLE:
        show(_FLAWS, [{"code": each.code, "sentence": each.sentence()} for each in flaws], form)
    if flaws:
        raise typer.Exit(ExitCode.PROBLEMS)
    say(_("%(count)d segments are written anew.") % {"count": len(queries.segments())})


def _entry(entry: StandingEntry, keys: dict[int, str], form: Format) -> dict[str, Any]:
    evidence = entry.evidence or {}
    return {
        "id": entry.id if form is Format.JSON else str(entry.id),  # a name, not an amount: no grouping
        "since_on": entry.since_on,
        "happened_on": entry.happened_on,
        "unit": keys.get(entry.organization_id),
        "measure": entry.measure,
        "quantity": entry.quantity,
        "unit_of_measure": entry.unit,
        "weight": entry.weight,
        "bound": entry.bound,
        "breakdown": [f"{dimension}={value}" for dimension, value in entry.breakdown.items()],
        "source": entry.source,
        "revision": entry.revision,
        "position": entry.position,
        "evidence": dict(evidence) if form is Format.JSON else evidence.get("title", ""),
    }


def noted_digest(text: str) -> tuple[int, str]:
    """Read a position and the digest that was noted for it. Raises BadParameter."""
    position, equals, digest = text.partition("=")
    if not equals or not position.isdigit():
        raise typer.BadParameter(_("“%(text)s” is not of the form POSITION=DIGEST.") % {"text": text})
    return int(position), digest


def _moment(moment: Any) -> str:
    return timezone.localtime(moment).isoformat(sep=" ", timespec="seconds")
