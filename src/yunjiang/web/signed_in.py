"""What a request of somebody signed in must pass: the limits of the session, and what the person must first set up."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from yunjiang.access import trail
from yunjiang.access.models import User
from yunjiang.access.signing import addresses, passwords, second_factor, sessions
from yunjiang.access.signing.models import SignInSession
from yunjiang.access.signing.refusals import SessionEnded
from yunjiang.demonstration import people

Answer = Callable[[HttpRequest], HttpResponse]

# What a page sends when it asks by itself (yunjiang.js): such requests keep nobody signed in.
UNCAUSED = "HTTP_YUNJIANG_UNCAUSED"
# Pages about the account say who somebody is and how they sign in: no copy of them is kept anywhere.
PRIVATE = ("/account/", "/sign-in/", "/sign-out/")
# Open while something must be set up first: the set-up itself, confirming who one is, leaving, the language.
_PASSWORD = ("/account/password/", "/account/session/", "/sign-out/", "/language/")
_SECOND_FACTOR = (*_PASSWORD, "/account/second-factor/", "/account/confirm/")


def signed_in(answer: Answer) -> Answer:
    """Middleware: end sessions at their limits, lead to what must be set up, and let no copies be kept of account pages."""

    def answer_signed_in(request: HttpRequest) -> HttpResponse:
        response = _stopped(request) if request.user.is_authenticated else None
        if response is None:
            response = answer(request)
        if request.path.startswith(PRIVATE):
            response.headers["Cache-Control"] = "no-store, no-cache, private"
        return response

    return answer_signed_in


def session_of(request: HttpRequest) -> SignInSession:
    """Return the session the request came in; for views, which only people signed in reach."""
    found: SignInSession = request.sign_in_session  # type: ignore[attr-defined]
    return found


def _stopped(request: HttpRequest) -> HttpResponse | None:
    """Return the answer to a request that may not go on, or None."""
    user = request.user
    assert isinstance(user, User)
    key = request.session.session_key
    assert key
    try:
        session = sessions.see(
            user,
            key,
            is_caused=UNCAUSED not in request.META,
            address=addresses.of(request),
            agent=request.META.get("HTTP_USER_AGENT", ""),
        )
    except SessionEnded as ended:
        with trail.recording(
            "access.session_ended",
            subject=f"user:{user.pk}",
            organization_id=user.organization_id,
            facts={"why": type(ended).__name__},
        ):
            sessions.end(SignInSession.objects.get(session_key=key))
        logout(request)
        messages.info(request, str(ended))
        return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
    request.sign_in_session = session  # type: ignore[attr-defined]
    return _led_elsewhere(request, user, session)


def _led_elsewhere(request: HttpRequest, user: User, session: SignInSession) -> HttpResponse | None:
    """Return the way to what the person must set up before anything else, or None."""
    if _must_change_password(user, session):
        request.is_held_back = True  # type: ignore[attr-defined]
        return None if request.path.startswith(_PASSWORD) else _lead(request, "password")
    if session.has_second_factor or _needs_no_second_factor(user):
        return None
    if second_factor.is_set_up(user):
        session.has_second_factor = True
        session.save(update_fields=["has_second_factor"])
        return None
    request.is_held_back = True  # type: ignore[attr-defined]
    if request.path.startswith(_SECOND_FACTOR):
        return None
    messages.info(request, gettext("Your role requires a second factor. Set one up to go on."))
    return _lead(request, "mfa_index")


def _lead(request: HttpRequest, name: str) -> HttpResponse:
    """Lead the whole page there, also when only a part of it was asked for."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": reverse(name)})
    return redirect(name)


def _must_change_password(user: User, session: SignInSession) -> bool:
    if not user.has_usable_password():
        return False
    is_expired = passwords.is_expired(user, is_administrator=session.is_administrator)
    return (user.must_change_password or is_expired) and not user.is_demonstration


def _needs_no_second_factor(user: User) -> bool:
    # Beside operational data a demonstration account is an account like any other.
    return (user.is_demonstration and people.are_allowed()) or not second_factor.is_required(user)
