"""Taking, redeeming, cancelling and judging places of a service.

A claim is decided under the lock of its service's row: quota, allotment and budget are counted there. That nobody has one benefit
twice is held by the database itself (`Claim.slot`), whichever unions offer it and whoever is quicker.
"""

import time
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Act
from yunjiang.organizations.models import Organization
from yunjiang.persons import consenting
from yunjiang.persons.models import Person
from yunjiang.registers.kit import effects, facts, scope
from yunjiang.registers.kit.writing_refusals import RecordRefused

from . import codes
from .models import Allotment, Claim, ClaimState, Service, ServiceState
from .periods import period_of
from .refusals import (
    AlreadyHad,
    BudgetSpent,
    CodeStale,
    NotAgreedTo,
    NotEligible,
    NotRedeemable,
    QuotaSpent,
    ServiceNotOpen,
    UnknownCode,
)
from .register import Claims
from .rules import Known, Reason, Rule, refusals

HOLDING = (ClaimState.CLAIMED, ClaimState.REDEEMED)
PURPOSE = "service"  # for which a person's data is handled here: on consent, which may be withdrawn


def reasons_against(service: Service, persons: Collection[Person], day: date) -> Mapping[int, list[Reason]]:
    """Return why a service is not open to each of some persons, by id; in a bounded number of queries, quota left aside."""
    told = facts.ask("membership", [each.pk for each in persons], day)
    rule = Rule.read(service.rule)
    found = {}
    for person in persons:
        of_member = told.get(person.pk, {})
        known = Known(
            path=of_member.get("path", ""),
            state=of_member.get("state", ""),
            is_qualified=bool(of_member.get("is_qualified")),
            joined_on=of_member.get("joined_on"),
            new_form=of_member.get("new_form", ""),
            is_migrant_worker=person.is_migrant_worker,
            sex=person.sex,
            birth_on=person.birth_on,
        )
        found[person.pk] = refusals(rule, service.path, known, day)
    return found


def claim(service: Service, person: Person, *, by: User | None, day: date | None = None) -> Claim:
    """Give a person one place of a service and return the claim.

    Callers ask who may: the officer of the person's union or of the service (`may_give`), or the person; and for the person's
    consent where none is on record. Raises ServiceNotOpen, NotEligible, NotAgreedTo, AlreadyHad, QuotaSpent, BudgetSpent.
    """
    day = day or timezone.localdate()
    with transaction.atomic():
        held = Service.objects.select_for_update().get(pk=service.pk)
        if held.state != ServiceState.OPEN or day < held.starts_on or (held.ends_on and day > held.ends_on):
            raise ServiceNotOpen(held.name, str(ServiceState(held.state).label), held.starts_on, held.ends_on)
        against = reasons_against(held, [person], day)[person.pk]
        if against:
            raise NotEligible(held.name, person.name, against)
        if not consenting.may_use(person, PURPOSE):
            raise NotAgreedTo(held.name, person.name)
        union = facts.ask("membership", [person.pk], day)[person.pk]
        period = period_of(held.cap_period, day)
        slot = _free_slot(held, person, period)
        allotment = _place(held, str(union["path"]))
        if held.budget is not None and (held.claimed_count + 1) * held.unit_cost > held.budget:
            raise BudgetSpent(held.name, held.budget_line)
        values = {
            "service": held,
            "person": person,
            "allotment": allotment,
            "benefit": held.benefit or held.number,
            "period": period,
            "slot": slot,
            "expires_on": _last_day(held, day),
            "code": codes.fresh(),
            "amount": held.unit_cost,
        }
        try:
            made: Claim = effects.create(
                Claims,
                values,
                by=by,
                organization=Organization.objects.get(pk=union["organization_id"]),
                because=held.name,
                is_demonstration=held.is_demonstration,
            )
        except (IntegrityError, RecordRefused) as refused:
            if _free_slot(held, person, period) != slot:
                raise AlreadyHad(held.name, person.name, held.cap, period) from refused
            raise
        _count(held, claimed=1)
        if allotment is not None:
            Allotment.objects.filter(pk=allotment.pk).update(claimed_count=allotment.claimed_count + 1)
    return made


def redeem(
    text: str, *, by: User | None, where: str = "", day: date | None = None, now: float | None = None
) -> Claim:
    """Mark a claim as used, by what was scanned or typed, and return it.

    Raises UnknownCode, CodeStale, NotRedeemable, permission.Refused for who redeems for neither side.
    """
    day = day or timezone.localdate()
    try:
        code, is_stale = codes.read(text, time.time() if now is None else now)
    except ValueError:
        raise UnknownCode(text[:40]) from None
    if is_stale:
        raise CodeStale
    with transaction.atomic():
        found = (
            Claim.objects.select_for_update(of=("self",))
            .select_related("service__organization", "organization")
            .filter(code=code)
            .first()
        )
        if found is None or found.voided_at is not None:
            raise UnknownCode(code)
        if by is not None and not permission.may(by, Act.REDEEM_SERVICES, found.service.organization):
            permission.require(by, Act.REDEEM_SERVICES, found.organization)
        if found.state != ClaimState.CLAIMED or day > found.expires_on:
            raise NotRedeemable(code, str(ClaimState(found.state).label), found.expires_on)
        held = Service.objects.select_for_update().get(pk=found.service_id)
        values = {
            "state": ClaimState.REDEEMED,
            "redeemed_at": timezone.now(),
            "redeemed_by": by,
            "redeemed_where": where[:80],
        }
        changed: Claim = effects.change(Claims, found, values, by=by, because=held.name)
        _count(held, redeemed=1)
    return changed


