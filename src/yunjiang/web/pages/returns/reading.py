"""What an address of reporting names, found and permitted: a cycle, a return, a reader's units."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Act, Refused
from yunjiang.returns import rights
from yunjiang.returns.models import Cycle, Return, Section
from yunjiang.standards import periods
from yunjiang.web.components.said import Crumb

LONGEST_NUMBER = 9  # digits; a key is no longer for a very long time
ACTS = (Act.MANAGE_CYCLES, Act.FILL_RETURNS, Act.REVIEW_RETURNS, Act.ACCEPT_RETURNS, Act.SEE_ENTRIES)


@dataclass(frozen=True)
class Reader:
    """Who asks, and what of a cycle this person sees."""

    user: User

    @cached_property
    def acts(self) -> frozenset[Act]:
        return permission.acts_anywhere(self.user)

    def may(self, *acts: Act) -> bool:
        """Say whether this person holds one of the acts anywhere, so that a door is worth showing."""
        return not self.acts.isdisjoint(acts)


def reader(request: HttpRequest, *acts: Act) -> Reader:
    """Return who asks. Raises Refused for who holds none of the acts anywhere (any act of reporting where none is named)."""
    user = request.user
    wanted = acts or ACTS
    if not isinstance(user, User) or permission.acts_anywhere(user).isdisjoint(wanted):
        raise Refused(wanted[0], "")
    return Reader(user)


def cycle(request: HttpRequest, number: int, *acts: Act) -> tuple[Reader, Cycle]:
    """Return a cycle and who asks. Raises Refused, Http404."""
    who = reader(request, *acts)
    found = Cycle.objects.select_related("plan_version__plan__owner").filter(pk=number).first()
    if found is None:
        raise Http404(_("There is no reporting cycle with this number."))
    return who, found


def report(request: HttpRequest, number: int) -> tuple[Reader, Return]:
    """Return a return that the person may read, at least in part, and who asks. Raises Refused, Http404."""
    who = reader(request)
    found = (
        Return.objects.select_related(
            "cycle__plan_version__plan__owner", "place", "organization", "desk", "submitted_by"
        )
        .filter(pk=number)
        .first()
    )
    if found is None:
        raise Http404(_("There is no return with this number."))
    if not rights.may_read(who.user, found):
        raise Refused(Act.SEE_ENTRIES, found.place.name, found.organization_id)
    return who, found


def sections(report: Return) -> list[Section]:
    """Return a return's sections in order, each with its lead and this very return."""
    found = list(report.sections.select_related("lead").order_by("rank"))
    for each in found:
        each.report = report
    return found


def number(request: HttpRequest, name: str) -> int | None:
    """Return a number of the address, or None where there is none that could be meant."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None


def told(cycle: Cycle) -> str:
    """Return what people call a cycle where its plan is known: 2024年年报."""
    return f"{periods.parse(cycle.code).label}{cycle.get_rhythm_display()}"


def posted_address(reports: Sequence[int], indicators: Sequence[str]) -> str:
    """Return the address of the page that tells what was posted of returns."""
    query = urlencode({"report": reports, "indicator": indicators}, doseq=True)
    return f"{reverse('posted')}?{query}"


def crumbs(cycle: Cycle | None = None, report: Return | None = None, here: str = "") -> list[Crumb]:
    """Return the way to a page: cycles, the cycle, the return, and the page's own name."""
    steps = [Crumb(_("Reporting"), reverse("cycles"))]
    if cycle is not None:
        steps.append(Crumb(told(cycle), reverse("cycle", args=[cycle.pk])))
    if report is not None:
        steps.append(Crumb(report.place.short_name, reverse("return", args=[report.pk])))
    if here:
        return [*steps, Crumb(here)]
    return [*steps[:-1], Crumb(steps[-1].name)]
