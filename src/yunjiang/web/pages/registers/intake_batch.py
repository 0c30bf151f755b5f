"""One sheet on its way in: which heading goes where, what is wrong with it, what it would do, what it did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunjiang.access import permission, trail
from yunjiang.access.models import User
from yunjiang.background.models import Job, JobState
from yunjiang.files import answering
from yunjiang.files.kinds import Kind
from yunjiang.files.refusals import FileGone
from yunjiang.organizations.models import Standing
from yunjiang.registers.kit import putting
from yunjiang.registers.kit.declaration import Register
from yunjiang.registers.kit.forms import RecordForm
from yunjiang.registers.kit.intake import clearing, local, receiving
from yunjiang.registers.kit.models import IntakeBatch, IntakeState
from yunjiang.web.components import said
from yunjiang.web.components.said import Crumb
from yunjiang.web.pages import jobs
from yunjiang.web.pages.registers import intake, reading, writing

SHOWN = 100  # problems on the page; all of them are in the file that goes back
TEXTS = 20  # that stand in no list, shown of each column


@dataclass(frozen=True)
class Choice:
    """One heading of the sheet, and where it goes."""

    number: int
    heading: str
    path: str


@dataclass(frozen=True)
class Unlisted:
    """What stands in a column and in no list: in how many rows, and each text with the first rows that have it."""

    name: str
    count: int
    texts: Sequence[tuple[str, int, str]]
    more_count: int


def batch(request: HttpRequest, register: str, batch: int) -> HttpResponse:
    """Show a sheet that came in. Raises Refused, Http404."""
    user, found, row = one(request, register, batch)
    return page(request, user, found, row)


def progress(request: HttpRequest, register: str, batch: int) -> HttpResponse:
    """Say how far the work on a sheet is; when it is over the whole page comes anew. Raises Refused, Http404."""
    _user, _found, row = one(request, register, batch)
    if row.job is None or row.job.is_over:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "components/job.html", {"job": _drawn(row, row.job)})


def file(request: HttpRequest, register: str, batch: int) -> FileResponse:
    """Hand the answer out: the file as it came, with what became of each row. Raises Refused, Http404."""
    _user, _found, row = one(request, register, batch)
    if row.answer is None:
        raise Http404(_("The answer is not written yet."))
    trail.note(
        "registers.export",
        subject=f"intake:{row.pk}",
        organization_id=row.organization_id,
        facts={"register": row.register, "rows": row.row_count},
    )
    stem = row.file_name.rpartition(".")[0] or row.file_name
    ending = ".csv" if row.answer.media_type == Kind.CSV.media_type else ".xlsx"
    name = _("%(name)s (checked)") % {"name": stem}
    try:
        return FileResponse(
            answering.opened(row.answer), headers=answering.headers(row.answer, f"{name}{ending}")
        )
    except FileGone as gone:
        raise Http404(str(gone)) from gone


def one(request: HttpRequest, register: str, number: int) -> tuple[User, type[Register], IntakeBatch]:
    """Return who asks, a register, and a sheet that came into it for a unit whose records he keeps. Raises Refused, Http404."""
    user, found = intake.enter(request, register)
    rows = IntakeBatch.objects.select_related("organization", "file", "answer", "job", "received_by")
    row = rows.filter(pk=number, register=found.code).first() if number < reading.LONGEST_NUMBER else None
    if row is None:
        raise Http404(_("No such sheet came in."))
    permission.require(user, found.keeps, row.organization)
    return user, found, row


def page(
    request: HttpRequest,
    user: User,
    register: type[Register],
    batch: IntakeBatch,
    faults: Sequence[Any] = (),
    form: RecordForm | None = None,
) -> HttpResponse:
    """Draw a sheet's page as its state has it; `form` is that of its unit, where it was sent and cannot be."""
    wanted = {
        **receiving.offered(register, batch.summary.get("headings", []), user),
        **local.of(batch, register),
    }
    names = {path: column.name for path, column in wanted.items()}
    problems = [
        {**each, "name": names.get(each["column"], "")} for each in batch.summary.get("problems", [])[:SHOWN]
    ]
    job = batch.job
    sorts = [
        {"name": names.get(column, ""), "count": count, "text": _first(batch, code, column)}
        for code, column, count in batch.summary.get("sorts", [])
    ]
    unlisted = _unlisted(batch, names)
    good_count = batch.row_count - batch.faulty_count
    may_be_mapped = batch.state in (IntakeState.RECEIVED, IntakeState.CHECKED)
    is_refused = bool(faults or form is not None)
    if form is None and may_be_mapped and intake.has_choice(user, register):
        form = intake.belonging(user, register, home=home_of(batch))
    context = {
        "register": register,
        "batch": batch,
        "unit": reading.unit_name(batch.organization),
        "lead": _lead(batch),
        "crumbs": [
            *writing.crumbs(register),
            Crumb(_("Import"), reverse("register-import", args=[register.code])),
            Crumb(batch.file_name),
        ],
        "faults": faults,
        "form": form,
        "is_refused": is_refused,
        "job": _drawn(batch, job) if job is not None and not job.is_over else None,
        "failed": job.refusal if job is not None and job.state == JobState.FAILED else "",
        "choices": _choices(batch),
        "wanted": [(path, column.name, column.is_required) for path, column in wanted.items()],
        "conflicts": [
            ("change", _("change it, where the sheet says something else")),
            ("skip", _("leave it as it is")),
            ("refuse", _("tell it as a problem")),
        ],
        "sorts": sorts,
        "problems": problems,
        "unlisted": unlisted,
        "unlisted_count": sum(each.count for each in unlisted),
        "doubts": batch.summary.get("doubts", [])[:SHOWN],
        "otherwise": [
            {**each, "name": names.get(each["column"], "")}
            for each in batch.summary.get("otherwise", [])[:SHOWN]
        ],
        "otherwise_count": batch.summary.get("otherwise_count", 0),
        "duplicates_href": _duplicates(user),
        "more_count": max(0, sum(each["count"] for each in sorts) - len(problems)),
        "good_count": good_count,
        "changing_count": batch.created_count + batch.changed_count,
        "undone": batch.summary.get("undone"),
        "undone_told": _undone_told(batch),
        "left": _left(register, batch.summary.get("undone", {}).get("which", [])[:SHOWN]),
        "lasts_until": clearing.lasts_until(batch),
        "is_cleared": batch.file_id is None,
        "left_alone": [each.heading for each in _choices(batch) if not each.path],
        "is_mapping": batch.state == IntakeState.RECEIVED,
        "is_checked": batch.state == IntakeState.CHECKED,
        "is_committed": batch.state == IntakeState.COMMITTED,
    }
    return render(request, "pages/registers/intake_batch.html", context, status=422 if is_refused else 200)


