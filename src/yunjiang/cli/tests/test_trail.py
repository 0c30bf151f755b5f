"""`yunjiang trail`: list, verify, export; what is done at the command line is recorded of whoever does it."""

import csv
import json
from pathlib import Path

import pytest
from django.db import connection
from tests import trails
from tests.unlocked import unlocked

from yunjiang.access.models import AuditRecord

from .conftest import Command


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yunjiang.cli.application.whoever", lambda: "li")
    monkeypatch.setattr("platform.node", lambda: "station")


def test_list_shows_the_newest_first_and_is_recorded(yunjiang: Command, site: Path) -> None:
    rows = json.loads(yunjiang("trail", "list", "--action", "ledger", "-f", "json").out)
    assert [row["action"] for row in rows] == ["ledger.post", "ledger.declare"]
    assert rows[0]["facts"]["entries"] == 3
    (read,) = trails.records("trail.read")
    assert (read.name, json.loads(read.facts)) == ("li@station", {"action": "ledger"})
    assert len(json.loads(yunjiang("trail", "list", "--limit", "1", "-f", "json").out)) == 1
    assert "入账" in yunjiang("trail", "list", "--action", "ledger.post").out


def test_list_can_be_narrowed(yunjiang: Command, site: Path) -> None:
    def count(*options: str) -> int:
        return len(json.loads(yunjiang("trail", "list", *options, "-f", "json").out))

    assert count("--subject", "batch:1") == 1
    assert count("--since", "2001-01-01", "--until", "2001-12-31") == 0
    assert count("--person", "nobody-of-this-name") == 0
    assert count("--text", "chain_digest", "--action", "ledger.post") == 1
    assert count("--unit", "530000", "--action", "ledger") == 0
    assert yunjiang("trail", "list", "--since", "soon").code == 2


def test_a_sound_trail_verifies_and_tells_what_to_note(yunjiang: Command, site: Path) -> None:
    newest = AuditRecord.objects.all()[0]
    told = yunjiang("trail", "verify")
    noted = f"{newest.position}={bytes(newest.digest).hex()}"
    assert (told.code, told.out) == (0, "")
    assert noted in told.err.replace("\n", "")
    assert yunjiang("trail", "verify", "--noted", noted).code == 0
    assert yunjiang("trail", "verify", "--noted", f"{newest.position}=00").code == 1
    assert yunjiang("trail", "verify", "--noted", "soon").code == 2
    assert len(trails.records("trail.verify")) == 3


def test_a_tampered_record_is_named(yunjiang: Command, site: Path) -> None:
    with unlocked(), connection.cursor() as cursor:
        cursor.execute("UPDATE access_auditrecord SET name = 'wang' WHERE position = 1")
    told = yunjiang("trail", "verify", "-f", "json")
    assert told.code == 1
    assert [flaw["code"] for flaw in json.loads(told.out)] == ["record_altered"]


def test_export_writes_a_file_and_is_recorded(yunjiang: Command, site: Path, tmp_path: Path) -> None:
    file = tmp_path / "trail.csv"
    assert yunjiang("trail", "export", str(file), "--reason", "yearly", "--action", "ledger").code == 0
    rows = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
    assert [row[7] for row in rows[1:]] == ["ledger.post", "ledger.declare"]
    (told,) = trails.records("trail.export")
    assert json.loads(told.facts)["reason"] == "yearly"
    assert "ledger.post" in yunjiang("trail", "export", "-", "--reason", "again").out
    assert yunjiang("trail", "export", str(file)).code == 2
