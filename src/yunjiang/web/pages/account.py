"""One's own account: who one is, what one may do, how one signs in, and where one is signed in."""

from dataclasses import dataclass
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from yunjiang.access import trail
from yunjiang.access.models import Assignment, Role, User
from yunjiang.access.signing import addresses, identity, lockout, passwords, second_factor, sessions
from yunjiang.access.signing.models import SignInSession
from yunjiang.access.signing.refusals import LockedOut
from yunjiang.organizations import queries as organizations
from yunjiang.web.signed_in import session_of


@dataclass(frozen=True)
class HeldRole:
    name: str
    scope: str
    since: Any
    until: Any


@dataclass(frozen=True)
class OpenSession:
    session: SignInSession
    browser: str
    is_this: bool


def account(request: HttpRequest) -> HttpResponse:
    """Show the person's own account."""
    user = _person(request)
    here = session_of(request)
    factors = list(Authenticator.objects.filter(user=user).order_by("pk"))
    expires_in = None
    if here.is_administrator:
        expires_in = (user.password_changed_at + passwords.HOLDS_FOR_ADMINISTRATORS - timezone.now()).days
    context = {
        "workplace": organizations.standing(user.organization_id, timezone.localdate())
        if user.organization_id
        else None,
        "roles": _roles(user),
        "app": next((each for each in factors if each.type == Authenticator.Type.TOTP), None),
        "passkeys": [each.wrap() for each in factors if each.type == Authenticator.Type.WEBAUTHN],
        "codes_left": _codes_left(factors),
        "is_required": second_factor.is_required(user) and not user.is_demonstration,
        "password_days": (timezone.now() - user.password_changed_at).days,
        "password_expires_in": expires_in,
        "sessions": [
            OpenSession(each, browser_name(each.agent), each.pk == here.pk)
            for each in sessions.open_sessions(user)
        ],
        "identity_provider": settings.YUNJIANG_OIDC_NAME if identity.is_offered() else "",
        "identity_links": identity.links(user) if identity.is_offered() else [],
    }
    return render(request, "pages/account.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Let the person change the password; other sessions of the person end."""
    user = _person(request)
    faults: dict[str, list[str]] = {}
    if request.method == "POST":
        faults = _change_password(request, user)
        if not faults:
            messages.success(request, _("The password is changed. Your other sessions are signed out."))
            return redirect("account" if not getattr(request, "is_held_back", False) else "cockpit")
    context = {
        "faults": faults,
        "rules": [rule.get_help_text() for rule in _password_rules()],
        "is_given": user.must_change_password,
        "is_expired": passwords.is_expired(user, is_administrator=session_of(request).is_administrator),
    }
    return render(request, "pages/password.html", context, status=422 if faults else 200)


@require_http_methods(["GET", "POST"])
def session(request: HttpRequest) -> HttpResponse:
    """Say how long the session lasts; POST extends it. With the token that forms need after signing in again elsewhere."""
    here = session_of(request)
    if request.method == "POST":
        sessions.extend(here)
    left = (sessions.ends_at(here) - timezone.now()).total_seconds()
    return JsonResponse({"seconds": int(left), "token": get_token(request)})


@require_POST
def session_end(request: HttpRequest, number: int) -> HttpResponse:
    """End one of the person's own sessions."""
    found = SignInSession.objects.filter(pk=number, user=_person(request)).first()
    if found is None:
        raise Http404(_("This session has ended already."))
    if found.pk == session_of(request).pk:
        return redirect("account")
    with trail.recording(
        "access.session_ended",
        subject=f"user:{found.user_id}",
        facts={"address": found.address, "why": "by the person"},
    ):
        sessions.end(found)
    messages.success(request, _("The session is ended."))
    return redirect("account")


# The first that a browser names counts: they all name those that they want to be taken for.
_BROWSERS = {
    "Edg/": "Edge",
    "QQBrowser/": "QQ",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
_SYSTEMS = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "iPhone",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


def browser_name(agent: str) -> str:
    """Return what people call a browser and its system; the beginning of its own words where they name neither."""
    found = [
        next((name for mark, name in table.items() if mark in agent), "") for table in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(each for each in found if each) or agent[:40] or _("unknown browser")


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _roles(user: User) -> list[HeldRole]:
    today = timezone.localdate()
    still = Q(valid_to__isnull=True) | Q(valid_to__gt=today)
    held = Assignment.objects.filter(still, user=user, valid_from__lte=today).order_by("valid_from", "pk")
    names = dict(
        organizations.at(today)
        .filter(organization__in=held.values("organization"))
        .values_list("organization_id", "name")
    )
    return [
        HeldRole(
            str(Role(each.role).label), names.get(each.organization_id, ""), each.valid_from, each.valid_to
        )
        for each in held
    ]


def _codes_left(factors: list[Authenticator]) -> int | None:
    codes = next((each for each in factors if each.type == Authenticator.Type.RECOVERY_CODES), None)
    return len(codes.wrap().get_unused_codes()) if codes else None


def _password_rules() -> list[Any]:
    from django.contrib.auth.password_validation import get_default_password_validators

    return list(get_default_password_validators())


def _change_password(request: HttpRequest, user: User) -> dict[str, list[str]]:
    """Change the password as the form asks; return what is wrong, by field."""
    present, new, again = (request.POST.get(name, "") for name in ("present", "new", "again"))
    try:
        entered = lockout.strike(user.username, addresses.of(request))
    except LockedOut as refusal:
        return {"present": [str(refusal)]}
    if not user.check_password(present):
        lockout.confirm(entered, user=user, address=addresses.of(request))
        return {"present": [_("The present password is wrong.")]}
    lockout.forgive(entered)
    if new != again:
        return {"again": [_("The new password was typed differently here.")]}
    old_key = request.session.session_key
    assert old_key
    try:
        with trail.recording(
            "access.change_password", subject=f"user:{user.pk}", organization_id=user.organization_id
        ):
            passwords.change(user, new, session_key=old_key)
    except ValidationError as refusal:
        return {"new": list(refusal.messages)}
    update_session_auth_hash(request, user)
    new_key = request.session.session_key
    assert new_key
    sessions.move(old_key, new_key)
    record_authentication(request, user, method="password", reauthenticated=True)
    return {}
