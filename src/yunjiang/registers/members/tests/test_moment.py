"""What the cockpit says is so at every moment: after acts on memberships, on persons elsewhere, and after the tree moved."""

from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from yunjiang.background.progress import Progress
from yunjiang.ledger.models import Entry
from yunjiang.organizations import services as organizations
from yunjiang.persons import likeness, merging, rights, writing
from yunjiang.persons.models import Candidate, Person
from yunjiang.registers.kit import columns, effects, exports, filters, following, scope
from yunjiang.registers.kit import writing as keeping
from yunjiang.registers.kit.intake import undoing
from yunjiang.registers.kit.models import ChangeSet, Deed
from yunjiang.registers.kit.writing_refusals import RecordRefused
from yunjiang.registers.members import joining, tallies, transfers
from yunjiang.registers.members.models import Membership, Quality, Tally, TransferStarter
from yunjiang.registers.members.register import Members
from yunjiang.registers.members.tests.test_sheet import commit, row
from yunjiang.registers.members.tests.world import World, held

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def told() -> dict[str, tuple[int, int]]:
    """Return qualified and all members by union as the tallies have them, those without members left out."""
    return {
        each.organization.key: (each.qualified_count, each.member_count)
        for each in Tally.objects.select_related("organization")
        if each.member_count
    }


def right() -> bool:
    """Say whether counting everything anew changes nothing."""
    before = list(Tally.objects.exclude(member_count=0).order_by("organization").values_list(*FIELDS))
    tallies.recount()
    return before == list(Tally.objects.exclude(member_count=0).order_by("organization").values_list(*FIELDS))


FIELDS = ("organization", "path", "member_count", "qualified_count", "incomplete_count", "invalid_count",
          "duplicate_count", "stale_count", "missing", "faults")  # fmt: skip


def test_a_form_and_a_sheet_count_at_once(world: World) -> None:
    world.enrol(1)
    assert told() == {"u-mill": (1, 1)}
    world.enrol(2, person__phone="")
    assert told() == {"u-mill": (1, 2)}
    assert Tally.objects.get().missing == {"phone": 1}
    commit(world, row(world, 3), row(world, 4, **{"学历": ""}))
    assert told() == {"u-mill": (2, 4)}
    assert right()


def test_one_record_changed_reads_no_other_of_its_union(world: World) -> None:
    members = [world.enrol(serial) for serial in range(1, 6)]
    with CaptureQueriesContext(connection) as queries:
        writing.write(members[0].person, {"education": ""}, by=world.clerk)
    counted = [
        each["sql"] for each in queries if "COUNT(" in each["sql"] and "members_membership" in each["sql"]
    ]
    assert counted == []
    assert told() == {"u-mill": (4, 5)}
    effects.change(Members, members[1], {"voided_at": timezone.now()}, by=world.clerk, because="误登")
    effects.change(
        Members, members[2], {"work_place": "", "unread": {"x": "y"}}, by=world.clerk, because="更正"
    )
    assert told() == {"u-mill": (2, 4)}
    assert right()
    Tally.objects.update(qualified_count=0)  # whatever put it wrong
    effects.change(Members, members[3], {"work_place": ""}, by=world.clerk, because="更正")
    assert right()


def test_an_application_counts_when_it_is_approved(world: World) -> None:
    applied = joining.apply(world.mill, world.values(1))
    assert told() == {}
    joining.approve(applied, by=world.clerk)
    assert told() == {"u-mill": (1, 1)}


def test_who_goes_over_counts_there_and_no_longer_here(world: World) -> None:
    member = world.enrol(1)
    transfer = transfers.claim(member, world.mine, by=world.clerk, starter=TransferStarter.SOURCE)
    assert told() == {"u-mill": (1, 1)}
    transfers.accept(transfer, by=world.far)
    assert told() == {"u-mine": (1, 1)}
    assert right()


def test_a_person_changed_elsewhere_changes_the_record_here(world: World) -> None:
    member = world.enrol(1)
    assert held("members-qualified", timezone.localdate()) == 1
    writing.write(member.person, {"education": ""}, by=world.far)
    member.refresh_from_db()
    assert member.quality == Quality.INCOMPLETE
    assert told() == {"u-mill": (0, 1)}
    assert held("members-qualified", timezone.localdate()) == 0
    assert ChangeSet.objects.filter(register="members", deed=Deed.EFFECT).count() == 1
    writing.write(member.person, {"education": "21"}, by=world.far)
    assert told() == {"u-mill": (1, 1)}
    assert held("members-qualified", timezone.localdate()) == 1


def test_the_sex_of_a_person_is_counted_as_it_is_now(world: World) -> None:
    passport = {"person__identity_kind": "passport", "person__identity": "E12345678", "person__sex": "1"}
    member = world.enrol(1, **passport, person__birth_on=date(1990, 1, 1))
    writing.write(member.person, {"sex": "2"}, by=world.far)
    sexes: Counter[str] = Counter()
    for each in Entry.objects.filter(measure__code="members").select_related("breakdown"):
        sexes[each.breakdown.values["sex"]] += int(each.weight * each.quantity)
    assert +sexes == {"female": 1}


