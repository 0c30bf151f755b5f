"""How many queries the pages of unions, members, persons, services and imports ask: kept, and no more with more of everything."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from yunjiang.background.tests.performed import perform_all
from yunjiang.persons import consenting, likeness, rights
from yunjiang.persons.models import Candidate, Likeness, Right
from yunjiang.registers.kit import scope
from yunjiang.registers.kit.models import IntakeBatch
from yunjiang.registers.members import confirming, joining, tallies, transfers
from yunjiang.registers.members.models import Campaign, Membership, Transfer, TransferStarter
from yunjiang.registers.services import claiming
from yunjiang.registers.services.models import Claim, Service, ServiceKind, ServiceState
from yunjiang.registers.unions.models import Enterprise, Union
from yunjiang.registers.unions.tests.hall import Hall, build
from yunjiang.standards.identifiers import citizens

KEPT: dict[str, dict[str, int]] = json.loads(Path(__file__).with_name("query_counts.json").read_text())
PAGES = {
    "union-tree": "/unions/tree/?unit=530102",
    "union-tree-then": "/unions/tree/?unit=530102&on=2022-12-31",
    "union-branch": "/unions/tree/branch/?unit=530102",
    "union-coverage": "/unions/coverage/",
    "union-terms": "/unions/terms/",
    "unions": "/registers/unions/",
    "union": "/registers/unions/{union}/",
    "union-committee": "/registers/unions/{union}/committee/",
    "union-committee-terms": "/registers/unions/{union}/terms/",
    "union-firms": "/registers/unions/{union}/firms/",
    "union-course": "/registers/unions/{union}/course/",
    "enterprises": "/registers/enterprises/",
    "enterprise": "/registers/enterprises/{firm}/",
    "members": "/registers/members/",
    "members-found": "/registers/members/?q=张例",
    "member": "/registers/members/{member}/",
    "member-handling": "/registers/members/{member}/handling/",
    "member-counted": "/registers/members/{member}/counted/",
    "member-edit": "/registers/members/{member}/edit/",
    "members-uncounted": "/registers/members/uncounted/?count=qualified",
    "member-quality": "/members/quality/?lack=stale",
    "member-transfers": "/members/transfers/",
    "member-transfer": "/members/transfers/{transfer}/",
    "member-campaigns": "/members/campaigns/",
    "member-campaign": "/members/campaigns/{campaign}/",
    "natural-person": "/persons/{person}/",
    "duplicates": "/persons/duplicates/",
    "duplicate": "/persons/duplicates/{pair}/",
    "subject-requests": "/persons/requests/",
    "service-catalogue": "/services/",
    "services": "/registers/services/",
    "service-claims": "/registers/service-claims/",
    "service-claim": "/services/claims/{claim}/",
    "service-allotments": "/services/{service}/allotments/",
    "register-import": "/registers/members/import/",
    "register-batch": "/registers/members/import/{batch}/",
}


class House:
    """Unions of one county that grow: each time two more of everything that their pages show."""

    def __init__(self) -> None:
        self.hall: Hall = build()
        self.client = Client()
        self.client.force_login(self.hall.checker)
        self.serial = 0
        self.is_warm = False

    def number(self) -> str:
        self.serial += 1
        body = f"53010219900101{self.serial:03d}"
        return body + citizens.check_character(body)

    def grow(self) -> None:
        hall, by = self.hall, self.hall.checker
        here, there = (hall.union(firm=hall.firm()) for _ in range(2))
        hall.post(here)
        hall.firm()
        members = [
            joining.enrol(
                here.organization, {"person__name": "张例甲", "person__identity": self.number()}, by=by
            )
            for _ in range(4)
        ]
        long_ago = timezone.localdate() - timedelta(days=400)
        Membership.objects.filter(pk=members[0].pk).update(confirmed_on=long_ago, quality="stale")
        for member in members[1:3]:
            transfers.claim(member, there.organization, by=by, starter=TransferStarter.SOURCE)
        rights.ask(members[0].person, Right.ACCESS, "查阅", by=by)
        first, second = members[0].person_id, members[3].person_id
        likeness.note_pairs([(first, second, Likeness.STRONG)], scope.path_of(here.organization_id))
        service = Service(
            organization=hall.cast.kunming,
            path=scope.path_of(hall.cast.kunming.pk),
            number=f"PH-{self.serial}",
            name="职工免费健康体检",
            kind=ServiceKind.HEALTH,
            state=ServiceState.OPEN,
            starts_on=date(2025, 1, 1),
            benefit=f"PH-{self.serial}",
            rule={"needs_qualified": False},
            quota=10,
        )
        service.save()
        for member in members[:2]:
            consenting.record(member.person, claiming.PURPOSE, is_given=True, how="书面", by=by)
            claiming.claim(service, member.person, by=by, day=timezone.localdate())
        confirming.begin(
            name="核实",
            organization=hall.cast.kunming,
            before_on=timezone.localdate(),
            until_on=date(2099, 1, 1),
            by=by,
        )
        self.bring(here)
        tallies.recount()

    def bring(self, union: Union) -> None:
        """Bring a sheet with something wrong in it; what came before is copied, for reading a sheet takes long."""
        batch = IntakeBatch.objects.order_by("pk").last()
        if batch is not None:
            batch.pk = None
            batch.save(force_insert=True)
            return
        sheet = f"姓名,证件号码,所属工会\n张例乙,{self.number()},{union.name}\n,{self.number()},无此工会\n"
        file = SimpleUploadedFile("会员.csv", sheet.encode())
        self.client.post("/registers/members/import/", {"file": file})
        batch = IntakeBatch.objects.get()
        names = {"column-0": "person__name", "column-1": "person__identity", "column-2": "organization"}
        self.client.post(f"/registers/members/import/{batch.pk}/check/", names)
        perform_all()

    def shown(self) -> dict[str, int]:
        """Return the first of everything: its pages show what has grown about it."""
        union = Union.objects.earliest("pk")
        return {
            "union": union.pk,
            "firm": Enterprise.objects.earliest("pk").pk,
            "member": Membership.objects.earliest("pk").pk,
            "transfer": Transfer.objects.earliest("pk").pk,
            "campaign": Campaign.objects.latest("pk").pk,
            "person": Membership.objects.earliest("pk").person_id,
            "pair": Candidate.objects.earliest("pk").pk,
            "claim": Claim.objects.earliest("pk").pk,
            "service": Service.objects.earliest("pk").pk,
            "batch": IntakeBatch.objects.latest("pk").pk,
        }

    def asked(self) -> dict[str, int]:
        """Return how many queries each page asks."""
        shown, counts = self.shown(), {}
        for name, address in PAGES.items():
            if not self.is_warm:
                self.client.get(address.format(**shown))  # whatever a process asks once
            with CaptureQueriesContext(connection) as queries:
                answer = self.client.get(address.format(**shown))
            assert answer.status_code == 200, name
            counts[name] = len(queries)
        self.is_warm = True
        return counts


@pytest.fixture
def house(db: None) -> House:
    return House()


def test_the_pages_ask_no_more_than_is_kept_however_much_there_is(house: House) -> None:
    house.grow()
    few = house.asked()
    assert {name: count for name, count in few.items() if count > KEPT[name]["first"]} == {}
    house.grow()
    assert {
        name: (few[name], count) for name, count in house.asked().items() if count > KEPT[name]["first"]
    } == {}
