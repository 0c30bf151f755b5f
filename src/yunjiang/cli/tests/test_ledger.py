"""`yunjiang ledger`: status, batches, entries, seal, verify, rebuild."""

import json
from pathlib import Path

import pytest
from django.db import connection
from tests.unlocked import unlocked

from .conftest import Command


def test_status_of_an_empty_ledger(yunjiang: Command, db: None) -> None:
    told = json.loads(yunjiang("ledger", "status", "-f", "json").out)
    assert (told["position"], told["segment_count"], told["recorded_at"]) == (0, 0, None)


def test_status_counts_each_data_set(yunjiang: Command, site: Path) -> None:
    told = yunjiang("ledger", "status")
    assert "operational" in told.out
    assert json.loads(yunjiang("ledger", "status", "-f", "json").out)["position"] == 1


def test_batches_say_who_posted_what(yunjiang: Command, site: Path) -> None:
    (batch,) = json.loads(yunjiang("ledger", "batches", "-f", "json").out)
    assert (batch["position"], batch["recorded_by"], batch["entry_count"]) == (1, "tests", 3)


def test_entries_of_a_source_and_of_a_batch(yunjiang: Command, site: Path) -> None:
    (entry,) = json.loads(yunjiang("ledger", "entries", "return:2022/530302", "-f", "json").out)
    assert (entry["quantity"], entry["unit"], entry["breakdown"]) == (0, "530302", ["sector=mining"])
    assert entry["evidence"] == {"title": "2022年报"}
    assert len(json.loads(yunjiang("ledger", "entries", "--batch", "1", "-f", "json").out)) == 3
    assert yunjiang("ledger", "entries").code == 2
    assert yunjiang("ledger", "entries", "return:1", "--batch", "1").code == 2


def test_a_sound_ledger_verifies(yunjiang: Command, site: Path) -> None:
    told = yunjiang("ledger", "verify")
    assert (told.code, told.out) == (0, "")


def test_a_tampered_entry_is_named(yunjiang: Command, site: Path) -> None:
    with unlocked(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_entry WHERE quantity = 700")
    told = yunjiang("ledger", "verify", "-f", "json")
    assert told.code == 1
    assert json.loads(told.out)[0]["code"] == "entry_missing"


def test_a_digest_noted_on_paper_is_held_against_the_ledger(yunjiang: Command, site: Path) -> None:
    digest = json.loads(yunjiang("ledger", "status", "-f", "json").out)["chain_digest"]
    assert yunjiang("ledger", "verify", "--noted", f"1={digest}").code == 0
    assert yunjiang("ledger", "verify", "--noted", f"1={digest[::-1]}").code == 1
    assert yunjiang("ledger", "verify", "--noted", "soon").code == 2


@pytest.mark.django_db(transaction=True)
def test_sealing_twice_seals_once_and_rebuilding_gives_the_same(yunjiang: Command, site: Path) -> None:
    (segment,) = json.loads(yunjiang("ledger", "seal", "-f", "json").out)
    assert (segment["first_position"], segment["last_position"], segment["entry_count"]) == (1, 1, 3)
    assert json.loads(yunjiang("ledger", "seal", "-f", "json").out) == []
    assert yunjiang("ledger", "rebuild").code == 0
    assert yunjiang("ledger", "verify").code == 0
    (site / "segments" / segment["file_name"]).unlink()
    assert yunjiang("ledger", "verify").code == 1
