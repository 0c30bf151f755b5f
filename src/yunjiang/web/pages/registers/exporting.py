"""Taking what a list shows away as a file: hidden as the reader may see it, or whole for a purpose that goes on record."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.registers.kit import exports, extras, filters, purposes
from yunjiang.registers.kit.declaration import Register
from yunjiang.registers.kit.refusals import RegisterRefusal
from yunjiang.web import exporting, toasts
from yunjiang.web.pages.registers import reading, sieve

TYPES = {"csv": exporting.CSV, "xlsx": exporting.XLSX}


def asked(request: HttpRequest, user: User, register: type[Register]) -> Mapping[str, Any]:
    """Return what the fold that asks for an export needs: what is exported, and for what somebody may see it whole."""
    return {"export_parts": sieve.kept(request, register), "export_purposes": purposes_for(user, register)}


def purposes_for(user: User, register: type[Register]) -> list[tuple[str, str]]:
    """Return the purposes for which this person may take hidden columns away whole; none where nothing is hidden."""
    cleared = [
        path
        for path, mask in register.masked.items()
        if permission.reach(user, register.reads, classification=mask.classification)
    ]
    found = {each.code: str(each.name) for path in cleared for each in purposes.allowed(register, path)}
    return list(found.items())


@require_POST
def export(request: HttpRequest, register: str) -> HttpResponse | StreamingHttpResponse:
    """Hand out the list as a file, once who took it and what for is recorded. Raises Refused, Http404."""
    user, found = reading.register(request, register)
    form = request.POST.get("format", "csv")
    wanted = filters.parse(found, dict(request.POST.lists()))
    known = sieve.known_columns(found, extras.seen_by(found, user))
    paths = sieve.chosen_columns(request.POST.getlist("columns"), found, known)
    try:
        parts = exports.stream(found, user, wanted, paths, form, purpose=request.POST.get("purpose") or None)
    except RegisterRefusal as refusal:
        toasts.warn(request, str(refusal))
        return redirect("register", register)
    name = quote(f"{found.name} {timezone.localtime():%Y%m%d-%H%M}.{form}")
    answer = StreamingHttpResponse(parts, content_type=TYPES[form])
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer
