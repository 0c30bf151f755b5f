"""Purposes, consents, requests, hand-out, restriction, erasing, retention."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from yunjiang.access.models import AuditRecord, User
from yunjiang.background.progress import Progress
from yunjiang.background.tests.performed import perform_all
from yunjiang.persons import consenting, holdings, merging, purposes, retention, rights, writing
from yunjiang.persons.models import Consent, Person, Right
from yunjiang.persons.refusals import (
    AlreadyAnswered,
    AnswerMissing,
    ConsentNotAsked,
    NotLetGo,
    PersonGone,
    PersonRestricted,
    PurposeUnknown,
    ReasonMissing,
)
from yunjiang.persons.rights import Kept

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

NUMBER = "530102199001011231"


@pytest.fixture
def person() -> Person:
    values = {"name": "李红", "identity": NUMBER, "phone": "13800138000", "education": "本科"}
    return writing.write(None, values, by=None).instance


@pytest.fixture
def officer(django_user_model: type[User]) -> User:
    return django_user_model.objects.create(username="officer")


def test_every_purpose_has_its_ground_and_consents_their_words() -> None:
    for each in purposes.every().values():
        assert each.source
        assert each.handles
        assert bool(each.texts) == each.needs_consent
        assert each.needs_consent or not each.is_separate
    with pytest.raises(PurposeUnknown, match="membership"):
        purposes.of("curiosity")


def test_what_the_law_allows_needs_no_word_and_the_rest_does(person: Person, officer: User) -> None:
    assert consenting.may_use(person, "membership")
    assert not consenting.may_use(person, "service")
    consenting.record(person, "service", is_given=True, how="书面", by=officer)
    assert consenting.may_use(person, "service")
    consenting.record(person, "service", is_given=False, how="电话", by=officer)
    assert not consenting.may_use(person, "service")
    assert Consent.objects.count() == 2
    standing = next(each for each in consenting.standings(person) if each.purpose.code == "service")
    assert standing.last is not None
    assert not standing.last.is_given


def test_nobody_agrees_to_words_that_do_not_exist(person: Person) -> None:
    with pytest.raises(ConsentNotAsked):
        consenting.record(person, "service", is_given=True, how="", by=None, version="1999-1")
    with pytest.raises(ConsentNotAsked):
        consenting.record(person, "membership", is_given=True, how="", by=None)


def test_the_newest_word_counts_after_a_merge(person: Person, officer: User) -> None:
    other = writing.write(None, {"name": "李虹"}, by=None).instance
    consenting.record(person, "service", is_given=True, how="书面", by=officer)
    consenting.record(other, "service", is_given=False, how="书面", by=officer)
    merging.merge(person, other, by=officer, reason="同一人")
    assert not consenting.may_use(person, "service")


def test_a_request_is_due_after_fifteen_working_days(person: Person, officer: User) -> None:
    made = rights.ask(person, Right.CORRECT, "学历有误", received_on=date(2025, 9, 25), by=officer)
    assert made.due_on == date(2025, 10, 22)  # the national holiday lies between
    with pytest.raises(AnswerMissing):
        rights.answer(made, is_granted=False, text=" ", by=officer)
    rights.answer(made, is_granted=True, text="已更正", by=officer)
    with pytest.raises(AlreadyAnswered):
        rights.answer(made, is_granted=True, text="已更正", by=officer)


def test_a_person_is_handed_everything_and_it_is_on_record(person: Person, officer: User) -> None:
    made = rights.ask(person, Right.ACCESS, by=officer)
    consenting.record(person, "service", is_given=True, how="书面", by=officer)
    given = holdings.hand_out(person, by=officer, request=made)
    assert (given["本人"]["证件号码"], given["本人"]["移动电话"]) == (NUMBER, "13800138000")
    assert given["本人"]["学历"] == "本科"
    assert sum(len(rows) for rows in given["台账"].values()) == 2
    record = AuditRecord.objects.get(action="persons.hand_out")
    assert NUMBER not in record.facts


def test_restricted_data_are_only_kept(person: Person, officer: User) -> None:
    rights.restrict(person, "本人要求", by=officer)
    assert not consenting.may_use(person, "membership")
    assert consenting.may_use(person, "rights")
    with pytest.raises(PersonRestricted):
        writing.write(person, {"education": "硕士"}, by=officer)
    rights.lift(person, "本人要求", by=officer)
    assert writing.write(person, {"education": "硕士"}, by=officer).after == {"education": "14"}
    with pytest.raises(ReasonMissing):
        rights.restrict(person, "", by=officer)


def test_who_is_in_no_register_is_erased_whole(person: Person, officer: User) -> None:
    rights.ask(person, Right.ERASE, by=officer)
    erased = rights.erase(person, "本人要求", by=officer)
    assert erased.is_whole
    person.refresh_from_db()
    assert (person.name, person.identity, person.phone, person.birth_on) == (
        rights.ERASED_NAME,
        None,
        None,
        None,
    )
    assert person.erased_at is not None
    assert writing.find(NUMBER) is None
    with pytest.raises(PersonGone):
        rights.erase(person, "再次", by=officer)


def test_what_must_be_kept_keeps_name_and_number_and_says_why(
    person: Person, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rights, "must_be_kept", lambda _person: [Kept("会籍", "会籍档案永久保存")])
    erased = rights.erase(person, "本人要求", by=officer)
    person.refresh_from_db()
    assert erased.kept == [Kept("会籍", "会籍档案永久保存")]
    assert "学历" in erased.cleared
    assert (person.name, person.identity_mask) == ("李红", "530*************31")
    assert (person.education, person.phone) == ("", None)
    assert person.restricted_at is not None
    assert person.erased_at is None


@pytest.mark.parametrize("rule", retention.rules(), ids=lambda rule: rule.code)
def test_every_rule_can_be_asked(rule: Any) -> None:
    assert retention.over(rule).count() == 0
    assert rule.why


def test_what_is_over_its_time_is_counted_and_left(person: Person, officer: User) -> None:
    made = rights.ask(person, Right.ACCESS, by=officer)
    rights.answer(made, is_granted=True, text="", by=officer)
    today = timezone.localdate()
    found = {
        each.rule.code: each.count for each in retention.report(today.replace(year=today.year + 4, day=1))
    }
    assert found["answered-requests"] == 1
    assert found["unattached-persons"] == 0
    lone = writing.write(None, {"name": "无人"}, by=None).instance
    Person.objects.filter(pk=lone.pk).update(changed_at=timezone.now().replace(year=2020, day=1))
    assert retention.nightly({}, Progress())["unattached-persons"] == 1
    assert Person.objects.filter(pk=lone.pk).exists()


def test_what_somebody_agreed_to_is_kept_as_long_as_it_holds(person: Person, officer: User) -> None:
    rule = next(each for each in retention.rules() if each.code == "consents")
    later = timezone.localdate().replace(year=timezone.localdate().year + 4, day=1)
    consenting.record(person, "service", is_given=True, how="柜台", by=officer)
    assert retention.over(rule, later).count() == 0
    consenting.record(person, "service", is_given=False, how="柜台", by=officer)
    assert [each.is_given for each in retention.over(rule, later)] == [True]


def test_what_is_over_its_time_is_let_go_with_a_reason_on_record(person: Person, officer: User) -> None:
    lone = writing.write(None, {"name": "无人", "identity": "530102199001011266"}, by=None).instance
    Person.objects.filter(pk=lone.pk).update(changed_at=timezone.now().replace(year=2020, day=1))
    with pytest.raises(ReasonMissing):
        retention.let_go("unattached-persons", " ", by=officer)
    for code in ("consents", "nothing"):
        with pytest.raises(NotLetGo):
            retention.let_go(code, "到期", by=officer)
    assert retention.let_go("unattached-persons", "到期", by=officer) == 1
    lone.refresh_from_db()
    assert (lone.name, lone.identity) == (rights.ERASED_NAME, None)
    assert retention.let_go("unattached-persons", "到期", by=officer) == 0
    asked = rights.ask(person, Right.ACCESS, by=officer)
    rights.answer(asked, is_granted=True, text="", by=officer)
    later = timezone.localdate().replace(year=timezone.localdate().year + 4, day=1)
    assert retention.let_go("answered-requests", "到期", by=officer, day=later) == 1
    assert AuditRecord.objects.filter(action="persons.let_go", result="done").count() == 2


def test_all_that_is_over_its_time_goes_part_by_part(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    long_ago = timezone.now().replace(year=2020, day=1)
    for number in range(5):
        lone = writing.write(None, {"name": f"无人{'甲乙丙丁戊'[number]}"}, by=None).instance
        Person.objects.filter(pk=lone.pk).update(changed_at=long_ago)
    with pytest.raises(ReasonMissing):
        retention.begin("unattached-persons", " ", by=officer)
    retention.begin("unattached-persons", "到期", by=officer)
    perform_all()
    assert Person.objects.filter(erased_at=None, changed_at=long_ago).count() == 0
    assert AuditRecord.objects.filter(action="persons.let_go", result="done").count() == 3
