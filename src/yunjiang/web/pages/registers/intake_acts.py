"""What is done with a sheet that came in: checked, imported, taken back, answered, given up; the work is in the background."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunjiang.registers.kit.intake import receiving
from yunjiang.registers.kit.intake.refusals import ColumnsRefused
from yunjiang.registers.kit.models import IntakeBatch
from yunjiang.registers.kit.refusals import RegisterRefusal
from yunjiang.web import toasts
from yunjiang.web.pages.registers import intake, intake_batch
from yunjiang.web.templatetags.parts import Fault


@require_POST
def check(request: HttpRequest, register: str, batch: int) -> HttpResponse:
    """Take which heading goes where, and have the sheet checked. Raises Refused, Http404."""
    user, found, row = intake_batch.one(request, register, batch)
    headings = row.summary.get("headings", [])
    chosen = {
        name: path
        for number, name in enumerate(headings)
        if (path := request.POST.get(f"column-{number}", ""))
    }
    form = intake.belonging(user, found, request.POST, intake_batch.home_of(row))
    if not form.is_valid():
        row.mapping = chosen  # as it was sent, for the page alone
        return intake_batch.page(request, user, found, row, form=form)
    try:
        receiving.agree(
            row,
            chosen,
            on_conflict=request.POST.get("on_conflict", "change"),
            organization=form.cleaned_data[intake.UNIT],
            by=user,
        )
    except ColumnsRefused as refusal:
        row.mapping = chosen
        return intake_batch.page(request, user, found, row, [Fault(str(refusal), _("Columns"), "#columns")])
    except RegisterRefusal as refusal:
        toasts.warn(request, str(refusal))
    return redirect("register-batch", register, batch)


@require_POST
def commit(request: HttpRequest, register: str, batch: int) -> HttpResponse:
    """Have a checked sheet written. Raises Refused, Http404."""
    user, _found, row = intake_batch.one(request, register, batch)
    leaves = request.POST.get("rows") == "good"
    return _done(request, row, lambda: receiving.begin_commit(row, leaves_faulty_out=leaves, by=user))


@require_POST
def undo(request: HttpRequest, register: str, batch: int) -> HttpResponse:
    """Have an import taken back. Raises Refused, Http404."""
    user, _found, row = intake_batch.one(request, register, batch)
    reason = request.POST.get("reason", "").strip()
    return _done(request, row, lambda: receiving.begin_undo(row, reason=reason, by=user))


@require_POST
def answer(request: HttpRequest, register: str, batch: int) -> HttpResponse:
    """Have the file that goes back written. Raises Refused, Http404."""
    user, _found, row = intake_batch.one(request, register, batch)
    return _done(request, row, lambda: receiving.begin_answer(row, by=user))


@require_POST
def drop(request: HttpRequest, register: str, batch: int) -> HttpResponse:
    """Give a sheet up that was not imported. Raises Refused, Http404."""
    user, _found, row = intake_batch.one(request, register, batch)
    return _done(request, row, lambda: receiving.drop(row, by=user))


def _done(request: HttpRequest, batch: IntakeBatch, act: Callable[[], object]) -> HttpResponse:
    if batch.job is not None and not batch.job.is_over:
        toasts.warn(request, _("The sheet is being worked on; wait until that is done."))
        return redirect("register-batch", batch.register, batch.pk)
    try:
        act()
    except RegisterRefusal as refusal:
        toasts.warn(request, str(refusal))
    return redirect("register-batch", batch.register, batch.pk)
