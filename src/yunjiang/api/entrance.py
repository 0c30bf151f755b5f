"""The way in: by a browser's session or by a key, so many times a minute, and then within what the key is for."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from ninja.security import HttpBearer
from ninja.utils import check_csrf

from yunjiang.access import permission
from yunjiang.access.keys import issuing
from yunjiang.access.keys.refusals import KeyUnknown
from yunjiang.access.models import User
from yunjiang.access.signing import addresses
from yunjiang.access.trail import situation

from . import passes, problems, rates
from .refusals import DoorShut, ForeignForm, MethodNotAllowed, NotSignedIn, PassUnknown

View = Callable[..., HttpResponseBase]
Way = Callable[[HttpRequest], AbstractContextManager[None]]
_BEARER, _PASS = "bearer ", "pass "
_SAFE = ("GET", "HEAD", "OPTIONS")


class Key(HttpBearer):
    """The security scheme of the OpenAPI document; who asks was found before (see `entered`)."""

    def __call__(self, request: HttpRequest) -> Any:
        return request.user if request.user.is_authenticated else None

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        return self(request)


def entered(view: View, way: Way | None = None) -> View:
    """Return the view behind a way in, `admitted` unless another is given; whatever is refused is told as a problem."""
    way = way or admitted

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase
        try:
            with way(request):
                response = view(request, *args, **kwargs)
            if response.status_code == 405 and response.headers.get("Content-Type") != problems.TYPE:
                raise MethodNotAllowed(str(request.method), response.headers.get("Allow", ""))
        except Exception as error:
            allowed = response.headers.get("Allow") if isinstance(error, MethodNotAllowed) else None
            response = problems.answer(request, error)
            if allowed:
                response.headers["Allow"] = allowed
        response.headers["Cache-Control"] = "private, no-store"
        if isinstance(response, HttpResponse):
            patch_vary_headers(response, ["Authorization", "Cookie", "Accept-Language"])
        return response

    return enter


@contextmanager
def openly(request: HttpRequest) -> Iterator[None]:
    """Let anybody in, as nobody, so many times a minute from one address. Raises DoorShut, TooMany."""
    if not rates.applicants.limit:
        raise DoorShut
    rates.applicants.require(addresses.whole(addresses.of(request)))
    request.user = AnonymousUser()
    yield


@contextmanager
def as_oneself(request: HttpRequest) -> Iterator[None]:
    """Let the bearer of a member's pass in, as that member and nobody else. Raises PassUnknown, TooMany."""
    header = request.headers.get("Authorization", "")
    try:
        own = passes.read(header[len(_PASS) :]) if header[: len(_PASS)].lower() == _PASS else None
    except PassUnknown:
        rates.strangers.require(addresses.of(request))
        raise
    if own is None:
        raise PassUnknown
    rates.requests.require(f"person:{own.person.pk}")
    request.user, request.own = AnonymousUser(), own  # type: ignore[attr-defined]
    here = situation.current()
    here.user_agent = f"pass of person:{own.person.pk} by {own.giver.username} · {here.user_agent}"[:300]
    yield


@contextmanager
def admitted(request: HttpRequest) -> Iterator[None]:
    """Let whoever asks in, as far as he may go. Raises NotSignedIn, KeyRefused, ForeignForm, TooMany."""
    header = request.headers.get("Authorization", "")
    if header[: len(_BEARER)].lower() != _BEARER:
        if not isinstance(request.user, User):
            raise NotSignedIn
        rates.requests.require(f"user:{request.user.pk}")
        if request.method not in _SAFE and check_csrf(request, _a_view) is not None:
            raise ForeignForm
        yield
        return
    try:
        key = issuing.recognise(header[len(_BEARER) :].strip())
    except KeyUnknown:
        rates.strangers.require(addresses.of(request))
        raise
    rates.requests.require(f"key:{key.pk}")
    request.user = key.owner
    here = situation.current()
    here.user_agent = f"API key {key.pk} {key.beginning} · {here.user_agent}"[:300]
    with issuing.within(key), permission.remembering():
        yield


def _a_view() -> None:
    """Stand in for a view that is not exempt from the check of a form's token."""
