"""Showing a hidden field whole: for a purpose, on record, to a script for a minute or on a page of its own."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from yunjiang.registers.kit import columns, masks
from yunjiang.registers.kit.refusals import RegisterRefusal
from yunjiang.web import toasts
from yunjiang.web.pages.registers import frame, reading


@require_POST
def unmask(request: HttpRequest, register: str, record: int) -> HttpResponse:
    """Answer with the whole of one field, once it is recorded who asked and what for. Raises Refused, Http404."""
    user, found, row = reading.record(request, register, record)
    path, purpose = request.POST.get("field", ""), request.POST.get("purpose", "")
    is_script = bool(getattr(request, "htmx", False))
    try:
        text = masks.unmask(found, row, path, purpose, user)
    except RegisterRefusal as refusal:
        if is_script:
            status = 403 if isinstance(refusal, PermissionDenied) else 422
            return HttpResponse(str(refusal), status=status, content_type="text/plain; charset=utf-8")
        toasts.warn(request, str(refusal))
        return redirect("register-record", register, record)
    if is_script:
        answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    else:
        context = {"label": columns.column(found, path).label, "text": text}
        answer = frame.page(request, user, found, row, "unmasked", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer
