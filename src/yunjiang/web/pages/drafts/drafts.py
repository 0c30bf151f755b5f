"""All drafts of plans that a person may change, and taking another document in."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Act, Refused
from yunjiang.files.refusals import FileRefused
from yunjiang.organizations.models import Kind, Organization, Standing
from yunjiang.plans.drafts import beginning, publishing, queries
from yunjiang.plans.drafts.models import Draft, DraftState, ItemVerdict
from yunjiang.plans.drafts.refusals import AlreadyDrafted, DraftRefusal, NotACode, OwnedByAnother
from yunjiang.plans.reader import sources
from yunjiang.plans.reader.refusals import Unreadable
from yunjiang.web import listing, toasts
from yunjiang.web.components.overview import Tab
from yunjiang.web.components.said import Crumb, Empty
from yunjiang.web.components.status import Mark, Tone
from yunjiang.web.components.tables import Cell, Column, Row, Table
from yunjiang.web.pages import selection
from yunjiang.web.pages.drafts import items, reading, wording
from yunjiang.web.templatetags.parts import Fault

_OWNERS = (
    Kind.PROVINCE,
    Kind.PREFECTURE,
    Kind.COUNTY,
)  # of whom plans are made; departments too, where they stand
_STATES = {
    DraftState.OPEN: Mark("○", DraftState.OPEN.label, Tone.LATE),
    DraftState.PUBLISHED: Mark("▲", DraftState.PUBLISHED.label, Tone.DONE),
    DraftState.DROPPED: Mark("–", DraftState.DROPPED.label, Tone.QUIET),
}


@dataclass(frozen=True)
class Brought:
    """What the form held when it came back, and the field that is wrong: file, text, code or owner."""

    text: str = ""
    code: str = ""
    owner: str = ""
    wrong: str = ""
    sentence: str = ""
    href: str = ""  # of the draft that there is already

    @property
    def faults(self) -> list[Fault]:
        return [Fault(self.sentence, "", f"#{self.wrong}")] if self.sentence else []


def drafts(request: HttpRequest) -> HttpResponse:
    """List the drafts, and take a document in. Raises Refused, Unreadable."""
    user = reading.who(request)
    owners = _owners(user)
    brought = Brought(code=_free_code())
    if request.method == "POST":
        answer = _begun(request, user)
        if isinstance(answer, HttpResponse):
            return answer
        brought = answer
    state = request.GET.get("state", DraftState.OPEN)
    if state not in DraftState.values:
        raise selection.Unreadable("state", state, ", ".join(DraftState.values))
    rows = queries.visible(user).filter(state=state)
    leaf = listing.leaf(_counted(rows), ("-pk",), request.GET.get("after", ""))
    here = reverse("drafts")
    open_count = listing.count_of(queries.visible(user).filter(state=DraftState.OPEN))
    context = {
        "lead": _("No document is being read into a plan")
        if open_count == "0"
        else _("%(count)s documents are on their way to a plan") % {"count": open_count},
        "crumbs": [Crumb(_("Overview"), reverse("cockpit")), Crumb(_("Drafts of plans"))],
        "states": [Tab(str(each.label), f"{here}?state={each}", each == state) for each in DraftState],
        "table": _table(request, leaf.rows, leaf.further, state),
        "brought": brought,
        "owners": owners,
        "limit": sources.LIMIT,
    }
    return render(request, "pages/drafts/drafts.html", context, status=422 if brought.sentence else 200)


@require_POST
def drop(request: HttpRequest, draft: int) -> HttpResponse:
    """Give a draft up, with the reason. Raises Refused, Http404."""
    user, found = reading.draft(request, draft)
    try:
        publishing.drop(found, request.POST.get("reason", ""), by=user.get_username())
    except DraftRefusal as refusal:
        return items.refused(request, found, str(refusal))
    toasts.say(request, _("“%(name)s” was given up. The document may be read anew.") % {"name": found.name})
    return HttpResponseRedirect(reverse("drafts"))


def _begun(request: HttpRequest, user: User) -> HttpResponse | Brought:
    """Read the document that came, and lead to its draft; what is wrong stays at the form. Raises Refused."""
    sent = request.POST
    text, code, key = sent.get("text", ""), sent.get("code", "").strip(), sent.get("owner", "")
    kept = {"text": text, "code": code, "owner": key}
    owner = Organization.objects.filter(key=key).first()
    if owner is None:
        return Brought(**kept, wrong="owner", sentence=_("Choose whose plan it is."))
    permission.require(user, Act.LOAD_PLAN, owner)
    upload = request.FILES.get("file")
    if upload is None and not text.strip():
        return Brought(**kept, wrong="file", sentence=_("Choose a file, or paste the text."))
    where = "text" if upload is None else "file"
    try:
        made = beginning.begin(
            text.replace("\r\n", "\n") if upload is None else upload,
            name="" if upload is None else upload.name or "",
            code=code,
            owner=owner,
            by=user.get_username(),
        )
    except (NotACode, OwnedByAnother) as refusal:
        return Brought(**kept, wrong="code", sentence=str(refusal))
    except AlreadyDrafted as refusal:
        there = reverse("draft", args=[refusal.draft.pk])
        return Brought(**kept, wrong=where, sentence=str(refusal), href=there)
    except (Unreadable, FileRefused) as refusal:
        return Brought(**kept, wrong=where, sentence=str(refusal))
    return HttpResponseRedirect(reverse("draft", args=[made.pk]))


def _owners(user: User) -> Sequence[Standing]:
    """Return the units whose plans a person may make: those he has a role at, and what is directly below. Raises Refused."""
    today = timezone.localdate()
    paths = permission.reach(user, Act.LOAD_PLAN, today)
    tops = [int(path.strip("/").split("/")[-1]) for path in paths]
    visible = permission.visible_organizations(user, today, Act.LOAD_PLAN)
    near = Q(organization_id__in=tops) | Q(parent_id__in=tops, kind__in=_OWNERS)
    found = list(visible.filter(near).select_related("organization").order_by("path", "rank", "code")[:300])
    if not found:
        raise Refused(Act.LOAD_PLAN, "")
    return found


def _free_code() -> str:
    """Return a code that no draft has yet: that of the day, to be replaced by one that says something."""
    begun = f"plan-{timezone.localdate():%Y%m%d}"
    taken = set(Draft.objects.filter(code__startswith=begun).values_list("code", flat=True))
    return next(code for number in range(1, 1000) if (code := f"{begun}-{number}") not in taken)


def _counted(rows: QuerySet[Draft]) -> QuerySet[Draft]:
    taken_back = Q(items__read=None, items__verdict=ItemVerdict.REJECTED)
    counts = {
        f"{each}_count": Count("items", Q(items__verdict=each) & ~taken_back) for each in ItemVerdict.values
    }
    return rows.defer("text").annotate(**counts)


def _table(request: HttpRequest, rows: Sequence[Draft], further: str, state: str) -> Table:
    today = timezone.localdate()
    owners = Standing.objects.filter(
        organization__in={each.owner_id for each in rows}, valid_from__lte=today
    ).order_by("valid_from")
    names = {each.organization_id: each.short_name or each.name for each in owners}
    return Table(
        name="drafts",
        title=_STATES[DraftState(state)].word,  # type: ignore[arg-type]
        columns=[
            Column("name", pgettext("draft", "Document")),
            Column("owner", _("Whose plan"), place="whole"),
            Column("by", _("Read by"), place="whole"),
            Column("far", _("How far"), place="whole"),
            Column("state", _("State"), place="whole"),
        ],
        rows=[_row(each, names) for each in rows],
        empty=Empty(
            _("Nothing here"),
            _(
                "Bring a plan, a notice or a work scheme below: what it promises is read from it and waits for your review."
            ),
        ),
        next_href=listing.turned(request, after=further) if further else "",
        kept={"state": state},
    )


def _row(draft: Draft, names: dict[int, str]) -> Row:
    counts = {each: getattr(draft, f"{each}_count") for each in ItemVerdict.values}
    total, is_open = sum(counts.values()), counts[ItemVerdict.OPEN]
    told = " · ".join(
        f"{mark.shape} {mark.word} {counts[verdict]}"
        for verdict, mark in wording.VERDICTS.items()
        if counts[verdict]
    )
    moment = timezone.localtime(draft.made_at)
    far = ngettext("%(done)d of %(count)d decided", "%(done)d of %(count)d decided", total)
    state = Cell(_STATES[DraftState(draft.state)], small=draft.reason)
    if draft.version is not None:
        plan = draft.version.plan
        words = _("%(plan)s, version %(number)s") % {"plan": plan.code, "number": draft.version.number}
        state = Cell(words, href=f"{reverse('cockpit')}?plan={plan.code}")
    return Row(
        [
            Cell(
                draft.name,
                small=" · ".join(each for each in (draft.file_name, draft.code) if each),
                href=reverse("draft", args=[draft.pk]),
            ),
            Cell(names.get(draft.owner_id, "")),
            Cell(draft.made_by, small=f"{moment:%Y-%m-%d %H:%M}"),
            Cell(far % {"done": total - is_open, "count": total}, small=told),
            state,
        ]
    )
