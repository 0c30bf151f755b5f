"""What a page looks at: which plan, unit, day and data set, and as of which ledger position; read from the address."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext

from yunjiang.access import permission
from yunjiang.access.permission import Act, Refused
from yunjiang.figures.figure import Tree
from yunjiang.ledger import posting
from yunjiang.ledger.models import Batch, DataSet
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Standing
from yunjiang.organizations.refusals import AmbiguousOrganization, UnknownOrganization
from yunjiang.plans import queries as plans
from yunjiang.plans.document import PlanDocument
from yunjiang.plans.models import PlanVersion
from yunjiang.plans.refusals import NoPlanLoaded
from yunjiang.web.pages import wording


class Unreadable(SuspiciousOperation):
    """That a part of the address is not what it should be; answered with 400 and this sentence."""

    def __init__(self, name: str, text: str, expected: str) -> None:
        self.name, self.text, self.expected = name, text, expected
        super().__init__(name, text)

    def __str__(self) -> str:
        return gettext(
            "“%(text)s” cannot be read as %(expected)s. Go back to the overview and choose again."
        ) % {
            "text": self.text[:40],
            "expected": self.expected,
        }


class NoPlaceOfOnesOwn(Refused):
    """That a person has signed in and no role lets him see the figures of any unit."""

    def __init__(self, username: str) -> None:
        self.username = username
        super().__init__(Act.SEE_FIGURES, username)

    def __str__(self) -> str:
        return gettext(
            "No role has been given to %(username)s yet, so there is nothing to show. Ask the security administrator for one."
        ) % {"username": self.username}


@dataclass(frozen=True)
class Selection:
    """`position` is the ledger position that figures are taken as of; `is_past` when it was asked for by number."""

    version: PlanVersion
    document: PlanDocument
    place: Standing
    on: date
    data_set: DataSet
    position: int
    is_past: bool = False
    plan_asked: str = ""  # code of the plan when the address names one; the plan loaded last otherwise
    is_by_lead: bool = False  # the person may look here only at what he leads
    is_restated: bool = False  # every entry counts where its unit stands today, not where it stood then

    @property
    def fields(self) -> dict[str, str]:
        """Return what an address or a form carries to look at the same again."""
        fields = {"unit": self.place.organization.key, "on": self.on.isoformat(), "data": self.data_set.value}
        if self.plan_asked:
            fields["plan"] = self.plan_asked
        if self.is_past:
            fields["asof"] = str(self.position)
        if self.is_restated:
            fields["tree"] = Tree.RESTATED.value
        return fields

    @property
    def query(self) -> str:
        """Return the same as the part of an address that begins with a question mark."""
        return f"?{urlencode(self.fields)}"

    def at(self, organization_key: str) -> str:
        """Return the query of the same look at another unit."""
        return self.query.replace(
            urlencode({"unit": self.place.organization.key}), urlencode({"unit": organization_key}), 1
        )

    def on_day(self, day: date) -> str:
        """Return the query of the same look on another day."""
        return replace(self, on=day).query

    @property
    def trees(self) -> list[tuple[str, str, bool]]:
        """Return both ways of counting units that moved: name, query, and whether it is the present one."""
        names = ((False, gettext("as the tree was then")), (True, gettext("on today's tree")))
        return [
            (name, replace(self, is_restated=restated).query, restated is self.is_restated)
            for restated, name in names
        ]

    @property
    def data_sets(self) -> list[tuple[DataSet, str, str]]:
        """Return every data set with its name and the query that switches to it."""
        return [(each, str(wording.DATA_SETS[each]), replace(self, data_set=each).query) for each in DataSet]

    @property
    def data_set_name(self) -> str:
        return str(wording.DATA_SETS[self.data_set])

    @property
    def days(self) -> list[tuple[date, str]]:
        """Return the ends of the plan's years that have come, with the queries that go there."""
        last = min(timezone.localdate(), self.document.last_day)
        ends = [date(year, 12, 31) for year in range(self.document.first_day.year, last.year + 1)]
        return [(day, self.on_day(day)) for day in (*(end for end in ends if end < last), last)]

    @cached_property
    def recorded_at(self) -> datetime | None:
        """Return when the batch at the position was recorded, or None for an empty ledger."""
        return Batch.objects.filter(position=self.position).values_list("recorded_at", flat=True).first()


