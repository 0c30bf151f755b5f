"""Unions end and their members follow: through the announcements that pass between the two registers, as of before and after."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from yunjiang.access import services as access
from yunjiang.access.models import Role
from yunjiang.access.tests import cast as casting
from yunjiang.persons import purposes
from yunjiang.registers.kit import announcements
from yunjiang.registers.members import applying, joining, known, rates, transfers
from yunjiang.registers.members.models import Membership, Transfer, TransferStarter
from yunjiang.registers.members.tests.world import World, held
from yunjiang.registers.unions import founding, splitting
from yunjiang.registers.unions.choices import UnionForm, UnionKind
from yunjiang.registers.unions.models import Union
from yunjiang.registers.unions.refusals import SuccessorNotThere
from yunjiang.registers.unions.tests.hall import Hall, build
from yunjiang.registers.unions.tests.test_ending import end
from yunjiang.standards.identifiers import citizens

pytestmark = pytest.mark.django_db
NUMBER = "53010219900101003" + citizens.check_character("53010219900101003")
TODAY = timezone.localdate()
DAY = TODAY - timedelta(days=30)
BEFORE = DAY - timedelta(days=1)


@pytest.fixture
def hall(db: None) -> Hall:
    found = build()
    access.assign(found.officer, Role.REGISTER_OFFICER, found.cast.kunming, valid_from=casting.FIRST_DAY)
    return found


def enrol(hall: Hall, union: Union, serial: int, **given: object) -> Membership:
    people = World(hall.cast, *[union.organization] * 3, *[hall.officer] * 4)
    return joining.enrol(
        union.organization, people.values(serial, **given), by=None, joined_on=date(2023, 5, 1)
    )


def counts(*unions: Union) -> list[tuple[int, int]]:
    """Return how many members each union has, by the ledger, the day before and today."""
    return [
        (held("members", BEFORE, each.organization), held("members", TODAY, each.organization))
        for each in unions
    ]


def test_a_merger_into_a_union_that_is_itself_closed_later_loses_nobody(hall: Hall) -> None:
    first, second, third = hall.union(), hall.union(), hall.union()
    members = [enrol(hall, first, 1), enrol(hall, second, 2)]
    end(hall, first, "merge", second, DAY)
    end(hall, second, "close", third, TODAY)  # before anybody has heard of the first end
    announcements.deal()
    now = Membership.objects.filter(current_person__in=[each.person_id for each in members])
    assert {each.organization for each in now} == {third.organization}
    assert counts(first, second, third) == [(1, 0), (1, 0), (0, 2)]
    on = held("members", DAY, second.organization)
    assert (on, held("members", DAY, first.organization)) == (2, 0)
    with pytest.raises(SuccessorNotThere):
        end(hall, third, "merge", second, TODAY)


def test_a_closure_with_members_on_their_way_and_one_who_applies(hall: Hall) -> None:
    closed, upper, other = hall.union(), hall.union(), hall.union()
    away, coming = enrol(hall, closed, 1), enrol(hall, other, 2)
    out = transfers.claim(away, other.organization, by=None, starter=TransferStarter.SOURCE)
    into = transfers.claim(coming, closed.organization, by=None, starter=TransferStarter.TARGET)
    asked = {"person__name": "某某", "person__identity": NUMBER, "person__phone": "13800000003"}
    notice = purposes.of("membership").notice_version
    application, _receipt = applying.receive(closed.organization, asked, notice=notice, agrees={})
    end(hall, closed, "close", upper, DAY)
    announcements.deal()
    for each in (out, into, application):
        each.refresh_from_db()
    assert (out.source, into.target, application.organization) == (upper.organization,) * 3
    transfers.settle(TODAY + timedelta(days=20))
    assert not Transfer.objects.filter(state="open").exists()
    now = dict(Membership.objects.exclude(current_person=None).values_list("person", "organization"))
    assert now == {away.person_id: other.organization_id, coming.person_id: upper.organization_id}


def test_a_split_leaves_who_is_named_to_none_where_they_were(hall: Hall) -> None:
    stays, goes = hall.firm(200), hall.firm(130, name="分出有限公司")
    union = hall.union(firm=stays)
    founding.cover(union, goes, date(2022, 7, 1), by=None)
    by_link = enrol(hall, union, 1, work_place=goes.code)
    by_name = enrol(hall, union, 2, work_place="分出有限公司")
    there, nowhere = (
        enrol(hall, union, 3, work_place=stays.name),
        enrol(hall, union, 4, work_place="某某商行"),
    )
    plan = founding.Plan("新设工会委员会", UnionKind.SINGLE, UnionForm.COMMITTEE, DAY, staff=130, members=80)
    new = splitting.split(union, plan, on=DAY, firms=[goes], document_number="1号", by=hall.checker)
    announcements.deal()
    now = dict(Membership.objects.exclude(current_person=None).values_list("person", "organization"))
    assert [now[each.person_id] for each in (by_link, by_name)] == [new.organization_id] * 2
    assert [now[each.person_id] for each in (there, nowhere)] == [union.organization_id] * 2
    assert counts(union, new) == [(4, 2), (0, 2)]
    path = known.memberships([by_link.person_id], BEFORE)[by_link.person_id]["organization_id"]
    assert path == union.organization_id
    assert rates.rate("/", TODAY).member_count == rates.rate("/", BEFORE).member_count == 4
