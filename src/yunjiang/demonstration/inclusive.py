"""A catalogue of inclusive services, invented, and what generated members took of it: claims, uses, opinions.

Written whole by tables; whom a service is open to is decided by the register's own rule, and what the ledger is told follows the
same functions as for real claims.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from ruamel.yaml import YAML

from yunjiang.organizations import queries
from yunjiang.persons.models import Person
from yunjiang.registers.kit import postings, scope
from yunjiang.registers.members.models import Membership
from yunjiang.registers.services import claiming, codes
from yunjiang.registers.services.models import (
    Allotment,
    Claim,
    ClaimState,
    Period,
    Service,
    ServiceKind,
    ServiceState,
)
from yunjiang.registers.services.periods import period_of
from yunjiang.registers.services.register import Claims, Services

SEED = 20220501
MARK = "（演示）"
PROVINCE = "530000"
CATALOGUE = Path(__file__).with_name("catalogue.yaml")
SAMPLE = 700  # members looked at for each service
_LAST_DAYS = 75
_OPINIONS = (
    (5, "工作人员耐心，排队不久。"),
    (5, "很实惠，希望明年还有。"),
    (4, "项目好，名额再多一些就好了。"),
    (4, ""),
    (5, ""),
    (3, "周末能不能也开放？"),
    (4, "在手机上领取方便。"),
    (2, "通知得太晚，差点错过。"),
    (5, "给我们骑手办了件实事。"),
)


@dataclass(frozen=True)
class _Plan:
    """One service as `catalogue.yaml` has it, and how much of it is taken."""

    name: str
    kind: ServiceKind
    about: str
    unit_cost: int
    quota: int | None = None
    taken: int = 0
    at: str = PROVINCE
    rule: Mapping[str, Any] = field(default_factory=dict)
    state: ServiceState = ServiceState.OPEN
    cap: int = 1
    cap_period: Period = Period.YEAR
    benefit: str = ""
    redeem_days: int = 30
    places: Mapping[str, int] = field(default_factory=dict)  # handed down, by unit


def _plans() -> list[_Plan]:
    return [_Plan(**each) for each in YAML(typ="safe").load(CATALOGUE.read_text("utf-8"))]


@transaction.atomic
def make(today: date) -> int:
    """Make the services and their claims unless there are any, and return how many services are new."""
    if Service.objects.exists():
        return 0
    chance = random.Random(SEED)  # noqa: S311 - invented things, nothing is guarded by them
    plans = _plans()
    members = _Members(chance)
    had: dict[tuple[int, str, str], int] = defaultdict(int)
    for number, plan in enumerate(plans, start=1):
        service = _service(number, plan, today)
        allotments = _allotments(service, plan)
        claims = list(_claims(chance, service, plan, members, had, today))
        _take(service, allotments, claims)
    for register, model in ((Services, Service), (Claims, Claim)):
        keys = list(model._default_manager.filter(is_demonstration=True).values_list("pk", flat=True))
        postings.refresh_many(register, keys, by="演示")
    return len(plans)


class _Members:
    """Generated members to choose from: those below a unit, in an order by chance."""

    def __init__(self, chance: random.Random) -> None:
        rows: QuerySet[Membership] = Membership.objects.filter(
            is_demonstration=True, state="current"
        ).select_related("person", "organization")
        self.rows = list(rows.order_by("pk"))
        chance.shuffle(self.rows)

    def below(self, path: str) -> list[Membership]:
        return [each for each in self.rows if each.path.startswith(path)][:SAMPLE]


def _service(number: int, plan: _Plan, today: date) -> Service:
    unit = queries.resolve(plan.at)
    is_launched = plan.state not in (ServiceState.DRAFT, ServiceState.PROPOSED)
    is_last_years = plan.state == ServiceState.CLOSED
    starts_on = date(today.year - 1, 3, 1) if is_last_years else date(today.year, 1, 1)
    code = f"PH-{today.year}-{number:03}"
    return Service.objects.create(
        organization=unit,
        path=scope.path_of(unit.pk),
        is_demonstration=True,
        number=code,
        name=f"{plan.name}{MARK}",
        kind=plan.kind,
        about=plan.about,
        is_provincial=plan.at == PROVINCE,
        state=plan.state,
        launched_on=starts_on + timedelta(days=number % 9) if is_launched else None,
        starts_on=starts_on,
        ends_on=date(starts_on.year, 12, 31),
        rule=dict(plan.rule),
        quota=plan.quota,
        cap=plan.cap,
        cap_period=plan.cap_period,
        benefit=plan.benefit or code,
        redeem_days=plan.redeem_days,
        budget_line="工会经费·职工服务支出" if plan.at == PROVINCE else "本级工会经费·职工活动支出",
        budget=(plan.quota or 0) * plan.unit_cost or None,
        unit_cost=plan.unit_cost,
    )


def _allotments(service: Service, plan: _Plan) -> list[Allotment]:
    return [
        Allotment.objects.create(
            service=service,
            organization=(unit := queries.resolve(key)),
            path=scope.path_of(unit.pk),
            quota=quota,
        )
        for key, quota in plan.places.items()
    ]


def _claims(
    chance: random.Random,
    service: Service,
    plan: _Plan,
    members: _Members,
    had: dict[tuple[int, str, str], int],
    today: date,
) -> Iterator[Claim]:
    """Return claims of members to whom the service is open, each a benefit as often as it may be had."""
    ended_on = min(today, service.ends_on or today)
    left = plan.taken
    for membership in _open_to(service, members.below(service.path), today):
        if not left:
            return
        day = ended_on - timedelta(days=chance.randrange(1, _LAST_DAYS))
        period = period_of(service.cap_period, day)
        key = (membership.person_id, service.benefit, period)
        if had[key] >= service.cap:
            continue
        had[key] += 1
        left -= 1
        yield _claim(chance, service, membership, day, period, had[key], today)


def _open_to(service: Service, rows: Sequence[Membership], today: date) -> Iterable[Membership]:
    persons: list[Person] = [each.person for each in rows]
    against = claiming.reasons_against(service, persons, today)
    return (each for each in rows if not against[each.person_id])


def _claim(
    chance: random.Random,
    service: Service,
    membership: Membership,
    day: date,
    period: str,
    slot: int,
    today: date,
) -> Claim:
    expires_on = day + timedelta(days=service.redeem_days)
    is_used = chance.random() < 0.72
    made = Claim(
        organization=membership.organization,
        path=membership.path,
        is_demonstration=True,
        service=service,
        person=membership.person,
        benefit=service.benefit,
        period=period,
        slot=slot,
        claimed_at=_moment(day, 9 + chance.randrange(9), chance.randrange(60)),
        expires_on=expires_on,
        code=codes.fresh(),
        amount=Decimal(service.unit_cost),
    )
    if is_used:
        used_on = day + timedelta(days=chance.randrange(min(service.redeem_days, (today - day).days + 1)))
        made.state = ClaimState.REDEEMED
        made.redeemed_at = max(_moment(used_on, 10 + chance.randrange(8), 0), made.claimed_at)
        made.redeemed_where = "职工服务中心" + MARK
        if chance.random() < 0.6:
            made.rating, made.words = chance.choice(_OPINIONS)
            made.rated_at = made.redeemed_at
    elif expires_on < today:
        made.state, made.slot = ClaimState.LAPSED, None
    elif chance.random() < 0.15:
        made.state, made.slot = ClaimState.CANCELLED, None
    return made


def _take(service: Service, allotments: Sequence[Allotment], claims: Sequence[Claim]) -> None:
    """Write the claims of a service and count them where they are counted."""
    for claim in claims:
        claim.allotment = next((each for each in allotments if claim.path.startswith(each.path)), None)
        if claim.slot is not None:
            service.claimed_count += 1
            if claim.allotment is not None:
                claim.allotment.claimed_count += 1
        service.redeemed_count += claim.state == ClaimState.REDEEMED
        service.rating_count += claim.rating is not None
        service.rating_sum += claim.rating or 0
    Claim.objects.bulk_create(claims)
    Allotment.objects.bulk_update(allotments, ["claimed_count"])
    service.save()


def _moment(day: date, hour: int, minute: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))
