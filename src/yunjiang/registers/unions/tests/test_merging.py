"""Posts follow when two records turn out to be one person: history says so, and it can be taken back."""

import json

import pytest

from yunjiang.persons import followers, merging
from yunjiang.registers.kit import writing
from yunjiang.registers.kit.models import ChangeSet, Deed, Difference
from yunjiang.registers.kit.writing_refusals import RecordRefused
from yunjiang.registers.unions import keeping
from yunjiang.registers.unions.register import Posts

from .hall import Hall

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def test_a_post_moves_with_its_person_and_back(hall: Hall) -> None:
    union = hall.union()
    kept, gone = hall.post(union, "张伟"), hall.post(union, "张玮", title="clerk")
    before = gone.revision
    done = merging.merge(kept.person, gone.person, by=hall.officer, reason="同一人")
    gone.refresh_from_db()
    assert (gone.person, gone.revision) == (kept.person, before + 1)
    change_set = ChangeSet.objects.get(deed=Deed.MERGE)
    assert (change_set.register, change_set.by, change_set.record_count) == ("union-posts", hall.officer, 1)
    difference = Difference.objects.get(change_set=change_set)
    assert json.loads(difference.after) == {"person": kept.person_id}
    merging.undo(done, by=hall.officer, reason="弄错了")
    gone.refresh_from_db()
    assert gone.person.name == "张玮"
    assert Difference.objects.filter(record=gone.pk, change_set__deed=Deed.MERGE).count() == 2


def test_one_post_recorded_twice_hinders_no_merge_and_both_stand_again(hall: Hall) -> None:
    union = hall.union()
    kept, gone = hall.post(union, "张伟"), hall.post(union, "张玮")
    follower = next(each for each in followers.every() if each.code == "union-posts")
    assert len(follower.conflicts(kept.person, gone.person)) == 1
    done = merging.merge(kept.person, gone.person, by=hall.officer, reason="同一人")
    gone.refresh_from_db()
    assert (gone.person, gone.voided_at is None) == (kept.person, False)
    merging.undo(done, by=hall.officer, reason="弄错了")
    gone.refresh_from_db()
    assert (gone.person.name, gone.voided_at, gone.stands) == ("张玮", None, True)


def test_a_post_does_not_stand_twice(hall: Hall) -> None:
    union = hall.union()
    post = hall.post(union, "张伟")
    again = {name: getattr(post, name) for name in ("union", "person", "committee", "title", "since_on")}
    with pytest.raises(RecordRefused):
        keeping.add("union-posts", again, union.organization, by=hall.officer)
    writing.void(Posts, post, by=hall.officer, reason="误录")
    keeping.add("union-posts", again, union.organization, by=hall.officer)
    with pytest.raises(RecordRefused):
        writing.restore(Posts, post, by=hall.officer)
