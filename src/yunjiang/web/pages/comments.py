"""What is said about a figure, below the figure itself; and what mentions the reader, wherever it was said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Act
from yunjiang.discussion import queries, services
from yunjiang.discussion.models import Comment, Mention
from yunjiang.discussion.queries import Said
from yunjiang.discussion.refusals import DiscussionRefusal
from yunjiang.discussion.services import Topic
from yunjiang.organizations import queries as organizations
from yunjiang.plans import queries as plans
from yunjiang.plans.document import Indicator
from yunjiang.plans.refusals import NoPlanLoaded
from yunjiang.web import toasts
from yunjiang.web.listing import leaf
from yunjiang.web.pages import selection as selecting
from yunjiang.web.pages.selection import NoPlaceOfOnesOwn, Selection

STEPS = {"settle": services.settle, "reopen": services.reopen}


@dataclass(frozen=True)
class Shown:
    """A comment as it is drawn; each step is an address that is posted to, or empty."""

    said: Said
    is_other_day: bool
    day_href: str
    withdraw_href: str
    settle_href: str
    reopen_href: str


@dataclass(frozen=True)
class Talk:
    """The view model; `text` is what was typed and refused, so that nothing is lost."""

    indicator: Indicator
    shown: Sequence[Shown]
    may_comment: bool
    href: str
    people_href: str
    further: str
    back: str
    text: str = ""
    refusal: str = ""


@dataclass(frozen=True)
class Named:
    """A place where the reader is mentioned."""

    by: str
    at: datetime
    text: str
    about: str
    href: str
    is_unread: bool


def comments(request: HttpRequest, code: str) -> HttpResponse:
    """Show what was said about an indicator at a unit, or say something more."""
    selection = selecting.choose(request, leads=selecting.leads_of(code))
    wanted = _indicator(selection, code)
    text = refusal = ""
    if request.method == "POST":
        text = request.POST.get("text", "")
        try:
            services.say(_user(request), _topic(selection, wanted), text)
        except DiscussionRefusal as refused:
            refusal = str(refused)
        else:
            if not getattr(request, "htmx", False):
                return HttpResponseRedirect(_page(wanted, selection) + "#comments")
            text = ""
    shown = talk(request, selection, wanted, text, refusal)
    is_fragment = getattr(request, "htmx", False)
    template = "components/comments.html" if is_fragment else "pages/comments.html"
    return render(request, template, {"selection": selection, "talk": shown})


@require_POST
def comment_step(request: HttpRequest, comment: int, step: str) -> HttpResponse:
    """Withdraw, settle or reopen a comment, and go back to the figure. Refused where the figure may not be seen."""
    if step != "withdraw" and step not in STEPS:
        raise Http404(step)
    found = get_object_or_404(Comment.objects.select_related("organization", "by"), pk=comment)
    lead = _lead_of(found)
    permission.require(request.user, Act.SEE_FIGURES, found.organization, lead=lead)
    try:
        if step == "withdraw":
            services.withdraw(_user(request), found)
        else:
            STEPS[step](_user(request), found, lead)
    except DiscussionRefusal as refused:
        toasts.warn(request, str(refused))
    return HttpResponseRedirect(_address_of(found) + "#comments")


@require_GET
def people_offered(request: HttpRequest, code: str) -> HttpResponse:
    """Answer with a few people who can be mentioned there: those who may see the figure."""
    selection = selecting.choose(request, Act.COMMENT, leads=selecting.leads_of(code))
    found = queries.offered(selection.place.organization_id, request.GET.get("q", "")[:30])
    return render(request, "components/people_offered.html", {"people": found})


@require_GET
def mentions(request: HttpRequest) -> HttpResponse:
    """List where the reader is mentioned, the newest first."""
    user = _user(request)
    if not permission.acts_anywhere(user):
        raise NoPlaceOfOnesOwn(user.get_username())
    page = leaf(queries.mentions_of(user), ("-comment_id",), request.GET.get("after", ""))
    further = f"{reverse('mentions')}?{urlencode({'after': page.further})}" if page.further else ""
    return render(request, "pages/mentions.html", {"named": named(page.rows), "further": further})


@require_GET
def mention(request: HttpRequest, number: int) -> HttpResponse:
    """Go to the figure where the reader is mentioned; that he has looked is remembered."""
    user = _user(request)
    found = get_object_or_404(Mention.objects.select_related("comment__organization"), pk=number, user=user)
    services.read(user, found)
    return HttpResponseRedirect(_address_of(found.comment) + "#comments")


def talk(
    request: HttpRequest, selection: Selection, wanted: Indicator, text: str = "", refusal: str = ""
) -> Talk:
    """Make the view model."""
    before = request.GET.get("before", "")
    place = selection.place
    page = queries.about(
        selection.document.code,
        wanted.code,
        place.organization_id,
        selection.data_set.value,
        int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None,
    )
    user = _user(request)
    may_comment = permission.may(user, Act.COMMENT, place.organization, lead=wanted.lead or ())
    here = reverse("comments", args=[wanted.code]) + selection.query
    return Talk(
        indicator=wanted,
        shown=[_shown(each, selection, user, may_comment) for each in page.said],
        may_comment=may_comment,
        href=here,
        people_href=reverse("people-offered", args=[wanted.code]) + selection.query,
        further=f"{here}&before={page.before}" if page.before else "",
        back=_page(wanted, selection),
        text=text,
        refusal=refusal,
    )


def _shown(said: Said, selection: Selection, user: User, may_comment: bool) -> Shown:
    comment = said.comment

    def href(step: str) -> str:
        return reverse("comment-step", args=[comment.pk, step])

    return Shown(
        said=said,
        is_other_day=comment.figure_on != selection.on or comment.position != selection.position,
        day_href=_address_of(comment),
        withdraw_href=href("withdraw") if comment.by_id == user.pk else "",
        settle_href=href("settle") if may_comment and not said.is_settled else "",
        reopen_href=href("reopen") if may_comment and said.is_settled else "",
    )


def unread(request: HttpRequest, count: int) -> list[Named]:
    """Return the newest few mentions that the reader has not looked at."""
    return named(list(queries.mentions_of(_user(request), is_unread=True)[:count]))


def named(found: Sequence[Mention]) -> list[Named]:
    """Return mentions as rows, with the names of units and indicators; three queries for all."""
    units = (
        organizations.standings_of({each.comment.organization_id for each in found}, timezone.localdate())
        if found
        else {}
    )
    names = _indicator_names({each.comment.plan for each in found})
    rows = []
    for each in found:
        comment = each.comment
        unit = units.get(comment.organization_id)
        name = names.get((comment.plan, comment.indicator), comment.indicator)
        rows.append(
            Named(
                by=str(comment.by),
                at=comment.at,
                text=comment.text,
                about=f"{unit.name if unit else comment.organization.key} · {name}",
                href=reverse("mention", args=[each.pk]),
                is_unread=each.read_at is None,
            )
        )
    return rows


def _indicator_names(codes: set[str]) -> Mapping[tuple[str, str], str]:
    names: dict[tuple[str, str], str] = {}
    for code in codes:
        try:
            document = plans.document(plans.current(code))
        except NoPlanLoaded:
            continue
        names |= {(code, each.code): each.name for each in document.indicators}
    return names


def _lead_of(comment: Comment) -> Sequence[str]:
    """Return who leads the indicator spoken of, by the plan as it stands."""
    document = plans.document(plans.current(comment.plan))
    return next((each.lead or () for each in document.indicators if each.code == comment.indicator), ())


def _address_of(comment: Comment) -> str:
    """Return the address of the figure as the writer saw it."""
    seen = {
        "unit": comment.organization.key,
        "on": comment.figure_on.isoformat(),
        "data": comment.data_set,
        "plan": comment.plan,
        "asof": comment.position,
    }
    return f"{reverse('indicator', args=[comment.indicator])}?{urlencode(seen)}"


def _page(wanted: Indicator, selection: Selection) -> str:
    return reverse("indicator", args=[wanted.code]) + selection.query


def _indicator(selection: Selection, code: str) -> Indicator:
    try:
        return selection.document.indicator(code)
    except KeyError:
        raise Http404(_("The plan has no indicator %(code)s.") % {"code": code}) from None


def _topic(selection: Selection, wanted: Indicator) -> Topic:
    return Topic(
        plan=selection.document.code,
        indicator=wanted.code,
        organization=selection.place.organization,
        data_set=selection.data_set.value,
        on=selection.on,
        position=selection.position,
        lead=wanted.lead or (),
    )


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
