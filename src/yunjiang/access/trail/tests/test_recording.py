"""Recording an act: with the act or not at all, and what is kept of who, where, what and how it ended."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from yunjiang.access import trail
from yunjiang.access.models import AuditRecord, Result, TrailHead, User
from yunjiang.access.trail import situation
from yunjiang.access.trail.refusals import DeedNamedTwice
from yunjiang.access.trail.tests.conftest import KNOWN
from yunjiang.permanence.refusals import WrittenOnceOnly

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no record be written."""

    def refuse(*_: object) -> None:
        raise DatabaseError("no space left")

    monkeypatch.setattr(AuditRecord.objects, "bulk_create", refuse)


def records() -> list[AuditRecord]:
    return list(AuditRecord.objects.order_by("position"))


def change(name: str = "li") -> User:
    with trail.recording("test.change", subject="user:li", facts={"why": "test"}) as deed:
        user = User.objects.create(username=name)
        deed.changed(before={}, after={"username": name})
    return user


def test_it_works() -> None:
    with trail.acting("nightly work"):
        change()
    (record,) = records()
    assert (record.position, record.action, record.subject, record.result) == (
        1,
        "test.change",
        "user:li",
        "done",
    )
    assert (record.user_id, record.name, record.ip) == (None, "nightly work", "")
    assert (record.facts, record.before, record.after) == ('{"why":"test"}', "", '{"username":"li"}')
    head = TrailHead.objects.get()
    assert (head.position, bytes(head.digest)) == (1, bytes(record.digest))


def test_a_person_is_kept_with_the_name_of_then() -> None:
    li = User.objects.create(username="li", last_name="李四")
    with trail.acting("", user=li):
        trail.note("test.read", subject="document:1", facts={"rows": 3})
    User.objects.update(last_name="王五")
    (record,) = records()
    assert (record.user_id, record.name, record.facts) == (li.pk, "李四", '{"rows":3}')


def test_what_acts_for_nobody_is_the_system() -> None:
    trail.note("test.read")
    assert records()[0].name == situation.NOBODY


def test_what_cannot_be_recorded_does_not_happen(broken: None) -> None:
    with pytest.raises(trail.TrailUnwritable, match=r"test\.change"):
        change()
    assert not User.objects.exists()
    with pytest.raises(trail.TrailUnwritable):
        trail.note("test.read")
    assert TrailHead.objects.get().position == 0


def test_a_trail_without_its_head_is_not_begun_anew() -> None:
    from tests.unlocked import unlocked

    with unlocked():
        TrailHead.objects.all().delete()
    with pytest.raises(trail.TrailUnwritable):
        change()
    assert not User.objects.exists()


def test_an_act_that_no_room_has_named_is_a_mistake() -> None:
    with pytest.raises(trail.UnknownDeed, match=r"test\.dance"), trail.recording("test.dance"):
        raise AssertionError("never reached")
    with pytest.raises(trail.UnknownDeed):
        trail.note("test.dance")


def test_an_act_is_named_once() -> None:
    trail.register(KNOWN)
    with pytest.raises(DeedNamedTwice):
        trail.register({"test.read": _("Look")})
    assert trail.label("test.read") == "Read"
    assert trail.label("once.known") == "once.known"


class TooLate(Exception):
    """A refusal of the house."""


TooLate.__module__ = "yunjiang.returns.refusals"


def change_and_fail(error: Exception, subject: str = "") -> None:
    with trail.recording("test.change", subject=subject, facts={"why": "test"}):
        change("zhao")
        trail.note("test.read")
        raise error


@pytest.mark.parametrize(
    ("error", "result", "facts"),
    [
        (
            PermissionDenied("not yours"),
            Result.REFUSED,
            {"error": "PermissionDenied", "sentence": "not yours"},
        ),
        (TooLate("closed"), Result.REFUSED, {"error": "TooLate", "sentence": "closed"}),
        (ZeroDivisionError("secret"), Result.FAILED, {"error": "ZeroDivisionError"}),
    ],
)
def test_what_was_not_done_is_recorded_as_such(
    error: Exception, result: Result, facts: dict[str, str]
) -> None:
    with pytest.raises(type(error)):
        change_and_fail(error)
    assert not User.objects.exists()
    (record,) = records()
    assert record.result == result
    assert json.loads(record.facts) == {"why": "test", **facts}


