from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from time_machine import travel

from yunjiang.access.models import Role
from yunjiang.access.permission import Refused
from yunjiang.access.tests import cast as casting
from yunjiang.ledger.models import Entry
from yunjiang.persons import rights
from yunjiang.registers.kit import facts, scope, writing
from yunjiang.registers.kit.tests.world import officer
from yunjiang.registers.kit.writing_refusals import RecordRefused
from yunjiang.registers.services import claiming, codes
from yunjiang.registers.services.allotting import allot
from yunjiang.registers.services.models import Allotment, Claim, ClaimState, Service, ServiceState
from yunjiang.registers.services.refusals import (
    AllotmentTooLarge,
    AllotmentTooSmall,
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
from yunjiang.registers.services.register import Claims, Services
from yunjiang.registers.services.rules import Reason

from .conftest import DAY, World

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def take(world: World, service: Service, name: str = "张三", union: object = None) -> Claim:
    person = world.person(name, union or world.cast.wuhua)  # type: ignore[arg-type]
    return claiming.claim(service, person, by=None, day=DAY)


def test_it_works(world: World) -> None:
    service = world.service(redeem_days=30)
    made = take(world, service)
    assert (made.state, made.organization, made.expires_on) == (
        "claimed",
        world.cast.wuhua,
        DAY + timedelta(30),
    )
    service.refresh_from_db()
    assert service.claimed_count == 1
    used = claiming.redeem(made.code, by=None, where="五华区职工服务中心", day=DAY)
    assert (used.state, used.redeemed_where) == ("redeemed", "五华区职工服务中心")
    service.refresh_from_db()
    assert (service.claimed_count, service.redeemed_count, claiming.spent(service)) == (1, 1, Decimal(100))


def test_a_use_is_counted_in_the_ledger_and_a_mere_claim_is_not(world: World) -> None:
    made = take(world, world.service())
    assert not Entry.objects.filter(measure__code="inclusive_service_uses").exists()
    claiming.redeem(made.code, by=None, day=DAY)
    [entry] = Entry.objects.filter(measure__code="inclusive_service_uses")
    assert (entry.quantity, entry.organization) == (1, world.cast.wuhua)


def test_who_is_no_member_or_of_another_union_is_told_why(world: World) -> None:
    service = world.service(rule={"months": 120, "sex": "2"})
    with pytest.raises(NotEligible) as refused:
        claiming.claim(service, world.person("李四", None), by=None, day=DAY)
    assert refused.value.reasons == (Reason.NO_MEMBER,)
    with pytest.raises(NotEligible) as refused:
        take(world, service, union=world.cast.qujing)
    assert refused.value.reasons == (Reason.ELSEWHERE, Reason.TOO_NEW, Reason.SEX)
    assert "张三" in str(refused.value)


def test_nothing_is_given_without_consent_or_while_use_is_restricted(world: World) -> None:
    service, person = world.service(), world.person("张三", world.cast.wuhua)
    world.agree(person, is_given=False)
    with pytest.raises(NotAgreedTo):
        claiming.claim(service, person, by=None, day=DAY)
    world.agree(person)
    rights.restrict(person, "本人要求", by=None)
    with pytest.raises(NotAgreedTo):
        claiming.claim(service, person, by=None, day=DAY)
    rights.lift(person, "本人撤回", by=None)
    assert claiming.claim(service, person, by=None, day=DAY).slot == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"state": ServiceState.PAUSED},
        {"starts_on": DAY + timedelta(1)},
        {"ends_on": DAY - timedelta(1)},
    ],
)
def test_a_service_that_is_not_open_gives_nothing(world: World, fields: dict[str, object]) -> None:
    with pytest.raises(ServiceNotOpen):
        take(world, world.service(**fields))


def test_nobody_has_one_benefit_twice_whichever_unions_offer_it(world: World) -> None:
    first = world.service("P1", benefit="checkup")
    second = world.service("P2", benefit="checkup", organization=world.cast.province)
    person = world.person("张三", world.cast.wuhua)
    claiming.claim(first, person, by=None, day=DAY)
    with pytest.raises(AlreadyHad) as refused:
        claiming.claim(second, person, by=None, day=DAY)
    assert first.name not in str(refused.value)  # it may be another union's matter
    made = Claim.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.create(
            organization=made.organization, path=made.path, service=second, person=person, benefit="checkup",
            period="ever", slot=1, expires_on=DAY, code="1",
        )  # fmt: skip


def test_a_cap_counts_within_its_period(world: World) -> None:
    service = world.service(cap=2, cap_period="month")
    person = world.person("张三", world.cast.wuhua)
    for _time in range(2):
        claiming.claim(service, person, by=None, day=DAY)
    with pytest.raises(AlreadyHad):
        claiming.claim(service, person, by=None, day=DAY)
    assert claiming.claim(service, person, by=None, day=date(2025, 7, 1)).period == "2025-07"


def test_what_is_cancelled_or_lapses_is_free_again(world: World) -> None:
    service = world.service(quota=1, redeem_days=5)
    made = take(world, service)
    with pytest.raises(QuotaSpent):
        take(world, service, "李四")
    claiming.cancel(made, by=None, reason="本人放弃")
    again = take(world, service, "王五")
    assert claiming.lapse(DAY + timedelta(5)) == 0
    assert claiming.lapse(DAY + timedelta(6)) == 1
    assert claiming.lapse(DAY + timedelta(6)) == 0
    again.refresh_from_db()
    service.refresh_from_db()
    assert (again.state, again.slot, service.claimed_count) == (ClaimState.LAPSED, None, 0)
    with pytest.raises(NotRedeemable):
        claiming.redeem(again.code, by=None, day=DAY)


