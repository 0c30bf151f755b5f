"""Two records become one person, and two again."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from django.apps import apps

from yunjiang.access.models import AuditRecord, User
from yunjiang.persons import followers, images, likeness, merging, moving, sealed, writing
from yunjiang.persons.models import (
    Candidate,
    CandidateState,
    Consent,
    Likeness,
    Merge,
    Person,
    Right,
    SubjectRequest,
)
from yunjiang.persons.refusals import (
    AlreadyMerged,
    AlreadyUndone,
    ChangedSince,
    MergeBlocked,
    PersonRefused,
    ReasonMissing,
    SamePerson,
)

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

A, B = "530102199001011231", "532524198506152045"


def person(name: str = "张伟", **values: Any) -> Person:
    return writing.write(None, {"name": name, **values}, by=None).instance


@pytest.fixture
def officer(django_user_model: type[User]) -> User:
    return django_user_model.objects.create(username="officer")


@pytest.fixture
def kept() -> Person:
    return person(identity=A, education="大专")


@pytest.fixture
def merged() -> Person:
    return person("张玮", phone="13800138000", education="本科", native_place="云南昆明")


def request_of(who: Person) -> SubjectRequest:
    day = date(2026, 6, 1)
    return SubjectRequest.objects.create(person=who, right=Right.ACCESS, received_on=day, due_on=day)


def state() -> dict[str, Any]:
    """Return all that is stored about persons, but for what goes on counting."""
    people = {
        each.pk: {k: v for k, v in images.of(each).items() if k not in ("revision", "changed_at")}
        for each in Person.objects.all()
    }
    requests = list(SubjectRequest.objects.order_by("pk").values_list("pk", "person"))
    candidates = list(Candidate.objects.order_by("pk").values_list("pk", "first", "second", "state"))
    return {"people": people, "requests": requests, "candidates": candidates}


def test_it_works(kept: Person, merged: Person, officer: User) -> None:
    request = request_of(merged)
    merging.merge(kept, merged, by=officer, reason="同一人", chosen=["phone", "education"])
    kept.refresh_from_db()
    merged.refresh_from_db()
    request.refresh_from_db()
    assert (kept.name, kept.education, kept.phone_mask) == ("张伟", "21", "138****8000")
    assert kept.native_place == ""  # nobody chose it
    assert request.person == kept
    assert merged.merged_into == kept
    record = AuditRecord.objects.get(action="persons.merge")
    assert record.user == officer or record.user is None
    assert '"persons.SubjectRequest":1' in record.facts.replace(" ", "")
    assert "13800138000" not in record.facts + record.before + record.after


def test_taken_back_everything_stands_as_it_stood(kept: Person, merged: Person, officer: User) -> None:
    request_of(merged), request_of(kept)
    third = person("张伟", phone="13800138000")
    likeness.note_pairs(
        [(kept.pk, merged.pk, Likeness.STRONG), (merged.pk, third.pk, Likeness.STRONG)], "/1/"
    )
    before = state()
    done = merging.merge(kept, merged, by=officer, reason="同一人", chosen=merging.SURVIVORS)
    assert state() != before
    undone = merging.undo(done, by=officer, reason="弄错了")
    assert state() == before
    assert undone.undoes == done
    with pytest.raises(AlreadyUndone):
        merging.undo(done, by=officer, reason="again")
    with pytest.raises(AlreadyUndone):
        merging.undo(undone, by=officer, reason="again")
    merging.merge(kept, merged, by=officer, reason="还是同一人")


def test_either_number_leads_to_the_one_that_stays(officer: User) -> None:
    one, other = person(identity=A), person("张玮", identity=B, identity_kind="resident")
    done = merging.merge(one, other, by=officer, reason="换证", chosen=["identity"])
    one.refresh_from_db()
    assert writing.find(A) == writing.find(B) == one
    assert sealed.identity_of(one.identity) == B
    assert (one.sex, one.birth_on) == ("2", date(1985, 6, 15))  # what the surviving number tells
    merging.undo(done, by=officer, reason="弄错了")
    assert (writing.find(A), writing.find(B)) == (one, other)


def test_birth_and_sex_stay_with_the_number_that_stays(kept: Person, officer: User) -> None:
    other = person(birth_on=date(1991, 1, 1), sex="女")
    merging.merge(kept, other, by=officer, reason="同一人", chosen=["birth_on", "sex"])
    kept.refresh_from_db()
    assert (kept.birth_on, kept.sex) == (date(1990, 1, 1), "1")


def test_a_chain_leads_to_the_last(officer: User) -> None:
    first, second, third = person(identity=A), person(), person()
    merging.merge(second, first, by=officer, reason="一")
    merging.merge(third, second, by=officer, reason="二")
    assert writing.find(A) == third
    assert sorted(writing.lineage(third)) == [first.pk, second.pk, third.pk]


def test_what_is_written_once_stays_and_is_read_by_lineage(
    kept: Person, merged: Person, officer: User
) -> None:
    consent = Consent.objects.create(person=merged, purpose="service", is_given=True, how="书面")
    merging.merge(kept, merged, by=officer, reason="同一人")
    assert Consent.objects.get(person__in=writing.lineage(kept)) == consent
    assert Consent in [model for model, _fields in moving.written_once()]


def test_every_model_that_points_to_a_person_is_carried_along() -> None:
    pointing = {
        model
        for model in apps.get_models()
        for each in model._meta.concrete_fields
        if each.related_model is Person
    }
    known = {model for model, _ in moving.links()} | {model for model, _ in moving.written_once()}
    assert pointing - known == {Person, Merge, Candidate}


@pytest.mark.parametrize("who", ["the one that stays", "the one that goes"])
def test_changed_since_it_is_not_taken_back(who: str, kept: Person, merged: Person, officer: User) -> None:
    done = merging.merge(kept, merged, by=officer, reason="同一人")
    changed = kept if who == "the one that stays" else merged
    Person.objects.filter(pk=changed.pk).update(revision=9)
    with pytest.raises(ChangedSince, match=changed.name):
        merging.undo(done, by=officer, reason="弄错了")


def test_what_came_since_is_named(kept: Person, merged: Person, officer: User) -> None:
    moved = request_of(merged)
    done = merging.merge(kept, merged, by=officer, reason="同一人")
    new = request_of(kept)
    SubjectRequest.objects.filter(pk=moved.pk).update(person=person("别人"))
    with pytest.raises(ChangedSince) as refused:
        merging.undo(done, by=officer, reason="弄错了")
    assert [str(moved.pk) in refused.value.what[0], str(new.pk) in refused.value.what[1]] == [True, True]


def test_refusals(kept: Person, merged: Person, officer: User) -> None:
    with pytest.raises(SamePerson):
        merging.merge(kept, kept, by=officer, reason="同一人")
    with pytest.raises(ReasonMissing):
        merging.merge(kept, merged, by=officer, reason=" ")
    done = merging.merge(kept, merged, by=officer, reason="同一人")
    with pytest.raises(AlreadyMerged):
        merging.merge(person(), merged, by=officer, reason="同一人")
    with pytest.raises(PersonRefused):
        writing.write(merged, {"education": "硕士"}, by=officer)
    with pytest.raises(ReasonMissing):
        merging.undo(done, by=officer, reason="")


class Following(followers.Follower):
    code = "test"

    def __init__(self) -> None:
        self.told: list[Any] = []

    def conflicts(self, kept: Person, merged: Person) -> Sequence[str]:
        return ["两人均有会籍"]

    def before(self, kept: Person, merged: Person, by: User | None) -> Mapping[str, Any]:
        SubjectRequest.objects.filter(person=merged).update(answer="settled")
        return {"settled": 1}

    def moved(self, model: Any, rows: Any, old: Person, new: Person, by: User | None) -> None:
        self.told.append((model, sorted(rows), old.pk, new.pk))

    def undo(self, facts: Mapping[str, Any], kept: Person, merged: Person, by: User | None) -> None:
        assert facts == {"settled": 1}
        SubjectRequest.objects.filter(person=merged).update(answer="")


@pytest.fixture
def following() -> Iterator[Following]:
    follower = Following()
    followers.on_merge(follower)
    yield follower
    del followers._followers["test"]


def test_followers_settle_log_and_undo(
    following: Following, kept: Person, merged: Person, officer: User
) -> None:
    request = request_of(merged)
    assert "两人均有会籍" in merging.conflicts(kept, merged)
    done = merging.merge(kept, merged, by=officer, reason="同一人")
    request.refresh_from_db()
    assert request.answer == "settled"
    assert following.told == [(SubjectRequest, [request.pk], merged.pk, kept.pk)]
    merging.undo(done, by=officer, reason="弄错了")
    request.refresh_from_db()
    assert (request.answer, request.person_id) == ("", merged.pk)
    assert following.told[1] == (SubjectRequest, [request.pk], kept.pk, merged.pk)


def test_refused_in_the_middle_nothing_is_done(
    following: Following, kept: Person, merged: Person, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    request_of(merged)
    before = state()

    def refuse(*_args: Any) -> None:
        raise MergeBlocked("会籍")

    monkeypatch.setattr(following, "after", refuse)
    with pytest.raises(MergeBlocked, match="会籍"):
        merging.merge(kept, merged, by=officer, reason="同一人", chosen=["phone"])
    assert state() == before
    assert SubjectRequest.objects.get().answer == ""
    assert not Merge.objects.exists()


def test_side_by_side_shows_masks_and_suggests_what_only_the_other_has(kept: Person, merged: Person) -> None:
    choices = {each.field: each for each in merging.side_by_side(kept, merged)}
    assert choices["identity"].kept == "530*************31"
    assert choices["phone"].merged == "138****8000"
    assert choices["phone"].suggested
    assert choices["education"].differs
    assert not choices["education"].suggested
    assert choices["education"].merged == "本科"
    assert not choices["ethnic_group"].differs


def test_the_pair_on_the_desk_is_settled_and_others_follow(officer: User) -> None:
    one, two, three = person(), person(), person()
    likeness.note_pairs([(one.pk, two.pk, Likeness.STRONG), (two.pk, three.pk, Likeness.WEAK)], "/1/")
    merging.merge(one, two, by=officer, reason="同一人")
    pairs = set(Candidate.objects.values_list("first", "second", "state"))
    assert pairs == {(one.pk, two.pk, CandidateState.MERGED), (one.pk, three.pk, CandidateState.OPEN)}