def choose(
    request: HttpRequest,
    act: Act = Act.SEE_FIGURES,
    *,
    leads: Callable[[PlanDocument], Collection[str]] | None = None,
    is_whole: bool = False,
) -> Selection:
    """Read the selection from the address; what it leaves out is the person's widest unit, today, and the data there are.

    `leads` says which organizations lead what is looked at: who acts for one of them may look at it anywhere. With `is_whole`
    a page begins at the plan's owner. Raises Refused where the person may not do the act there, Http404 for an unknown unit,
    Unreadable for a bad date.
    """
    asked = request.GET
    try:
        version = plans.current(asked.get("plan") or None)
    except NoPlanLoaded as refusal:
        raise Http404(str(refusal)) from refusal
    document = plans.document(version)
    on = _day(asked["on"]) if asked.get("on") else _last_day_that_has_come(document)
    lead = leads(document) if leads else ()
    unit = asked.get("unit", "") or (document.owner if is_whole else "")
    place, is_by_lead = _place(request, unit, on, act, lead)
    newest = posting.position()
    position = _position(asked["asof"], newest) if asked.get("asof") else newest
    data_set = _data_set(asked.get("data", ""))
    is_past = bool(asked.get("asof"))
    return Selection(
        version,
        document,
        place,
        on,
        data_set,
        position,
        is_past,
        asked.get("plan", ""),
        is_by_lead,
        is_restated=asked.get("tree") == Tree.RESTATED and data_set != DataSet.PUBLISHED,
    )


def leads_of(code: str) -> Callable[[PlanDocument], Collection[str]]:
    """Return what says which organizations lead an indicator; none where the plan has no such indicator or names none."""

    def leads(document: PlanDocument) -> Collection[str]:
        return next((each.lead or () for each in document.indicators if each.code == code), ())

    return leads


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unreadable("on", text, gettext("a date such as 2023-12-31")) from None


def _position(text: str, newest: int) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Unreadable("asof", text, gettext("a ledger position"))
    return min(int(text), newest)


def _last_day_that_has_come(document: PlanDocument) -> date:
    return max(document.first_day, min(timezone.localdate(), document.last_day))


def _data_set(text: str) -> DataSet:
    """Return the data set asked for; without a wish, the first that has anything, so that nobody meets an empty page."""
    if text:
        try:
            return DataSet(text)
        except ValueError:
            raise Unreadable("data", text, gettext("a data set")) from None
    for each in (DataSet.OPERATIONAL, DataSet.DEMONSTRATION, DataSet.PUBLISHED):
        if Batch.objects.filter(data_set=each, position__isnull=False).exists():
            return each
    return DataSet.OPERATIONAL


def _place(
    request: HttpRequest, text: str, on: date, act: Act, lead: Collection[str]
) -> tuple[Standing, bool]:
    user = request.user
    if not text:
        home = permission.home(user)
        if home is None:
            raise NoPlaceOfOnesOwn(user.get_username())
        return organizations.standing(home.organization_id, on) or home, False
    try:
        organization = organizations.resolve(text, on)
    except (UnknownOrganization, AmbiguousOrganization) as refusal:
        raise Http404(str(refusal)) from refusal
    is_by_lead = not permission.may(user, act, organization)
    if is_by_lead:
        permission.require(user, act, organization, lead=lead)
    place = organizations.standing(organization.pk, on)
    if place is None:  # closed or not yet open on that day: named as it last stood
        place = organization.standings.select_related("organization").order_by("-valid_from").first()
    if place is None:
        raise Http404(text)
    return place, is_by_lead