def cancel(found: Claim, *, by: User | None, reason: str) -> Claim:
    """Take back a claim that was not used yet; its place and the person's turn are free again. Raises NotRedeemable."""
    return _given_back(found, ClaimState.CANCELLED, by, reason)


def lapse(day: date) -> int:
    """Give back every claim that was not used in time, and return how many; for the nightly work, as often as it likes."""
    count = 0
    for found in (
        Claim.objects.filter(state=ClaimState.CLAIMED, expires_on__lt=day, voided_at=None)
        .order_by("pk")
        .iterator()
    ):
        try:
            _given_back(found, ClaimState.LAPSED, None, "")
        except NotRedeemable:  # redeemed or cancelled this very moment
            continue
        count += 1
    return count


def rate(found: Claim, stars: int, words: str, *, by: User | None) -> Claim:
    """Keep what a member thought of a service that he has had, one to five; said again, it replaces what was said.

    Raises NotRedeemable for a claim that was not used, ValueError for stars outside one to five.
    """
    if not 1 <= stars <= 5:
        raise ValueError(stars)
    with transaction.atomic():
        held = Claim.objects.select_for_update(of=("self",)).get(pk=found.pk)
        if held.state != ClaimState.REDEEMED:
            raise NotRedeemable(held.code, str(ClaimState(held.state).label), held.expires_on)
        before = held.rating
        values = {"rating": stars, "words": words.strip()[:400], "rated_at": timezone.now()}
        changed: Claim = effects.change(Claims, held, values, by=by, because="")
        service = Service.objects.select_for_update().get(pk=held.service_id)
        service.rating_sum += stars - (before or 0)
        service.rating_count += before is None
        service.save(update_fields=["rating_sum", "rating_count"])
    return changed


def may_give(user: User, service: Service, union: Organization) -> bool:
    """Say whether an officer may give places and take them back: who keeps the records of the service or of the union."""
    return any(scope.may(Claims, user, Claims.keeps, each) for each in (service.organization, union))


def spent(service: Service) -> Decimal:
    """Return what the places given so far cost, in yuan; those given back cost nothing."""
    total = Claim.objects.filter(service=service, state__in=HOLDING, voided_at=None).aggregate(
        sum=Sum("amount")
    )["sum"]
    return total or Decimal(0)


def _given_back(found: Claim, state: ClaimState, by: User | None, reason: str) -> Claim:
    with transaction.atomic():
        held = (
            Claim.objects.select_for_update(of=("self",))
            .select_related("service", "organization")
            .get(pk=found.pk)
        )
        if held.state != ClaimState.CLAIMED:
            raise NotRedeemable(held.code, str(ClaimState(held.state).label), held.expires_on)
        service = Service.objects.select_for_update().get(pk=held.service_id)
        changed: Claim = effects.change(Claims, held, {"state": state, "slot": None}, by=by, because=reason)
        _count(service, claimed=-1)
        if held.allotment_id:
            allotment = Allotment.objects.select_for_update().get(pk=held.allotment_id)
            allotment.claimed_count -= 1
            allotment.save(update_fields=["claimed_count"])
    return changed


def _free_slot(service: Service, person: Person, period: str) -> int:
    """Return the number of the person's next place of this benefit in a period. Raises AlreadyHad."""
    held = Claim.objects.filter(
        person=person, benefit=service.benefit or service.number, period=period, slot__isnull=False
    ).values_list("slot", flat=True)
    taken = set(held)
    for slot in range(1, service.cap + 1):
        if slot not in taken:
            return slot
    raise AlreadyHad(service.name, person.name, service.cap, period)


def _place(service: Service, path: str) -> Allotment | None:
    """Return the allotment that a member's place comes from, the nearest above; None: from what is allotted to nobody.

    Raises QuotaSpent.
    """
    allotments = list(Allotment.objects.select_for_update().filter(service=service))
    nearest = max(
        (each for each in allotments if path.startswith(each.path)),
        key=lambda each: len(each.path),
        default=None,
    )
    if nearest is not None:
        if nearest.claimed_count >= nearest.quota:
            raise QuotaSpent(service.name, nearest.quota)
        return nearest
    if service.quota is not None:
        free = service.quota - sum(each.quota for each in allotments)
        taken = service.claimed_count - sum(each.claimed_count for each in allotments)
        if taken >= free:
            raise QuotaSpent(service.name, free)
    return None


def _last_day(service: Service, day: date) -> date:
    last = day + timedelta(days=service.redeem_days)
    return min(last, service.ends_on) if service.ends_on else last


def _count(service: Service, *, claimed: int = 0, redeemed: int = 0) -> None:
    """Keep the counters of a service whose row is held; they are no fields of its form and no part of its history."""
    service.claimed_count += claimed
    service.redeemed_count += redeemed
    service.save(update_fields=["claimed_count", "redeemed_count"])
