"""Middleware: of whom and from where a request comes, and that somebody was refused."""

import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yunjiang.access.models import Result, User
from yunjiang.access.permission import Refused
from yunjiang.access.signing import addresses
from yunjiang.access.trail import note, situation
from yunjiang.access.trail.refusals import TrailUnwritable
from yunjiang.access.trail.situation import Situation

# Refusals of one person or address: a script that tries every page must not fill the trail.
TOLD_A_MINUTE = 30

_NUMBER = re.compile(r"[\w.-]{8,64}", re.ASCII)


class Situated:
    """Let what a request records be recorded of who sent it; must come after the middleware that knows the user."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = _number_of(request)
        here = Situation(
            user=lambda: _user_of(request),
            ip=addresses.of(request),
            user_agent=request.headers.get("User-Agent", ""),
            request_id=number,
        )
        with situation.situated(here):
            response = self._answer(request)
        response.headers["X-Request-ID"] = number
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Record a refusal before it is told. Answer 503 where the trail could not be written."""
        if isinstance(exception, PermissionDenied) and exception not in situation.current().already_told:
            try:
                _tell_of_refusal(request, exception)
            except TrailUnwritable as unwritable:
                exception = unwritable
        if isinstance(exception, TrailUnwritable):
            return render(request, "503.html", {"sentence": str(exception)}, status=503)
        return None


def _tell_of_refusal(request: HttpRequest, refusal: PermissionDenied) -> None:
    user = _user_of(request)
    count = _allowance.count(f"user:{user.pk}" if user else addresses.of(request))
    if count > TOLD_A_MINUTE:
        return
    facts: dict[str, object] = {"method": request.method, "sentence": str(refusal)[:400]}
    unit = None
    if isinstance(refusal, Refused):
        unit = refusal.organization_id
        facts |= {"act": refusal.act, "organization": refusal.organization_name}
    if count == TOLD_A_MINUTE:
        facts["further_ones_this_minute"] = "not recorded"
    note(
        "access.refused",
        subject=f"page:{request.path}",
        organization_id=unit,
        facts=facts,
        result=Result.REFUSED,
    )


class _Allowance:
    """How often each has been counted in this minute, in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute, self._counts = 0, Counter[str]()

    def count(self, whom: str) -> int:
        minute = int(time.monotonic() // 60)
        with self._lock:
            if minute != self._minute:
                self._minute, self._counts = minute, Counter()
            self._counts[whom] += 1
            return self._counts[whom]


_allowance = _Allowance()


def _user_of(request: HttpRequest) -> User | None:
    user = getattr(request, "user", None)
    return user if isinstance(user, User) or getattr(user, "pk", None) else None


def _number_of(request: HttpRequest) -> str:
    """Return the number under which a proxy in front knows the request, or one of our own."""
    told = request.headers.get("X-Request-ID", "") if settings.YUNJIANG_PROXIES else ""
    return told if _NUMBER.fullmatch(told) else uuid4().hex
