"""The pages of refusals: what was refused, which thing, what to do next."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from yunjiang.web.pages.selection import Unreadable


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400; only our own refusals are shown, other texts are for the log."""
    sentence = str(exception) if isinstance(exception, Unreadable) else ""
    return render(request, "400.html", {"sentence": sentence}, status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 with the sentence of whoever raised it, but not with the URL resolver's."""
    reason = exception.args[0] if isinstance(exception, Http404) and exception.args else ""
    return render(request, "404.html", {"sentence": reason if isinstance(reason, str) else ""}, status=404)
