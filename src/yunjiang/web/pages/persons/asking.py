"""What a person asks about their own data, written down and answered; consents; restriction and erasing."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunjiang.access.permission import Act
from yunjiang.persons import consenting, rights
from yunjiang.persons.models import Right, SubjectRequest
from yunjiang.persons.refusals import PersonRefusal
from yunjiang.web import toasts
from yunjiang.web.pages.persons import reading
from yunjiang.web.pages.selection import Unreadable


@require_POST
def consent(request: HttpRequest, person: int) -> HttpResponse:
    """Write down that a person agreed to a purpose, or took it back. Raises Refused, NotReached, Http404."""
    user, found = reading.person(request, person, Act.KEEP_RECORDS)
    is_given = request.POST.get("given") == "1"
    try:
        how = request.POST.get("how", "").strip() or _("at the counter")
        consenting.record(found, request.POST.get("purpose", ""), is_given=is_given, how=how, by=user)
    except PersonRefusal as refusal:
        toasts.warn(request, str(refusal))
    else:
        toasts.say(request, _("The consent is recorded.") if is_given else _("The withdrawal is recorded."))
    return redirect("natural-person", found.pk)


@require_POST
def ask(request: HttpRequest, person: int) -> HttpResponse:
    """Write down what a person asks. Raises Refused, NotReached, Http404, Unreadable."""
    user, found = reading.person(request, person, Act.KEEP_RECORDS)
    right = request.POST.get("right", "")
    if right not in Right.values:
        raise Unreadable("right", right, ", ".join(Right.values))
    made = rights.ask(found, Right(right), request.POST.get("text", ""), by=user)
    toasts.say(request, _("Taken down; it is to be answered by %(day)s.") % {"day": made.due_on})
    return redirect("natural-person", found.pk)


@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Answer what a person asked. Raises Refused, NotReached, Http404."""
    reading.who(request, Act.CHECK_RECORDS)
    asked = SubjectRequest.objects.filter(pk=number).first() if number < reading.LONGEST_NUMBER else None
    if asked is None:
        raise Http404(_("There is no such request."))
    user, found = reading.person(request, asked.person_id, Act.CHECK_RECORDS)
    is_granted = request.POST.get("decision") == "grant"
    try:
        rights.answer(asked, is_granted=is_granted, text=request.POST.get("answer", ""), by=user)
    except PersonRefusal as refusal:
        toasts.warn(request, str(refusal))
    else:
        toasts.say(request, _("The answer is recorded."))
    return redirect("natural-person", found.pk)


@require_POST
def restrict(request: HttpRequest, person: int) -> HttpResponse:
    """Restrict the use of a person's data, or lift that. Raises Refused, NotReached, Http404."""
    user, found = reading.person(request, person, Act.CHECK_RECORDS)
    act = rights.lift if found.restricted_at is not None else rights.restrict
    try:
        act(found, request.POST.get("reason", ""), by=user)
    except PersonRefusal as refusal:
        toasts.warn(request, str(refusal))
    else:
        toasts.say(
            request,
            _("The data are only kept from now on.")
            if found.restricted_at is not None
            else _("The data may be used again."),
        )
    return redirect("natural-person", found.pk)


@require_POST
def erase(request: HttpRequest, person: int) -> HttpResponse:
    """Erase of a person what the law lets go, and say what stays. Raises Refused, NotReached, Http404."""
    user, found = reading.person(request, person, Act.CHECK_RECORDS)
    try:
        erased = rights.erase(found, request.POST.get("reason", ""), by=user)
    except PersonRefusal as refusal:
        toasts.warn(request, str(refusal))
        return redirect("natural-person", found.pk)
    if erased.is_whole:
        toasts.say(request, _("The person's record is erased."))
        return redirect("registers")
    stays = "；".join(f"{each.what}：{each.why}" for each in erased.kept)
    toasts.say(request, _("Erased what need not be kept. What stays: %(stays)s") % {"stays": stays})
    return redirect("natural-person", found.pk)
