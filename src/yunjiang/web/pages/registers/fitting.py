"""Doing one thing to all records that fit a filter: in the background, and what was left out is told with the reasons."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yunjiang.access import trail
from yunjiang.access.models import User
from yunjiang.background.models import Job, JobState
from yunjiang.registers.kit import filters, fitting, lists
from yunjiang.registers.kit.declaration import Register
from yunjiang.registers.kit.filters import Wanted
from yunjiang.registers.kit.models import BulkAct
from yunjiang.registers.kit.refusals import RegisterRefusal
from yunjiang.standards.spreadsheets import MARK, harmless
from yunjiang.web import exporting
from yunjiang.web.components import said
from yunjiang.web.components.said import Crumb
from yunjiang.web.pages import jobs
from yunjiang.web.pages.registers import bulk, reading, writing
from yunjiang.web.pages.selection import Unreadable
from yunjiang.web.templatetags.parts import Fault

SHOWN = 50  # of those left out; all are in the file
_AT_A_TIME = 2_000


def ask(request: HttpRequest, register: str) -> HttpResponse:
    """Say what will be done to all that fit, and have it done. Raises Refused, Http404, Unreadable."""
    user, found = reading.register(request, register)
    sent = request.POST if request.method == "POST" else request.GET
    what = sent.get("what", "")
    named = {each.value: each.name for each in bulk.deeds(found, user)}
    if what not in named:
        reading.who(request, found.keeps)
        raise Unreadable("what", what, _("one of the things that can be done to many records"))
    query = {name: values for name, values in sent.lists() if filters.understands(found, name)}
    wanted = filters.parse(found, query)
    form = bulk.form_of(request, user, found, what)
    faults = [Fault(each.text) for each in wanted.problems]
    if request.method == "POST" and not faults and form.is_valid():
        values = form.values()
        reason = values.pop("reason", "")
        try:
            act = fitting.ask(found, what, query, values, reason=reason, by=user, name=named[what])
        except RegisterRefusal as refusal:
            faults = [Fault(str(refusal))]
        else:
            return redirect("register-bulk-act", register, act.pk)
    for bound in form:
        faults += [Fault(str(text), str(bound.label), f"#{bound.id_for_label}") for text in bound.errors]
    count = lists.count(found, user, wanted)
    facts = {"deed": named[what], "count": count}
    context = {
        "register": found,
        "what": what,
        "crumbs": [*writing.crumbs(found), Crumb(named[what])],
        "lead": _("%(deed)s: all %(count)s that fit") % facts,
        "faults": faults,
        "told": _told(wanted),
        "kept": [(name, value) for name, values in query.items() for value in values if value],
        "fields": [bound for bound in form if not bound.is_hidden],
        "button": _("%(deed)s: all %(count)s that fit") % facts if count.number else "",
        "back_href": reverse("register", args=[register]),
    }
    return render(request, "pages/registers/fitting.html", context, status=422 if faults else 200)


def act(request: HttpRequest, register: str, bulk_act: int) -> HttpResponse:
    """Show how far it is, or what was done and what was left out. Raises Refused, Http404."""
    user, found, row = _one(request, register, bulk_act)
    job = row.job
    is_over = job is None or job.is_over
    name = next((each.name for each in bulk.deeds(found, user) if each.value == row.what), row.what)
    context = {
        "register": found,
        "act": row,
        "crumbs": [*writing.crumbs(found), Crumb(name)],
        "lead": _lead(row, name, is_over=is_over),
        "told": row.told,
        "job": None if is_over or job is None else _drawn(row, job),
        "failed": _failed(job) if job is not None and row.finished_at is None else "",
        "left_out": _left_out(found, row) if is_over else [],
        "more_count": max(0, row.left_out_count - SHOWN),
        "file_href": reverse("register-bulk-left", args=[found.code, row.pk]) if row.left_out_count else "",
        "list_href": reverse("register", args=[found.code]),
    }
    return render(request, "pages/registers/bulk_act.html", context)


def progress(request: HttpRequest, register: str, bulk_act: int) -> HttpResponse:
    """Say how far it is; when it is over the whole page comes anew. Raises Refused, Http404."""
    _user, _found, row = _one(request, register, bulk_act)
    if row.job is None or row.job.is_over:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "components/job.html", {"job": _drawn(row, row.job)})


def left_out(request: HttpRequest, register: str, bulk_act: int) -> StreamingHttpResponse:
    """Hand out the list of what was left out, a row each with its reason. Raises Refused, Http404."""
    _user, found, row = _one(request, register, bulk_act)
    trail.note("registers.export", subject=found.code, facts={"bulk_act": row.pk, "rows": row.left_out_count})
    answer = StreamingHttpResponse(_lines(row), content_type=exporting.CSV)
    answer.headers["Content-Disposition"] = f'attachment; filename="bulk-{row.pk}-left-out.csv"'
    return answer


def _one(request: HttpRequest, register: str, number: int) -> tuple[User, type[Register], BulkAct]:
    """Return who asks, a register, and an act that he himself asked for. Raises Refused, Http404."""
    user, found = reading.register(request, register)
    rows = BulkAct.objects.select_related("job", "by").filter(register=found.code, by=user)
    row = rows.filter(pk=number).first() if number < reading.LONGEST_NUMBER else None
    if row is None:
        raise Http404(_("You asked for nothing of this number here."))
    return user, found, row


def _told(wanted: Wanted) -> list[tuple[str, str]]:
    return filters.described(wanted)


def _lead(act: BulkAct, name: str, *, is_over: bool) -> str:
    if not is_over:
        return _("%(deed)s: all that fit") % {"deed": name}
    count = act.changed_count
    done = ngettext("%(count)d record is written", "%(count)d records are written", count) % {"count": count}
    if not act.left_out_count:
        return _("%(deed)s: %(done)s") % {"deed": name, "done": done}
    left = ngettext("%(count)d left out", "%(count)d left out", act.left_out_count) % {
        "count": act.left_out_count
    }
    return _("%(deed)s: %(done)s, %(left)s") % {"deed": name, "done": done, "left": left}


def _failed(job: Job) -> str:
    if job.state == JobState.CANCELLED:
        return _("It was called off; what was written until then stays.")
    return job.refusal if job.state == JobState.FAILED else ""


def _drawn(act: BulkAct, job: Job) -> said.Job:
    drawn = jobs.drawn(job)
    href = reverse("register-bulk-progress", args=[act.register, act.pk])
    return said.Job(drawn.title, drawn.sentence, drawn.done_count, drawn.total_count, href)


def _left_out(register: type[Register], act: BulkAct) -> list[dict[str, Any]]:
    """Return why records were left out, the most frequent first, each with how many and the first of them."""
    named: dict[str, list[tuple[str, str]]] = {}
    for each in act.left_out.order_by("pk")[:SHOWN]:
        href = reverse("register-record", args=[register.code, each.record])
        named.setdefault(fitting.reason_of(each.title, each.sentence), []).append(
            (each.title or f"#{each.record}", href)
        )
    return [
        {"why": why, "count": count, "records": named.get(why, [])} for why, count in fitting.reasons(act)
    ]


def _lines(act: BulkAct) -> Iterator[bytes]:
    heading = [
        pgettext("of a list", "Number of the record"),
        pgettext("of a list", "Record"),
        pgettext("of a list", "Why it was left out"),
    ]
    yield _line([heading], MARK)
    rows = act.left_out.order_by("pk").values_list("record", "title", "sentence")
    for row in rows.iterator(chunk_size=_AT_A_TIME):
        yield _line([row])


def _line(rows: list[Any], before: str = "") -> bytes:
    text = io.StringIO()
    text.write(before)
    written = [[harmless(each) if isinstance(each, str) else each for each in row] for row in rows]
    csv.writer(text, lineterminator="\r\n").writerows(written)
    return text.getvalue().encode()
