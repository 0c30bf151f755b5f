"""What a member does for himself about services: which there are, whether and why not they are open, places taken, and opinions.

Asked with a pass (`passes`) in the header Authorization: Pass …; nobody sees or does anything of anybody else's.
"""

import time
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from yunjiang.access.people.naming import names_of_units
from yunjiang.persons import consenting, purposes
from yunjiang.persons.models import IdentityKind, Person
from yunjiang.registers.kit import facts
from yunjiang.registers.services import claiming, codes, conditions, offering
from yunjiang.registers.services.models import Claim, ClaimState, Service, ServiceState
from yunjiang.registers.services.refusals import REASONS

from . import passes
from .finding import LARGEST, user_of
from .refusals import NotYours
from .shapes import Strict

giving = Router(tags=["职工本人"])
router = Router(tags=["职工本人"], auth=None)
_MOST = 200  # services, or claims, in one answer


class Shower(Strict):
    """Who has shown who they are to whoever asks for the pass."""

    name: str = Field(max_length=60)
    identity: str = Field(max_length=30)
    identity_kind: IdentityKind = IdentityKind.RESIDENT


class Given(Schema):
    token: str
    until: datetime


class Offered(Schema):
    """One service; `reasons` say why it is not open to the member, `needs_consent` that the member's agreement is missing."""

    id: int
    name: str
    kind: str
    about: str
    unit: str
    for_whom: str
    starts_on: date
    ends_on: date | None
    is_open: bool
    is_eligible: bool
    reasons: list[str]
    needs_consent: bool
    had_count: int
    cap: int
    cap_period: str


class Catalogue(Schema):
    services: list[Offered]


class Taken(Schema):
    id: int
    service: int
    name: str
    state: str
    state_name: str
    claimed_at: datetime
    expires_on: date
    redeemed_at: datetime | None
    rating: int | None


class TakenAll(Schema):
    claims: list[Taken]


class Code(Schema):
    """What is shown at the counter: `picture` is what the QR code says, good for `seconds`; the digits can be typed instead."""

    digits: str
    picture: str
    seconds: int


class Because(Strict):
    reason: str = Field(default="", max_length=400)


class Opinion(Strict):
    stars: int = Field(ge=1, le=5)
    words: str = Field(default="", max_length=400)


class Agreement(Strict):
    """A member's word on the handling of data for services, to the words of a version."""

    is_given: bool
    version: str = Field(max_length=20)


class Agreed(Schema):
    may_be_used: bool
    version: str
    text: str


@giving.post("/passes/", response={201: Given}, operation_id="own-pass", summary="为已核实身份的会员取通行证")
def give(request: HttpRequest, shown: Shower) -> Any:
    text, until = passes.give(shown.identity, shown.identity_kind, shown.name, by=user_of(request))
    return 201, {"token": text, "until": until}


@router.get("/services/", response=Catalogue, operation_id="own-services", summary="面向本人的普惠项目")
def services(request: HttpRequest) -> Any:
    person = _person(request)
    today = timezone.localdate()
    told = facts.ask("membership", [person.pk], today)[person.pk]
    rows = list(offering.open_to(told["path"]).order_by("-starts_on", "pk")[:_MOST])
    names = names_of_units({each.organization_id for each in rows})
    held = Claim.objects.filter(person=person, slot__isnull=False, voided_at=None)
    had = list(held.values_list("benefit", flat=True))
    may_use = consenting.may_use(person, claiming.PURPOSE)
    return {"services": [_offered(each, person, names, had, today, may_use=may_use) for each in rows]}


@router.post("/services/{int:pk}/claim/", response={201: Taken}, operation_id="own-claim", summary="领取名额")
def claim(request: HttpRequest, pk: int) -> Any:
    person = _person(request)
    told = facts.ask("membership", [person.pk], timezone.localdate())[person.pk]
    found = offering.open_to(told["path"]).filter(pk=min(pk, LARGEST)).first()
    if found is None:
        raise NotYours
    return 201, _taken(claiming.claim(found, person, by=None))


