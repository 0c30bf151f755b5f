"""The invented registers: every state to be seen, things that wait, and nothing that is not marked."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from yunjiang.access.models import User
from yunjiang.demonstration import inclusive, members, people, unions
from yunjiang.ledger.models import Batch, DataSet
from yunjiang.persons import reaching
from yunjiang.persons.models import Person
from yunjiang.plans.document import PlanDocument
from yunjiang.registers.members.applicants import Application, ApplicationState
from yunjiang.registers.members.models import Campaign, Membership, MembershipState, Quality, Transfer
from yunjiang.registers.services import claiming
from yunjiang.registers.services.models import Claim, ClaimState, Service, ServiceState


@pytest.fixture
def office(yunnan: PlanDocument, settings: Settings, tmp_path: Path) -> User:
    settings.HOME = tmp_path
    unions.make()
    assert len(people.make(date(2026, 1, 5))) == 11
    found = people.account("demo-office")
    assert found is not None
    return found


@pytest.mark.slow
def test_registers_live(office: User) -> None:
    today = timezone.localdate()
    assert members.bring("演示", today, office) > 1_000
    assert inclusive.make(today) >= 12
    assert (members.bring("演示", today, office), inclusive.make(today)) == (0, 0)

    states = set(Membership.objects.values_list("state", flat=True))
    never = {MembershipState.APPLIED, MembershipState.MOVED, MembershipState.REFUSED}
    assert states >= set(MembershipState.values) - never
    assert Application.objects.filter(state=ApplicationState.WAITING, is_demonstration=True).count() == 9
    qualities = set(Membership.objects.values_list("quality", flat=True))
    assert qualities >= {Quality.QUALIFIED, Quality.INCOMPLETE, Quality.DUPLICATE, Quality.STALE}
    assert Transfer.objects.filter(state="open").count() == 7
    assert Campaign.objects.get().unions.exists()
    register = User.objects.get(username="demo-register")
    assert reaching.desk(office).count() >= 6
    assert reaching.desk(register).exists()

    assert Service.objects.filter(is_provincial=True, state=ServiceState.OPEN).count() >= 10
    assert set(Service.objects.values_list("state", flat=True)) == set(ServiceState.values)
    assert set(Claim.objects.values_list("state", flat=True)) == set(ClaimState.values)
    for service in Service.objects.all():
        assert claiming.spent(service) == Decimal(service.claimed_count) * service.unit_cost
        assert service.quota is None or service.claimed_count <= service.quota

    for model in (Membership, Service, Claim):
        assert not model._default_manager.filter(is_demonstration=False).exists()
    assert not Person.objects.exclude(name__contains="例").exclude(name__startswith="演示").exists()
    assert set(Batch.objects.values_list("data_set", flat=True)) == {DataSet.DEMONSTRATION}
