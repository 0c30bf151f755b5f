"""`yunjiang plan draft`, `drafts`, `publish`, `examples`, `replay`: documents kept as drafts, and what they taught."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yunjiang.cli.exits import ExitCode
from yunjiang.cli.options import ByOption, FormatOption, examples
from yunjiang.cli.plan import app
from yunjiang.cli.terminal import Column, Format, say, show
from yunjiang.organizations import queries as organizations
from yunjiang.plans.drafts import beginning, deciding, publishing, queries
from yunjiang.plans.drafts import examples as kept
from yunjiang.plans.drafts.models import Draft, DraftState, Example
from yunjiang.plans.reader import replaying

DraftArgument = Annotated[
    int, typer.Argument(metavar="DRAFT", help=_("Number of a draft; `yunjiang plan drafts` lists them."))
]


class UnknownDraft(LookupError):
    """That there is no draft of this number."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)

    def __str__(self) -> str:
        return _("There is no draft %(number)s; `yunjiang plan drafts` lists those that there are.") % {
            "number": self.number
        }


@app.command(
    help=_(
        "Read a document into a draft that is kept: people decide its items on the pages of the site, then it is published."
    ),
    epilog=examples("yunjiang plan draft notice.docx --code jobs-2023-2025 --owner 530000"),
)
def draft(
    document: Annotated[Path, typer.Argument(metavar="FILE", help=_("The document."))],
    code: Annotated[str, typer.Option(help=_("Lasting code of the plan."))],
    owner: Annotated[str, typer.Option(help=_("Key of the organization whose plan it is."))],
    by: ByOption,
    form: FormatOption = Format.TABLE,
) -> None:
    with document.open("rb") as stream:
        made = beginning.begin(
            stream, name=document.name, code=code, owner=organizations.resolve(owner), by=by
        )
    _show([made], form)


@app.command(
    name="drafts",
    help=_("List the drafts with how far people have come in deciding on them."),
    epilog=examples("yunjiang plan drafts", "yunjiang plan drafts --all --format json"),
)
def list_drafts(
    is_every: Annotated[bool, typer.Option("--all", help=_("Those published and dropped too."))] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    found = queries.every()
    _show(found if is_every else found.filter(state=DraftState.OPEN), form)


@app.command(
    help=_(
        "Make a draft a version of its plan. Every item must have been decided; --accept accepts first those that are open "
        "and were read at least that surely."
    ),
    epilog=examples("yunjiang plan publish 3", "yunjiang plan publish 3 --accept 0.8"),
)
def publish(
    number: DraftArgument,
    by: ByOption,
    at_least: Annotated[
        float | None,
        typer.Option("--accept", metavar="CONFIDENCE", min=0, max=1, help=_("From 0 to 1, such as 0.8.")),
    ] = None,
) -> None:
    found = Draft.objects.filter(pk=number).first()
    if found is None:
        raise UnknownDraft(number)
    if at_least is not None:
        count = deciding.accept_sure(found, at_least, by=by)
        say(ngettext("%(count)d item accepted.", "%(count)d items accepted.", count) % {"count": count})
    version = publishing.publish(found, by=by)
    say(
        pgettext("draft", "%(plan)s: version %(number)s is published.")
        % {"plan": version.plan.code, "number": version.number}
    )


@app.command(
    name="examples",
    help=_(
        "Write what people corrected, rejected and added in published drafts as texts with what is to be read in them."
    ),
    epilog=examples("yunjiang plan examples -o examples"),
)
def write_examples(
    out: Annotated[Path, typer.Option("--out", "-o", help=_("The folder to write them into."))],
) -> None:
    count = kept.write(Example.objects.order_by("pk"), out)
    say(ngettext("%(count)d example written.", "%(count)d examples written.", count) % {"count": count})


@app.command(
    help=_(
        "Read examples anew and say which hold now: those of a folder, or those that the site keeps. "
        "Exit code 1 when some do not hold."
    ),
    epilog=examples("yunjiang plan replay", "yunjiang plan replay examples --format csv"),
)
def replay(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help=_("A folder of examples; by default the site's own."))
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    own = Example.objects.order_by("pk")
    found = list(replaying.replay(folder) if folder else kept.replayed(own))
    show(
        (
            Column("example", pgettext("column", "Example")),
            Column("holds", pgettext("column", "Holds")),
            Column("problems", pgettext("column", "What does not hold")),
        ),
        [{"example": each.name, "holds": each.holds, "problems": "; ".join(each.problems)} for each in found],
        form,
    )
    failing = sum(not each.holds for each in found)
    say(_("%(holding)d of %(count)d examples hold.") % {"holding": len(found) - failing, "count": len(found)})
    if failing:
        raise typer.Exit(ExitCode.PROBLEMS)


def _show(drafts: Iterable[Draft], form: Format) -> None:
    rows = []
    for each in drafts:
        progress = queries.progress(each)
        rows.append(
            {
                "number": each.pk,
                "plan": each.code,
                "name": each.name,
                "state": each.get_state_display(),
                "open": progress.open,
                "total": progress.total,
                "made_at": timezone.localtime(each.made_at).strftime("%Y-%m-%d %H:%M"),
                "made_by": each.made_by,
                "version": each.version.number if each.version else None,
            }
        )
    show(
        (
            Column("number", pgettext("column", "Draft"), is_number=True),
            Column("plan", pgettext("column", "Plan")),
            Column("name", pgettext("column", "Name")),
            Column("state", pgettext("column", "State")),
            Column("open", pgettext("column", "Undecided"), is_number=True),
            Column("total", pgettext("column", "Items"), is_number=True),
            Column("made_at", pgettext("column", "Read")),
            Column("made_by", pgettext("column", "By")),
            Column("version", pgettext("column", "Version"), is_number=True),
        ),
        rows,
        form,
    )