@router.get("/claims/", response=TakenAll, operation_id="own-claims", summary="本人的领取记录")
def claims(request: HttpRequest) -> Any:
    return {"claims": [_taken(each) for each in _claims(request).order_by("-pk")[:_MOST]]}


@router.get("/claims/{int:pk}/code/", response=Code, operation_id="own-code", summary="核销码")
def code(request: HttpRequest, pk: int) -> Any:
    found = _claim(request, pk)
    if found.state != ClaimState.CLAIMED:
        raise NotYours
    now = time.time()
    return {"digits": found.code, "picture": codes.picture(found.code, now), "seconds": codes.MINUTES * 60}


@router.post("/claims/{int:pk}/cancel/", response=Taken, operation_id="own-cancel", summary="放弃名额")
def cancel(request: HttpRequest, pk: int, because: Because) -> Any:
    return _taken(claiming.cancel(_claim(request, pk), by=None, reason=because.reason))


@router.post("/claims/{int:pk}/opinion/", response=Taken, operation_id="own-opinion", summary="满意度评价")
def opinion(request: HttpRequest, pk: int, said: Opinion) -> Any:
    return _taken(claiming.rate(_claim(request, pk), said.stars, said.words, by=None))


@router.get("/consent/", response=Agreed, operation_id="own-consent", summary="普惠服务个人信息处理同意情况")
def consent(request: HttpRequest) -> Any:
    return _agreed(_person(request))


@router.post("/consent/", response=Agreed, operation_id="own-consent-said", summary="同意或撤回同意")
def say_consent(request: HttpRequest, said: Agreement) -> Any:
    person = _person(request)
    consenting.record(
        person, claiming.PURPOSE, is_given=said.is_given, how="本人手机", by=None, version=said.version
    )
    return _agreed(person)


def _person(request: HttpRequest) -> Person:
    person: Person = request.own.person  # type: ignore[attr-defined]
    return person


def _claims(request: HttpRequest) -> Any:
    return Claim.objects.filter(person=_person(request), voided_at=None).select_related("service")


def _claim(request: HttpRequest, pk: int) -> Claim:
    """Return one of the member's own claims. Raises NotYours, alike for others' and for none."""
    found: Claim | None = _claims(request).filter(pk=min(pk, LARGEST)).first()
    if found is None:
        raise NotYours
    return found


def _offered(
    service: Service, person: Person, names: dict[int, str], had: list[str], day: date, *, may_use: bool
) -> dict[str, Any]:
    against = claiming.reasons_against(service, [person], day)[person.pk]
    is_open = service.state == ServiceState.OPEN and service.starts_on <= day
    return {
        "id": service.pk,
        "name": service.name,
        "kind": service.get_kind_display(),
        "about": service.about,
        "unit": names.get(service.organization_id, ""),
        "for_whom": conditions.told(service.rule),
        "starts_on": service.starts_on,
        "ends_on": service.ends_on,
        "is_open": is_open and (service.ends_on is None or day <= service.ends_on),
        "is_eligible": not against,
        "reasons": [str(REASONS[each]) for each in against],
        "needs_consent": not may_use,
        "had_count": had.count(service.benefit or service.number),
        "cap": service.cap,
        "cap_period": service.get_cap_period_display(),
    }


def _taken(found: Claim) -> dict[str, Any]:
    return {
        "id": found.pk,
        "service": found.service_id,
        "name": found.service.name,
        "state": found.state,
        "state_name": str(ClaimState(found.state).label),
        "claimed_at": found.claimed_at,
        "expires_on": found.expires_on,
        "redeemed_at": found.redeemed_at,
        "rating": found.rating,
    }


def _agreed(person: Person) -> dict[str, Any]:
    purpose = purposes.of(claiming.PURPOSE)
    version = purpose.current_version
    return {
        "may_be_used": consenting.may_use(person, purpose.code),
        "version": version,
        "text": purpose.texts[version],
    }
