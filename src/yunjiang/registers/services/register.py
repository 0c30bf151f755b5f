"""Services and claims as registers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yunjiang.access.permission import Act
from yunjiang.ledger.records import Line
from yunjiang.registers.kit import effects
from yunjiang.registers.kit.declaration import Count, Reason, Register, Tab
from yunjiang.registers.kit.flows import Flow, Move

from .kept import must_keep
from .models import Claim, ClaimState, Service, ServiceKind, ServiceState
from .rules import Rule, UnreadableRule
from .tabs import places

_OF_PLACES = ("benefit", "cap_period", "unit_cost")


def derive(service: Service) -> None:
    """A service that shares its benefit with no other is a benefit of its own."""
    service.benefit = service.benefit or service.number


def validate(service: Service, _user: Any) -> Mapping[str, str]:
    """Return what is wrong with a service as wanted, by field."""
    found = {}
    if service.ends_on and service.ends_on < service.starts_on:
        found["ends_on"] = now("The last day lies before the first.")
    try:
        Rule.read(service.rule or {})
    except UnreadableRule as refused:
        found["rule"] = now("The condition “%(name)s” is unknown or cannot have this value.") % {
            "name": refused.name
        }
    if service.quota is not None and service.quota < service.claimed_count:
        found["quota"] = now("%(count)d places are taken already.") % {"count": service.claimed_count}
    found |= _against_turns(service)
    if service.budget is not None and service.quota and service.unit_cost * service.quota > service.budget:
        found["budget"] = now("The budget does not pay for %(count)d places.") % {"count": service.quota}
    return found


def _against_turns(service: Service) -> Mapping[str, str]:
    """Return what cannot become otherwise any more: by it the places are told apart and paid that members hold already."""
    before = Service.objects.filter(pk=service.pk).first() if service.pk else None
    if before is None or not Claim.objects.filter(service=before).exclude(slot=None).exists():
        return {}
    sentence = now("Members hold places by this. Close the service, and offer it anew.")
    changed = [name for name in _OF_PLACES if getattr(before, name) != getattr(service, name)]
    return dict.fromkeys(changed, sentence)


def launched(service: Service, step: Any) -> None:
    """Keep the day on which a service was first opened: on that day it counts."""
    if service.launched_on is None:
        effects.change(Services, service, {"launched_on": step.at.date()}, by=step.by, because="")


def project(row: Any) -> Sequence[Line]:
    """Return the line of one more inclusive project of the province."""
    return [Line("inclusive_service_projects", row.organization_id, row.launched_on, 1)]


def use(row: Any) -> Sequence[Line]:
    """Return the line of one use of a service, by one person; who is erased is one person still."""
    key = row.person__identity_key
    return [
        Line(
            "inclusive_service_uses",
            row.organization_id,
            row.redeemed_at.date(),
            1,
            person=bytes(key).hex() if key else f"person:{row.person_id}",
            breakdown={"kind": row.service__kind},
        )
    ]


class Services(Register):
    code = "services"
    name = _("Inclusive services")
    about = _(
        "What unions offer their members: to whom, how much of it, from which budget, and how it was received."
    )
    model = Service
    columns = (
        "number",
        "name",
        "organization",
        "kind",
        "state",
        "starts_on",
        "ends_on",
        "quota",
        "claimed_count",
    )
    more_columns = (
        "is_provincial",
        "redeemed_count",
        "rating_count",
        "budget_line",
        "budget",
        "unit_cost",
        "launched_on",
    )
    filters = ("state", "kind", "is_provincial", "starts_on", "organization")
    search = ("number", "name__startswith")
    title = "name"
    natural_key = ("number",)
    sections = {
        _("What it is"): ("number", "name", "organization", "kind", "about", "is_provincial"),
        _("For whom"): ("rule", "cap", "cap_period", "benefit"),
        _("How much"): ("quota", "unit_cost", "budget_line", "budget"),
        _("When"): ("starts_on", "ends_on", "redeem_days", "launched_on"),
    }
    fixed = ("launched_on", "claimed_count", "redeemed_count")
    derive = staticmethod(derive)
    validate = staticmethod(validate)
    flow = Flow(
        moves=[
            Move("propose", _("Propose"), [ServiceState.DRAFT], ServiceState.PROPOSED),
            Move(
                "return",
                pgettext_lazy("a service", "Send back"),
                [ServiceState.PROPOSED],
                ServiceState.DRAFT,
                act=Act.CHECK_RECORDS,
                needs_reason=True,
            ),
            Move(
                "open",
                _("Approve and open"),
                [ServiceState.PROPOSED],
                ServiceState.OPEN,
                act=Act.CHECK_RECORDS,
                is_four_eyes=True,
                effect=launched,
            ),
            Move("pause", _("Pause"), [ServiceState.OPEN], ServiceState.PAUSED, needs_reason=True),
            Move(
                "resume", pgettext_lazy("a service", "Open again"), [ServiceState.PAUSED], ServiceState.OPEN
            ),
            Move(
                "close",
                _("Close"),
                [ServiceState.OPEN, ServiceState.PAUSED],
                ServiceState.CLOSED,
                needs_reason=True,
            ),
        ],
        closed=[ServiceState.CLOSED],
    )
    tabs = (Tab("places", _("Places and opinions"), "pages/services/places.html", places),)
    counts = [
        Count(
            code="projects",
            name=_("Inclusive projects of the province"),
            measure="inclusive_service_projects",
            unit="个",
            kind="flow",
            needs=("organization_id", "launched_on"),
            lines=project,
            not_counted=[
                Reason("not_provincial", _("Not a project of the province"), Q(is_provincial=False)),
                Reason("not_launched", _("Not opened yet"), Q(launched_on=None)),
            ],
        )
    ]


class Claims(Register):
    code = "service-claims"
    name = _("Claims of services")
    about = _("Who took a place of which service, and whether it was used.")
    model = Claim
    columns = ("service__name", "person__name", "organization", "state", "claimed_at", "expires_on")
    more_columns = ("code", "redeemed_at", "redeemed_where", "amount", "rating")
    filters = ("state", "service", "organization")
    search = ("code",)
    title = "code"
    natural_key = ("code",)
    related = ("service", "person")
    sections = {
        _("What was taken"): (
            "service",
            "person",
            "organization",
            "claimed_at",
            "expires_on",
            "code",
            "amount",
        ),
        _("How it was used"): ("redeemed_at", "redeemed_by", "redeemed_where", "rating", "words"),
    }
    can_be_added = False
    is_large = True
    must_keep = staticmethod(must_keep)
    counts = [
        Count(
            code="uses",
            name=_("Uses of inclusive services"),
            measure="inclusive_service_uses",
            unit="人次",
            kind="flow",
            needs=("organization_id", "redeemed_at", "person_id", "person__identity_key", "service__kind"),
            lines=use,
            not_counted=[Reason("not_used", _("Not used"), ~Q(state=ClaimState.REDEEMED))],
            counts_persons=True,
            dimensions={"kind": {str(value): str(label) for value, label in ServiceKind.choices}},
        )
    ]
