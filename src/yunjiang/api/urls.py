"""The addresses of the API, all behind the same entrance."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, path, re_path

from . import reading
from .entrance import Way, admitted, as_oneself, entered, openly
from .refusals import NoSuchAddress
from .table import api


def nothing_here(request: HttpRequest, rest: str) -> HttpResponseBase:
    """Refuse an address that there is not."""
    raise NoSuchAddress(request.path)


def _way(address: str) -> Way:
    """Return the way in to an address: for joining nobody has to be known, and a member's own is opened by the member's pass."""
    if address.startswith("joining/"):
        return openly
    return as_oneself if address.startswith("own/") and address != "own/passes/" else admitted


def _behind_the_entrance(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    for each in patterns:
        assert isinstance(each, URLPattern)
        each.callback = entered(each.callback, _way(str(each.pattern)))
        each.name = None  # names of pages are the site's alone; programs find addresses in the document
    return patterns


urlpatterns: list[URLPattern | URLResolver] = [
    path("", reading.reference, name="api"),
    path("openapi.json", entered(reading.document), name="api-document"),
    *_behind_the_entrance([each for each in api.urls[0] if getattr(each, "name", "") != "api-root"]),
    re_path(r"^(?P<rest>.*)$", entered(nothing_here), name="api-nothing"),
]