def home_of(batch: IntakeBatch) -> Standing | None:
    """Return how the unit stands that a sheet belongs to, or how it stood last."""
    return batch.organization.standings.order_by("-valid_from").first()


def _lead(batch: IntakeBatch) -> str:
    match batch.state:
        case IntakeState.RECEIVED:
            return _("Say which column is what")
        case IntakeState.CHECKED if batch.faulty_count:
            facts = {"count": batch.faulty_count, "all": batch.row_count}
            return _("%(count)d of %(all)d rows have problems") % facts
        case IntakeState.CHECKED:
            return _("%(new)d would be new, %(changed)d changed") % {
                "new": batch.created_count,
                "changed": batch.changed_count,
            }
        case IntakeState.COMMITTED:
            return _("%(new)d are new, %(changed)d were changed") % {
                "new": batch.created_count,
                "changed": batch.changed_count,
            }
        case IntakeState.UNDONE:
            return _("The import was taken back")
    return _("The sheet was given up")


def _choices(batch: IntakeBatch) -> list[Choice]:
    headings = batch.summary.get("headings", [])
    return [Choice(number, name, batch.mapping.get(name, "")) for number, name in enumerate(headings)]


def _first(batch: IntakeBatch, code: str, column: str) -> str:
    """Return what the first problem of a sort says."""
    found = (
        each["text"]
        for each in batch.summary.get("problems", [])
        if (each["code"], each["column"]) == (code, column)
    )
    return next(found, "")


def _undone_told(batch: IntakeBatch) -> str:
    """Say what taking a batch back came to; nothing of one that was not taken back."""
    undone = batch.summary.get("undone")
    if undone is None:
        return ""
    parts = [
        ngettext("%(count)d record was voided", "%(count)d records were voided", undone["voided"])
        % {"count": undone["voided"]}
    ]
    if undone["restored"]:
        words = ngettext(
            "%(count)d has its earlier values again",
            "%(count)d have their earlier values again",
            undone["restored"],
        )
        parts.append(words % {"count": undone["restored"]})
    if undone["left"]:
        words = ngettext(
            "%(count)d was changed since and stays as it is",
            "%(count)d were changed since and stay as they are",
            undone["left"],
        )
        parts.append(words % {"count": undone["left"]})
    return _("%(parts)s.") % {"parts": _("; ").join(parts)}


def _duplicates(user: User) -> str:
    """Return where possible duplicates are decided on, for who may."""
    may = permission.Act.CHECK_RECORDS in permission.acts_anywhere(user)
    return reverse("duplicates") if may else ""


def _unlisted(batch: IntakeBatch, names: Mapping[str, str]) -> list[Unlisted]:
    """Return by column what stands in no list, the column with most of it first."""
    found: dict[str, list[tuple[str, int, list[int]]]] = {}
    for column, text, count, rows in batch.summary.get("unlisted", []):
        found.setdefault(column, []).append((text, count, rows))
    columns = []
    for column, told in found.items():
        told.sort(key=lambda each: -each[1])
        texts = [(text, count, _rows(count, rows)) for text, count, rows in told[:TEXTS]]
        name, count = names.get(column, ""), sum(each[1] for each in told)
        columns.append(Unlisted(name, count, texts, len(told) - len(texts)))
    return sorted(columns, key=lambda each: -each.count)


def _rows(count: int, first: Sequence[int]) -> str:
    """Say which rows they are, as many as are known."""
    listed = "、".join(str(each) for each in first)
    if count > len(first):
        return _("rows %(rows)s and others") % {"rows": listed}
    return ngettext("row %(rows)s", "rows %(rows)s", count) % {"rows": listed}


def _left(register: type[Register], numbers: Sequence[int]) -> list[tuple[str, str]]:
    """Return what the records are called that were left as they are, with their pages."""
    rows = (
        register.model._base_manager.filter(pk__in=numbers).select_related(*register.related).order_by("pk")
    )
    return [
        (putting.title(register, each), reverse("register-record", args=[register.code, each.pk]))
        for each in rows
    ]


def _drawn(batch: IntakeBatch, job: Job) -> said.Job:
    drawn = jobs.drawn(job)
    href = reverse("register-batch-progress", args=[batch.register, batch.pk])
    return said.Job(drawn.title, drawn.sentence, drawn.done_count, drawn.total_count, href)
