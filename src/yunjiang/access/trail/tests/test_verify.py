"""Whatever was done to the trail behind its back is found and named, whether or not the locks stand."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import override_settings
from tests.unlocked import unlocked

from yunjiang.access import trail
from yunjiang.access.models import AuditRecord, TrailHead
from yunjiang.access.trail.flaws import Flaw
from yunjiang.permanence import locks

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture(autouse=True)
def recorded() -> None:
    """Leave five records behind."""
    for number in range(1, 6):
        with trail.acting("li"), trail.recording("test.change", subject=f"user:{number}") as deed:
            deed.changed(before={"n": number - 1}, after={"n": number})


def tamper(*statements: str) -> None:
    with unlocked(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def codes() -> list[str]:
    return [flaw.code for flaw in trail.verify()]


def first() -> Flaw:
    return trail.verify()[0]


def test_a_trail_as_it_was_written_has_no_flaw() -> None:
    checked: list[int] = []
    assert trail.verify(on_progress=checked.append) == []
    assert sum(checked) == 5


def test_an_empty_trail_has_no_flaw() -> None:
    tamper(
        "DELETE FROM access_auditrecord",
        "DELETE FROM access_trailhead",
    )
    TrailHead.objects.create(pk=1)
    assert trail.verify() == []


@pytest.mark.parametrize(
    "change",
    [
        "name = 'wang'",
        "action = 'test.read'",
        "subject = 'user:9'",
        "result = 'refused'",
        "facts = '{}'",
        "before = ''",
        "after = '{\"n\":30}'",
        "user_id = 1",
        "organization_id = 1",
        "ip = '127.0.0.1'",
        "user_agent = 'x'",
        "request_id = 'x'",
        "workplace = 'x'",
    ],
)
def test_an_altered_record_is_named(change: str) -> None:
    tamper(f"UPDATE access_auditrecord SET {change} WHERE position = 3")
    (flaw,) = trail.verify()
    assert (flaw.code, flaw.facts["position"]) == ("record_altered", 3)
    assert "3" in flaw.sentence()


def test_an_altered_digest_is_named_and_what_follows_it() -> None:
    AuditRecord.objects.get(position=3)
    zero = "decode(repeat('00', 32), 'hex')" if connection.vendor == "postgresql" else "zeroblob(32)"
    tamper(f"UPDATE access_auditrecord SET digest = {zero} WHERE position = 3")
    assert [(flaw.code, flaw.facts["position"]) for flaw in trail.verify()] == [
        ("record_altered", 3),
        ("record_altered", 4),
    ]


def test_a_removed_record_is_named() -> None:
    tamper("DELETE FROM access_auditrecord WHERE position IN (2, 3)")
    (flaw,) = trail.verify()
    assert (flaw.code, flaw.facts) == ("records_missing", {"first": 2, "last": 3})


def test_a_removed_record_with_the_gap_closed_is_named() -> None:
    tamper(
        "DELETE FROM access_auditrecord WHERE position = 3",
        "UPDATE access_auditrecord SET position = 3 WHERE position = 4",
        "UPDATE access_auditrecord SET position = 4 WHERE position = 5",
    )
    flaws = [(flaw.code, flaw.facts.get("position") or flaw.facts.get("first")) for flaw in trail.verify()]
    assert flaws == [("record_altered", 3), ("record_altered", 4), ("records_missing", 5)]


def test_exchanged_records_are_named() -> None:
    tamper(
        "UPDATE access_auditrecord SET position = 99 WHERE position = 2",
        "UPDATE access_auditrecord SET position = 2 WHERE position = 4",
        "UPDATE access_auditrecord SET position = 4 WHERE position = 99",
    )
    flaws = trail.verify()
    assert [flaw.facts["position"] for flaw in flaws if flaw.code == "record_altered"] == [2, 3, 4, 5]
    assert "moment_falls" in [flaw.code for flaw in flaws]


def test_the_newest_records_cut_off_are_noticed() -> None:
    tamper("DELETE FROM access_auditrecord WHERE position > 3")
    assert first() == Flaw("records_missing", {"first": 4, "last": 5})


def test_the_newest_records_cut_off_with_the_head_set_back_are_given_away_by_a_noted_digest_only() -> None:
    noted = {5: bytes(AuditRecord.objects.get(position=5).digest).hex()}
    assert trail.verify(noted=noted) == []
    tamper(
        "DELETE FROM access_auditrecord WHERE position > 3",
        "UPDATE access_trailhead SET position = 3,"
        " digest = (SELECT digest FROM access_auditrecord WHERE position = 3),"
        " recorded_at = (SELECT recorded_at FROM access_auditrecord WHERE position = 3)",
    )
    assert trail.verify() == []
    assert trail.verify(noted=noted) == [Flaw("records_missing", {"first": 5, "last": 5})]


def test_a_trail_written_anew_is_given_away_by_a_noted_digest_only() -> None:
    noted = {3: "00" * 32}
    assert [flaw.code for flaw in trail.verify(noted=noted)] == ["noted_digest_differs"]


@pytest.mark.parametrize("change", ["position = 4", "recorded_at = NULL"])
def test_a_changed_head_is_noticed(change: str) -> None:
    tamper(f"UPDATE access_trailhead SET {change}")
    assert "head_altered" in codes()


def test_a_head_that_is_gone_is_noticed() -> None:
    tamper("DELETE FROM access_trailhead")
    assert codes() == ["head_missing"]


def test_a_record_added_past_the_trail_is_noticed() -> None:
    record = AuditRecord.objects.get(position=5)
    record.position, record._state.adding = 7, True
    record.save()
    (flaw,) = trail.verify()
    assert (flaw.code, flaw.facts) == ("record_beyond_head", {"position": 7, "head": 5})


def test_another_key_is_said_to_be_another_key() -> None:
    with override_settings(YUNJIANG_TRAIL_KEY="not the one"):
        assert codes() == ["key_differs"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_auditrecord SET name = 'wang'",
        "DELETE FROM access_auditrecord",
        "DELETE FROM access_trailhead",
    ],
)
def test_the_database_refuses(statement: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_lock_taken_away_is_noticed() -> None:
    locks.remove(connection, "access_auditrecord")
    assert codes()[0] == "lock_missing"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE access_auditrecord SET name = 'wang' WHERE position = 2")
    assert codes()[-1] == "record_altered"


def test_at_most_so_many_flaws_are_told() -> None:
    tamper("UPDATE access_auditrecord SET name = 'wang' WHERE position > 1")
    assert len(trail.verify(limit=2)) == 2