def test_a_restricted_person_counts_no_more_and_then_again(world: World) -> None:
    member = world.enrol(1)
    rights.restrict(member.person, "本人要求", by=world.chief)
    assert told() == {"u-mill": (0, 1)}
    assert Tally.objects.get().faults == {"restricted": 1}
    rights.lift(member.person, "本人撤回", by=world.chief)
    assert told() == {"u-mill": (1, 1)}


def test_of_who_is_restricted_lists_tell_the_name_and_exports_nothing(world: World) -> None:
    member, other = world.enrol(1), world.enrol(2)
    rights.restrict(member.person, "本人要求", by=world.chief)
    paths = ["person__name", "person__phone", "work_place", "organization"]
    rows = Membership.objects.select_related("person", "organization").order_by("pk")
    shown = [
        [cell.text for cell in row] for row in columns.rows_shown(Members, list(rows), paths, world.clerk)
    ]
    assert shown[0][:2] == [member.person.name, "（限制处理）"]
    assert shown[1][:2] == [other.person.name, "138****0002"]
    wanted = filters.parse(Members, {})
    file = b"".join(exports.stream(Members, world.clerk, wanted, paths)).decode()
    assert member.person.name not in file
    assert "138****0001" not in file
    assert f"（限制处理）,（限制处理）,（限制处理）,{'五华区纺织厂工会'}" in file
    assert f"{other.person.name},138****0002,五华区纺织厂,五华区纺织厂工会" in file


def test_doubles_typed_by_hand_are_doubted_and_both_stand_again_once_decided(world: World) -> None:
    one = world.enrol(1)
    other = world.enrol(
        11, world.riders, person__name=one.person.name, person__phone="13800000001"
    )  # another number, the same name, birthday and telephone
    pair = Candidate.objects.get()
    assert {pair.first_id, pair.second_id} == {one.person_id, other.person_id}
    assert told() == {"u-mill": (0, 1), "u-riders": (0, 1)}
    likeness.dismiss(pair, "双胞胎", by=world.chief)
    assert told() == {"u-mill": (1, 1), "u-riders": (1, 1)}
    assert right()


def test_a_merge_leaves_one_member_and_undoing_it_two(world: World) -> None:
    one = world.enrol(1)
    other = world.enrol(11, world.riders, person__name=one.person.name, person__phone="13800000001")
    merge = merging.merge(one.person, other.person, by=world.chief, reason="同一人")
    assert told() == {"u-mill": (1, 1)}
    merging.undo(merge, by=world.chief, reason="不是同一人")
    assert told() == {"u-mill": (0, 1), "u-riders": (0, 1)}
    assert right()


def test_a_namesake_without_a_number_in_the_same_union_is_found_at_night(world: World) -> None:
    nameless = Person.objects.create(name="李例乙")
    Membership.objects.create(
        organization=world.mill,
        path=scope.path_of(world.mill.pk),
        person=nameless,
        current_person=nameless,
        state="current",
    )
    commit(world, row(world, 1), row(world, 2))
    assert Candidate.objects.count() == 0
    assert following.perform({}, Progress()) == {"noted": 1}
    assert following.perform({}, Progress()) == {"noted": 0}
    assert {Candidate.objects.get().first_id, Candidate.objects.get().second_id} >= {nameless.pk}


def test_what_lapses_by_time_is_marked_at_night_and_the_page_knows_since_when(world: World) -> None:
    member = world.enrol(1)
    Membership.objects.filter(pk=member.pk).update(qualified_until=timezone.localdate())
    counted_at = tallies.of("/").counted_at
    assert counted_at is not None
    tallies.perform({}, Progress())
    assert told() == {"u-mill": (0, 1)}
    assert tallies.of("/").counted_at > counted_at


def test_tallies_and_transfers_lie_where_the_tree_puts_their_unions(world: World) -> None:
    member = world.enrol(1)
    transfer = transfers.claim(member, world.riders, by=world.clerk, starter=TransferStarter.SOURCE)
    organizations.move(world.mill, on=timezone.localdate(), parent=world.tree.qujing)
    path = scope.path_of(world.mill.pk)
    transfer.refresh_from_db()
    assert Tally.objects.get(organization=world.mill).path == path == transfer.source_path
    assert tallies.of(scope.path_of(world.tree.qujing.pk)).member_count == 1
    assert right()


def test_who_was_erased_when_a_sheet_was_taken_back_is_not_restored(world: World) -> None:
    made = commit(world, row(world, 3))
    undoing.undo(made, world.clerk)
    member = Membership.objects.get()
    assert member.person.erased_at is not None
    with pytest.raises(RecordRefused, match="已被删除"):
        keeping.restore(Members, member, by=world.clerk)
    assert told() == {}
