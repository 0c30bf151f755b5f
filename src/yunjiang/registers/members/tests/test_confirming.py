"""Drives to confirm: who begins one, what is left of it now and as of last night, and what confirming does to it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from yunjiang.access.permission import Refused
from yunjiang.registers.members import confirming
from yunjiang.registers.members.models import Campaign, CampaignUnion, Membership
from yunjiang.registers.members.refusals import CampaignTooWide
from yunjiang.registers.members.tests.world import World, furnish

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def world() -> World:
    """Two in the mill and one among the riders, whom nobody has confirmed for long."""
    made = furnish()
    made.enrol(1)
    made.enrol(2)
    made.enrol(3, made.riders)
    Membership.objects.update(confirmed_on=date(2020, 1, 1))
    return made


def begin(world: World) -> Campaign:
    today = timezone.localdate()
    return confirming.begin(
        "核实", world.tree.wuhua, before_on=today, until_on=today + timedelta(days=30), by=world.clerk
    )


def part(campaign: Campaign, world: World) -> CampaignUnion:
    return campaign.unions.get(organization=world.mill)


def nightly() -> dict[str, int]:
    return confirming.perform({}, lambda done, total: None)


def test_a_drive_says_what_each_union_has_to_do(world: World) -> None:
    campaign = begin(world)
    assert {each.organization_id: each.row_count for each in campaign.unions.all()} == {
        world.mill.pk: 2,
        world.riders.pk: 1,
    }


def test_what_was_confirmed_is_not_left(world: World) -> None:
    campaign = begin(world)
    [member, _other] = Membership.objects.filter(organization=world.mill).order_by("pk")
    assert confirming.confirm([member.pk], by=world.clerk) == 1
    seen = part(campaign, world)
    assert confirming.look(campaign, [seen]) == 1
    assert (seen.left_count, part(campaign, world).left_count) == (1, 2)  # looking writes nothing
    assert nightly() == {"drives": 1}
    assert part(campaign, world).left_count == 1


def test_who_came_after_the_beginning_is_not_counted_against_a_union(world: World) -> None:
    campaign = begin(world)
    world.enrol(4)
    Membership.objects.update(confirmed_on=None)
    seen = part(campaign, world)
    confirming.look(campaign, [seen])
    assert seen.left_count == seen.row_count == 2


def test_a_drive_that_is_over_stays_as_it_ended(world: World) -> None:
    campaign = begin(world)
    day = timezone.localdate()
    Campaign.objects.update(since_on=day - timedelta(days=9), until_on=day - timedelta(days=1))
    confirming.confirm([each.pk for each in Membership.objects.all()], by=world.chief)
    assert nightly() == {"drives": 0}
    assert part(campaign, world).left_count == 2


def test_nobody_confirms_or_begins_for_others(world: World) -> None:
    [member, _other] = Membership.objects.filter(organization=world.mill)
    with pytest.raises(Refused):
        confirming.confirm([member.pk], by=world.far)
    with pytest.raises(Refused):
        confirming.begin(
            "核实",
            world.tree.wuhua,
            before_on=timezone.localdate(),
            until_on=timezone.localdate(),
            by=world.far,
        )
    assert not Campaign.objects.exists()


def test_a_drive_with_nothing_to_do_is_refused(world: World) -> None:
    confirming.confirm([each.pk for each in Membership.objects.all()], by=world.chief)
    with pytest.raises(CampaignTooWide):
        begin(world)
