"""New people: an account opened at once, an invitation to hand over, and the page on which it is accepted."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from yunjiang.access import permission
from yunjiang.access.models import Invitation, Role
from yunjiang.access.people import authority, invitations, posts
from yunjiang.access.people.invitations import Proposed
from yunjiang.access.people.naming import name_of_unit, names_of_units
from yunjiang.access.people.posts import Post
from yunjiang.access.people.refusals import PeopleRefusal
from yunjiang.access.permission import Act
from yunjiang.access.services import UsernameTaken
from yunjiang.web import listing, toasts
from yunjiang.web.components.said import Crumb
from yunjiang.web.pages import people_forms, people_shell


def person_new(request: HttpRequest) -> HttpResponse:
    """Open one account, and show its one-time password once."""
    viewer = people_shell.enter(request, people_shell.KEEPING)
    form = people_forms.AccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            person, password = posts.appoint(
                typed["username"],
                name=typed["name"],
                organization=typed["unit"],
                by=viewer,
                post=Post(typed["role"], typed["scope"] or typed["unit"]) if typed["role"] else None,
            )
        except UsernameTaken as refusal:
            form.add_error("username", str(refusal))
        except people_shell.REFUSALS as refusal:
            form.add_error(None, people_shell.sentences(refusal))
        else:
            sentence = _("The account is open.")
            if typed["role"]:
                sentence += " " + _("The role waits for the security administrator.")
            context = {
                "crumbs": [
                    Crumb(_("Accounts"), reverse("people")),
                    Crumb(str(person), reverse("person", args=[person.pk])),
                    Crumb(_("One-time password")),
                ],
                "person": person,
                "sentence": sentence,
                "password": password,
            }
            return people_shell.page(request, "person_password", context, is_secret=True)
    context = {
        "crumbs": [Crumb(_("Accounts"), reverse("people")), Crumb(_("New account"))],
        "form": form,
    }
    return people_shell.page(request, "person_new", context, status=422 if form.errors else 200)


def people_invite(request: HttpRequest) -> HttpResponse:
    """Make an invitation, show its link once, and list those that are open."""
    viewer = people_shell.enter(request, people_shell.KEEPING)
    form = people_forms.InvitationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation, secret = invitations.invite(
                form.cleaned_data["name"],
                form.cleaned_data["unit"],
                by=viewer,
                proposed=_proposed(form.cleaned_data),
            )
        except people_shell.REFUSALS as refusal:
            form.add_error(None, people_shell.sentences(refusal))
        else:
            context = {
                "crumbs": [Crumb(_("Invite"), reverse("people-invite")), Crumb(invitation.name)],
                "invitation": invitation,
                "unit": name_of_unit(invitation.organization),
                "link": request.build_absolute_uri(reverse("invitation", args=[secret])),
            }
            return people_shell.page(request, "people_invited", context, is_secret=True)
    open_to = permission.reached_organizations(viewer, Act.MANAGE_PEOPLE).values("organization_id")
    found = invitations.open_invitations().filter(organization__in=open_to).select_related("made_by")
    leaf = listing.leaf(found, ("-pk",), request.GET.get("after", ""), 30)
    units = names_of_units(each.organization_id for each in leaf.rows)
    context = {
        "form": form,
        "open": [
            (
                each,
                units.get(each.organization_id, ""),
                str(Role(each.role).label) if each.role else "",
                each.expires_at <= timezone.now(),
            )
            for each in leaf.rows
        ],
        "further": listing.turned(request, after=leaf.further) if leaf.further else "",
        "days": invitations.VALID_FOR.days,
    }
    return people_shell.page(request, "people_invite", context, status=422 if form.errors else 200)


def invitation_withdraw(request: HttpRequest, invitation: int) -> HttpResponse:
    """Take an invitation back."""
    viewer = people_shell.enter(request, people_shell.KEEPING)
    found = Invitation.objects.select_related("organization").filter(pk=invitation).first()
    if found is None:
        raise Http404(_("There is no such invitation."))
    authority.require_unit(viewer, found.organization)
    if request.method == "POST":
        try:
            invitations.withdraw(found, by=viewer)
        except PeopleRefusal as refusal:
            toasts.warn(request, str(refusal))
        else:
            toasts.say(
                request, _("The invitation of %(name)s opens nothing any more.") % {"name": found.name}
            )
    return redirect("people-invite")


@login_not_required
@sensitive_post_parameters()
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Let whoever was invited choose a sign-in name and a password. Open to everybody who has the link."""
    try:
        found = invitations.find(secret)
    except PeopleRefusal as refusal:
        return _secret(render(request, "pages/invitation_gone.html", {"sentence": str(refusal)}, status=410))
    form = people_forms.AcceptanceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            invitations.accept(secret, username=typed["username"], password=typed["password"])
        except ValidationError as refusal:
            form.add_error("password", people_shell.sentences(refusal))
        except (UsernameTaken, PeopleRefusal) as refusal:
            form.add_error("username", str(refusal))
        else:
            toasts.say(
                request, _("Your account is open. Sign in with the name and password you have chosen.")
            )
            return redirect("sign-in")
    context = {
        "form": form,
        "invitation": found,
        "unit": name_of_unit(found.organization),
        "role": str(Role(found.role).label) if found.role else "",
    }
    return _secret(render(request, "pages/invitation.html", context, status=422 if form.errors else 200))


def _proposed(typed: dict[str, Any]) -> Proposed | None:
    if not typed["role"]:
        return None
    return Proposed(
        typed["role"],
        typed["scope"] or typed["unit"],
        typed["valid_from"] or timezone.localdate(),
        typed["valid_to"],
    )


def _secret(response: HttpResponse) -> HttpResponse:
    """Keep no copy of a page whose address is a secret, and tell no other page the address."""
    response.headers["Cache-Control"] = "no-store, no-cache, private"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