def test_a_refusal_stays_one_when_it_cannot_be_recorded(broken: None) -> None:
    with pytest.raises(PermissionDenied), trail.recording("test.change"):
        raise PermissionDenied


def test_acts_within_an_act_are_written_with_it() -> None:
    with trail.recording("test.change", subject="outer"):
        with trail.recording("test.change", subject="inner"):
            trail.note("test.read", subject="read")
        assert records() == []
    assert [record.subject for record in records()] == ["outer", "inner", "read"]
    assert [record.position for record in records()] == [1, 2, 3]


def test_when_the_outer_act_fails_nothing_within_it_was_done() -> None:
    with pytest.raises(TooLate):
        change_and_fail(TooLate(), "outer")
    assert [(record.subject, record.result) for record in records()] == [("outer", "refused")]
    assert not User.objects.exists()


def test_an_inner_act_may_fail_alone() -> None:
    with trail.recording("test.change", subject="outer"):
        change("wang")
        with pytest.raises(TooLate):
            change_and_fail(TooLate(), "inner")
    assert [(record.subject, record.result) for record in records()] == [
        ("outer", "done"),
        ("user:li", "done"),
        ("inner", "refused"),
    ]
    assert [user.username for user in User.objects.all()] == ["wang"]


def test_what_a_savepoint_took_back_was_not_done() -> None:
    def change_in_vain() -> None:
        with transaction.atomic():
            change("zhao")
            raise TooLate

    with trail.recording("test.change", subject="outer"):
        with pytest.raises(TooLate):
            change_in_vain()
        change("wang")
    assert [json.loads(record.after or "{}").get("username") for record in records()] == [None, "wang"]


def test_an_act_that_changed_nothing_leaves_no_record() -> None:
    with trail.recording("test.change") as deed:
        deed.changed_nothing()
    with trail.recording("test.change", subject="outer"), trail.recording("test.change") as deed:
        deed.changed_nothing()
    assert [record.subject for record in records()] == ["outer"]


def test_within_an_act_one_is_told_so() -> None:
    assert not trail.is_recording()
    with trail.recording("test.change"):
        assert trail.is_recording()
    assert not trail.is_recording()


def test_what_is_not_known_at_first_can_be_said_later() -> None:
    with trail.recording("test.change") as deed:
        deed.subject, deed.organization_id = "user:7", 12
        deed.learned(rows=3)
        deed.learned(sheets=1)
        deed.changed(before={"a": 1})
        deed.changed(after={"a": Decimal("2.50")}, before={"b": None})
    (record,) = records()
    assert (record.subject, record.organization_id, record.facts) == ("user:7", 12, '{"rows":3,"sheets":1}')
    assert (record.before, record.after) == ('{"a":1,"b":null}', '{"a":"2.50"}')


def test_texts_are_canonical() -> None:
    facts = {"z": date(2024, 3, 31), "a": _("Read"), "b": {"乙", "甲"}, "n": b"\x01", "r": Result.DONE}
    trail.note("test.read", facts=facts)
    assert records()[0].facts == '{"a":"Read","b":["乙","甲"],"n":"01","r":"done","z":"2024-03-31"}'
    with pytest.raises(TypeError, match="object"):
        trail.note("test.read", facts={"a": object()})


def test_what_no_database_holds_does_not_break_the_act() -> None:
    with trail.acting("\ud800" * 200):
        trail.note("test.read", subject="a\x00b" + "长" * 300, facts={"a": "\ud800\x00"})
    (record,) = records()
    assert (len(record.name), record.subject[:4], len(record.subject)) == (150, "a␀b长", 200)


def test_a_long_text_is_kept_as_its_digest() -> None:
    trail.note("test.read", facts={"text": "x" * 50_000})
    kept = json.loads(records()[0].facts)
    assert kept["length"] == 50_011
    assert len(kept["sm3"]) == 64


def test_records_are_written_once() -> None:
    trail.note("test.read")
    record = records()[0]
    for act in (record.save, record.delete, AuditRecord.objects.all().delete):
        with pytest.raises(WrittenOnceOnly):
            act()
