"""What the kit tries of every register, on services and on claims of them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from yunjiang.organizations.models import Organization
from yunjiang.persons.models import Person
from yunjiang.registers.kit import effects, writing
from yunjiang.registers.kit.models import Record
from yunjiang.registers.kit.trials import RegisterTrials
from yunjiang.registers.services.models import Claim, ClaimState, Service, ServiceKind, ServiceState
from yunjiang.registers.services.register import Claims, Services

LAUNCHED, LATER = date(2024, 3, 1), date(2024, 5, 1)


def said(serial: int, **fields: Any) -> dict[str, Any]:
    return {
        "number": f"P{serial:04}",
        "name": f"试验项目{serial:04}",
        "kind": ServiceKind.HEALTH,
        "about": "体检一次",
        "is_provincial": True,
        "starts_on": LAUNCHED,
        "unit_cost": Decimal(100),
        "budget_line": "职工服务支出",
    } | fields


class TestServices(RegisterTrials):
    register = Services
    uncounted = {"not_provincial": {"is_provincial": False}, "not_launched": {"launched_on": None}}

    def make(self, organization: Organization, serial: int, **fields: Any) -> Service:
        made: Service = writing.create(Services, said(serial, **fields), by=None, organization=organization)
        return made

    def count(self, organization: Organization, serial: int) -> Service:
        given = said(serial, state=ServiceState.OPEN, launched_on=LAUNCHED)
        made: Service = effects.create(Services, given, by=None, organization=organization, because="试")
        return made

    def recount(self, record: Record) -> Mapping[str, Any]:
        return {"launched_on": LATER}


class TestClaims(RegisterTrials):
    register = Claims
    uncounted = {"not_used": {"state": ClaimState.CLAIMED}}

    def make(self, organization: Organization, serial: int, **fields: Any) -> Claim:
        offered = said(serial, state=ServiceState.OPEN, launched_on=LAUNCHED)
        service = effects.create(Services, offered, by=None, organization=organization, because="试")
        given = {
            "service": service,
            "person": Person.objects.create(name=f"领取职工{serial}"),
            "benefit": service.benefit,
            "period": "ever",
            "slot": 1,
            "expires_on": LATER,
            "code": f"TRIAL{serial:08}",
            "amount": Decimal(100),
        } | fields
        made: Claim = effects.create(Claims, given, by=None, organization=organization, because="试")
        return made

    def count(self, organization: Organization, serial: int) -> Claim:
        return self.make(
            organization,
            serial,
            state=ClaimState.REDEEMED,
            redeemed_at=datetime(2024, 4, 1, 10, tzinfo=UTC),
        )

    def recount(self, record: Record) -> Mapping[str, Any]:
        return {"redeemed_at": datetime(2024, 4, 3, 10, tzinfo=UTC)}