def test_allotted_places_go_to_their_units_and_the_rest_to_everybody(world: World) -> None:
    service = world.service(quota=3, organization=world.cast.province)
    for unit, quota in ((world.cast.kunming, 1), (world.cast.wuhua, 1)):
        Allotment.objects.create(service=service, organization=unit, path=scope.path_of(unit.pk), quota=quota)
    take(world, service, "甲", world.cast.wuhua)  # the nearest allotment above
    with pytest.raises(QuotaSpent):
        take(world, service, "乙", world.cast.wuhua)
    take(world, service, "丙", world.cast.kunming)
    take(world, service, "丁", world.cast.qujing)  # what is allotted to nobody
    with pytest.raises(QuotaSpent):
        take(world, service, "戊", world.cast.qujing)


def test_what_places_are_told_apart_by_does_not_change_while_members_hold_them(world: World) -> None:
    service = world.service("P1")
    made = claiming.claim(service, world.person("甲", world.cast.wuhua), by=None, day=DAY)
    for wrong in ({"benefit": "other"}, {"cap_period": "year"}, {"unit_cost": Decimal(7)}):
        with pytest.raises(RecordRefused):
            writing.change(Services, service, wrong, by=None)
    writing.change(Services, service, {"cap": 2, "quota": 9}, by=None)
    claiming.cancel(made, by=None, reason="")
    assert writing.change(Services, service, {"unit_cost": Decimal(7)}, by=None).unit_cost == 7


def test_a_budget_is_not_overdrawn(world: World) -> None:
    service = world.service(budget=Decimal(250), unit_cost=Decimal(100))
    take(world, service, "甲")
    take(world, service, "乙")
    with pytest.raises(BudgetSpent):
        take(world, service, "丙")


def test_a_code_is_redeemed_once_by_who_may(world: World) -> None:
    made = take(world, world.service())
    stranger = officer("elsewhere", world.cast.qujing)
    reader = officer("reader", world.cast.kunming, Role.AUDITOR)
    for each in (stranger, reader):
        with pytest.raises(Refused):
            claiming.redeem(made.code, by=each, day=DAY)
    keeper = officer("keeper", world.cast.wuhua)
    assert claiming.redeem(made.code, by=keeper, day=DAY).redeemed_by == keeper
    with pytest.raises(NotRedeemable):
        claiming.redeem(made.code, by=keeper, day=DAY)
    with pytest.raises(UnknownCode):
        claiming.redeem("123", by=keeper, day=DAY)


def test_an_old_picture_of_a_code_is_refused(world: World) -> None:
    made = take(world, world.service())
    with pytest.raises(CodeStale):
        claiming.redeem(codes.picture(made.code, 0), by=None, now=3600, day=DAY)


def test_only_who_used_it_judges_it_and_the_last_word_counts(world: World) -> None:
    service = world.service()
    made = take(world, service)
    with pytest.raises(NotRedeemable):
        claiming.rate(made, 5, "", by=None)
    used = claiming.redeem(made.code, by=None, day=DAY)
    claiming.rate(used, 2, "排队太久", by=None)
    claiming.rate(used, 4, "", by=None)
    service.refresh_from_db()
    assert (service.rating_sum, service.rating_count) == (4, 1)


@pytest.mark.django_db(transaction=True)
def test_the_last_place_goes_to_one_of_many_who_want_it_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(casting.assemble())
    monkeypatch.setattr(facts, "_tellers", {"membership": world.tell})
    service = world.service(quota=3)
    people = [world.person(f"人{number}", world.cast.wuhua) for number in range(8)]

    def want(number: int) -> bool:
        try:
            with travel(DAY, tick=True):
                claiming.claim(service, people[number], by=None, day=DAY)
        except QuotaSpent:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(want, range(8)))
    assert sum(got) == 3
    service.refresh_from_db()
    assert service.claimed_count == Claim.objects.filter(state=ClaimState.CLAIMED).count() == 3
    assert scope.visible(Claims, officer("keeper", world.cast.kunming)).count() == 3


def test_places_are_allotted_all_or_none_and_never_below_what_is_taken(world: World) -> None:
    service = world.service(quota=5, organization=world.cast.province)
    keeper = officer("keeper", world.cast.province)
    allot(service, {world.cast.kunming: 3, world.cast.qujing: 1}, by=keeper)
    take(world, service, "甲", world.cast.wuhua)
    with pytest.raises(AllotmentTooLarge):
        allot(service, {world.cast.kunming: 5}, by=keeper)
    with pytest.raises(AllotmentTooSmall):
        allot(service, {world.cast.qujing: 2, world.cast.kunming: 0}, by=keeper)
    assert {each.quota for each in service.allotments.all()} == {3, 1}
    with pytest.raises(Refused):
        allot(service, {world.cast.qujing: 2}, by=officer("other", world.cast.kunming))
    assert [each.quota for each in allot(service, {world.cast.qujing: 0}, by=keeper)] == [3]
