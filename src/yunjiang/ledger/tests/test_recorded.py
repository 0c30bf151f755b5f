"""Every change of the ledger is on the audit trail, one record a batch; what cannot be recorded is not posted."""

import json
from collections.abc import Callable

import pytest
from django.db import transaction
from tests import journal, trails

from yunjiang.access import trail
from yunjiang.access.trail import names
from yunjiang.ledger import measures, posting
from yunjiang.ledger.models import Batch, Head, Measure, Segment
from yunjiang.ledger.posting import PostingRefused
from yunjiang.ledger.seal import rebuild, seal

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

LINE = "2024-03-31 · 五华 · trained · 3 · source=return:1"


def test_a_posting_is_recorded_once_a_batch(world: None) -> None:
    receipt = journal.post(f"{LINE}\n2024-03-31 · 盘龙 · trained · 5 · source=return:2")
    (record,) = trails.records("ledger.post")
    facts = json.loads(record.facts)
    assert record.subject == "batch:1"
    assert (facts["posted"], facts["entries"], facts["reversed"]) == (2, 2, 0)
    assert receipt.batch is not None
    assert facts["chain_digest"] == bytes(receipt.batch.chain_digest or b"").hex()


def test_posting_the_same_again_leaves_no_record(world: None) -> None:
    journal.post(LINE)
    journal.post(LINE)
    assert len(trails.records("ledger.post")) == 1


def test_a_withdrawal_is_recorded(world: None) -> None:
    journal.post(LINE)
    posting.withdraw(["return:1"], data_set="operational", by="li", title="wrong unit", reason="moved")
    record = trails.records("ledger.post")[-1]
    facts = json.loads(record.facts)
    assert (facts["by"], facts["reason"], facts["reversed"]) == ("li", "moved", 1)


def test_what_cannot_be_recorded_is_not_posted(world: None) -> None:
    with trails.unwritable(), pytest.raises(trail.TrailUnwritable):
        journal.post(LINE)
    assert not Batch.objects.exists()
    assert Head.objects.get().position == 0
    journal.post(LINE)
    assert Head.objects.get().position == 1


def test_a_posting_within_a_larger_act_is_recorded_with_it_and_only_if_it_stands(
    world: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(names, "_named", {**names._named, "test.accept": "Accept"})

    def post_in_vain() -> None:
        with transaction.atomic():
            journal.post(LINE)
            raise ZeroDivisionError

    with trail.recording("test.accept"):
        with pytest.raises(ZeroDivisionError):
            post_in_vain()
        journal.post(LINE.replace("return:1", "return:2"))
        assert trails.records("ledger.post") == []
    assert [json.loads(each.facts)["posted"] for each in trails.records("ledger.post")] == [1]
    assert Batch.objects.count() == 1


def test_a_refused_posting_leaves_nothing(world: None) -> None:
    with pytest.raises(PostingRefused):
        posting.withdraw(["return:none"], data_set="operational", by="li", title="t")
    assert trails.records("ledger.post") == []


@pytest.mark.django_db(transaction=True)
def test_seals_and_files_written_anew_are_recorded(
    small_tree: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    small_tree()
    with trails.unwritable(), pytest.raises(trail.TrailUnwritable):
        seal()
    assert not Segment.objects.exists()
    seal()
    (record,) = trails.records("ledger.seal")
    assert record.subject == "segment:1"
    assert rebuild() == []
    assert trails.records("ledger.rewrite") == []  # the same bytes


@pytest.fixture
def small_tree() -> Callable[[], None]:
    def plant() -> None:
        journal.tree("云南")
        journal.measures("trained · flow · 人次")
        journal.post("2024-03-31 · 云南 · trained · 3")

    return plant


def test_measures_are_recorded_when_something_changes(db: None) -> None:
    journal.measures("trained · flow · 人次")
    journal.measures("trained · flow · 人次")
    (record,) = trails.records("ledger.declare")
    assert json.loads(record.after)["trained"]["unit"] == "人次"
    with trails.unwritable(), pytest.raises(trail.TrailUnwritable):
        journal.measures("skilled · level · 人")
    assert not Measure.objects.filter(code="skilled").exists()
    assert measures.declare([]) is None
