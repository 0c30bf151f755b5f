"""What is done to one account or role: each act has a page that says what it will do, and asks for what it needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunjiang.access.models import Assignment, Role, User
from yunjiang.access.people import accounts, authority, posts, requests, roles
from yunjiang.access.people.naming import name_of_unit
from yunjiang.access.people.posts import Post
from yunjiang.access.signing import identity, lockout, second_factor
from yunjiang.web import toasts
from yunjiang.web.components.said import Crumb
from yunjiang.web.pages import people_forms, people_shell


@dataclass(frozen=True)
class Done:
    """What an act came to: a sentence for the next page, or a one-time password that is shown at once and never again."""

    sentence: str
    password: str = ""


Perform = Callable[[User, User, Mapping[str, Any]], Done]


@dataclass(frozen=True)
class Deed:
    """One act: its title and button, what it will do, the form it needs, and whether it is of accounts or of roles."""

    title: Promise
    button: Promise
    explanation: Promise
    perform: Perform
    form: type[forms.Form] = forms.Form
    is_of_roles: bool = False
    is_danger: bool = False


def person_act(request: HttpRequest, person: int, deed: str) -> HttpResponse:
    """Show what an act on a person will do, and do it."""
    viewer = people_shell.enter(request, people_shell.ADMINISTERING)
    found = DEEDS.get(deed)
    if found is None:
        raise Http404(_("There is no such act."))
    viewer = people_shell.enter(
        request, people_shell.ASSIGNING if found.is_of_roles else people_shell.KEEPING
    )
    subject = people_shell.person_of(viewer, person)
    if found.is_of_roles:
        _refuse_own(viewer, subject)
    else:
        authority.require_account(viewer, subject)
    form = _form(found, subject, request)
    if request.method == "POST" and form.is_valid():
        try:
            done = found.perform(viewer, subject, form.cleaned_data)
        except people_shell.REFUSALS as refusal:
            form.add_error(None, people_shell.sentences(refusal))
        else:
            return _answer(request, subject, done)
    return _ask(request, subject, found, form)


def person_role_end(request: HttpRequest, person: int, assignment: int) -> HttpResponse:
    """End one role of a person."""
    viewer = people_shell.enter(request, people_shell.ASSIGNING)
    subject = people_shell.person_of(viewer, person)
    held = (
        Assignment.objects.select_related("organization", "user").filter(pk=assignment, user=subject).first()
    )
    if held is None:
        raise Http404(_("There is no such role."))
    authority.require_role(viewer, subject, held.organization)
    form = people_forms.EndingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            roles.end(held, by=viewer, reason=form.cleaned_data["reason"], on=form.cleaned_data["on"])
        except people_shell.REFUSALS as refusal:
            form.add_error(None, people_shell.sentences(refusal))
        else:
            toasts.say(request, _("The role ends on %(day)s.") % {"day": form.cleaned_data["on"]})
            return redirect("person", person=subject.pk)
    role = {"role": Role(held.role).label, "unit": name_of_unit(held.organization)}
    ending = Deed(
        gettext_lazy("End a role"),
        gettext_lazy("End the role"),
        gettext_lazy("From that day on the person may no longer do this work there. What was done stays."),
        lambda *_: Done(""),
        is_danger=True,
    )
    return _ask(request, subject, ending, form, named=[_("%(role)s over %(unit)s") % role])


def _refuse_own(viewer: User, subject: User) -> None:
    if viewer.pk == subject.pk:
        raise authority.OwnRights


def _form(deed: Deed, subject: User, request: HttpRequest) -> forms.Form:
    form = deed.form(request.POST if request.method == "POST" else None)
    if isinstance(form, people_forms.TransferForm):
        held = posts.to_be_handed_over(subject, timezone.localdate())
        field = form.fields["staying"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (each.pk, f"{Role(each.role).label}（{name_of_unit(each.organization)}）") for each in held
        ]
        if not held:
            del form.fields["staying"]
    elif isinstance(form, people_forms.RoleForm) and subject.organization is not None:
        form.fields["scope"].initial = name_of_unit(subject.organization)
    return form


def _ask(
    request: HttpRequest, subject: User, deed: Deed, form: forms.Form, named: list[str] | None = None
) -> HttpResponse:
    context = {
        "crumbs": [
            Crumb(_("Accounts"), reverse("people")),
            Crumb(str(subject), reverse("person", args=[subject.pk])),
            Crumb(str(deed.title)),
        ],
        "person": subject,
        "unit": name_of_unit(subject.organization) if subject.organization else "",
        "deed": deed,
        "form": form,
        "named": named or [],
    }
    return people_shell.page(request, "person_act", context, status=422 if form.errors else 200)


def _answer(request: HttpRequest, subject: User, done: Done) -> HttpResponse:
    if not done.password:
        toasts.say(request, done.sentence)
        return redirect("person", person=subject.pk)
    context = {
        "crumbs": [
            Crumb(_("Accounts"), reverse("people")),
            Crumb(str(subject), reverse("person", args=[subject.pk])),
            Crumb(_("One-time password")),
        ],
        "person": subject,
        "sentence": done.sentence,
        "password": done.password,
    }
    return people_shell.page(request, "person_password", context, is_secret=True)


def _transfer(viewer: User, subject: User, typed: Mapping[str, Any]) -> Done:
    post = Post(typed["role"], typed["scope"] or typed["unit"]) if typed["role"] else None
    done = posts.transfer(
        subject,
        typed["unit"],
        on=typed["on"],
        by=viewer,
        reason=typed["reason"],
        post=post,
        staying=[int(each) for each in typed.get("staying", [])],
    )
    told = _("From %(day)s on %(person)s works at %(unit)s; %(count)d roles end.") % {
        "day": done.event.happens_on,
        "person": subject,
        "unit": name_of_unit(typed["unit"]),
        "count": len(done.ended),
    }
    if done.asked is not None:
        told += " " + _("The new role waits for the security administrator.")
    return Done(told)


def _leave(viewer: User, subject: User, typed: Mapping[str, Any]) -> Done:
    event = accounts.end_account(subject, by=viewer, reason=typed["reason"], on=typed["on"])
    return Done(
        _("The account of %(person)s ends on %(day)s.") % {"person": subject, "day": event.happens_on}
    )


def _reopen(viewer: User, subject: User, typed: Mapping[str, Any]) -> Done:
    _person, password = accounts.reopen_account(
        subject, by=viewer, reason=typed["reason"], organization=typed["unit"]
    )
    return Done(_("The account is open again, without any role."), password)


def _password(viewer: User, subject: User, typed: Mapping[str, Any]) -> Done:
    return Done(_("The old password no longer opens anything."), accounts.give_password(subject, by=viewer))


def _unlock(viewer: User, subject: User, typed: Mapping[str, Any]) -> Done:
    lockout.unlock(subject)
    return Done(_("%(person)s may try to sign in again.") % {"person": subject})


def _reset_factor(viewer: User, subject: User, typed: Mapping[str, Any]) -> Done:
    accounts.require_credentials(viewer, subject)
    second_factor.reset(subject)
    return Done(_("The second factor is removed; %(person)s sets up a new one.") % {"person": subject})


def _identity(viewer: User, subject: User, typed: Mapping[str, Any]) -> Done:
    accounts.require_credentials(viewer, subject)
    identity.expect(subject, typed["claim"])
    return Done(_("The identity is set.") if typed["claim"] else _("The identity is taken away."))


def _ask_role(viewer: User, subject: User, typed: Mapping[str, Any]) -> Done:
    requests.ask(
        subject,
        typed["role"],
        typed["scope"],
        valid_from=typed["valid_from"],
        valid_to=typed["valid_to"],
        by=viewer,
    )
    return Done(_("The role is asked for and holds once the security administrator has confirmed it."))


def _give_role(viewer: User, subject: User, typed: Mapping[str, Any]) -> Done:
    given = roles.give(
        subject,
        typed["role"],
        typed["scope"],
        valid_from=typed["valid_from"],
        valid_to=typed["valid_to"],
        by=viewer,
    )
    return Done(_("The role holds from %(day)s.") % {"day": given.valid_from})


DEEDS: dict[str, Deed] = {
    "transfer": Deed(
        gettext_lazy("Transfer to another post"), gettext_lazy("Transfer"),
        gettext_lazy(
            "Ends the roles of the old post and asks for the new one. Until the security administrator has "
            "confirmed that, the person can sign in and holds only what stays."
        ),
        _transfer, people_forms.TransferForm,
    ),
    "leave": Deed(
        gettext_lazy("End the account"), gettext_lazy("End the account"),
        gettext_lazy(
            "From that day on the person cannot sign in, is signed out everywhere and holds no role. "
            "Nothing is deleted; the account can be reopened."
        ),
        _leave, people_forms.LeavingForm, is_danger=True,
    ),
    "reopen": Deed(
        gettext_lazy("Reopen the account"), gettext_lazy("Reopen"),
        gettext_lazy("The person gets a one-time password and can sign in again; former roles do not come back."),
        _reopen, people_forms.ReopeningForm,
    ),
    "password": Deed(
        gettext_lazy("Give a one-time password"), gettext_lazy("Give the password"),
        gettext_lazy(
            "Make sure who asks. The old password and every open session end; the person chooses a new password "
            "when signing in."
        ),
        _password,
    ),
    "unlock": Deed(
        gettext_lazy("Unlock"), gettext_lazy("Unlock"),
        gettext_lazy("Takes the lock after failed sign-ins away before its time. Make sure that it was the person."),
        _unlock,
    ),
    "second-factor": Deed(
        gettext_lazy("Remove the second factor"), gettext_lazy("Remove it"),
        gettext_lazy(
            "For who has lost the telephone or the passkey. Make sure who asks, in person: whoever knows the "
            "password can then sign in."
        ),
        _reset_factor, is_danger=True,
    ),
    "identity": Deed(
        gettext_lazy("Set the identity"), gettext_lazy("Set it"),
        gettext_lazy(
            "By which identifier the unified identity provider knows the person. Whoever signs in there under it "
            "enters this account; empty takes the link away."
        ),
        _identity, people_forms.IdentityForm,
    ),
    "ask-role": Deed(
        gettext_lazy("Ask for a role"), gettext_lazy("Ask for it"),
        gettext_lazy("The role holds once the security administrator has confirmed it, and not before."),
        _ask_role, people_forms.RoleForm,
    ),
    "give-role": Deed(
        gettext_lazy("Give a role"), gettext_lazy("Give it"),
        gettext_lazy("The role holds from that day on, over the unit and all below it."),
        _give_role, people_forms.RoleForm, is_of_roles=True,
    ),
}  # fmt: skip
