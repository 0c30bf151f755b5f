"""Sealing: sorted files, chained digests, nothing lost and nothing twice."""

import json
import os
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from tests import journal

from yunjiang.ledger import entry_tables, queries, segment_files, sorting
from yunjiang.ledger import seal as sealing
from yunjiang.ledger.digests import canonical
from yunjiang.ledger.models import Rewriting, Segment
from yunjiang.ledger.seal import rebuild, seal, verify
from yunjiang.ledger.sorting import ORDER, in_order
from yunjiang.organizations.models import Organization
from yunjiang.standards.national_cryptography import sm3

pytestmark = [pytest.mark.django_db, pytest.mark.postgres, pytest.mark.usefixtures("world")]


def keep_three_batches() -> None:
    journal.post(
        """
        2024-03-31 · 五华 · trained   · 12  · sex=F · source=return:1
        2024-03-31 · 五华 · trained   · 30  · sex=M · source=return:1
        2024-Q1    · 祥云 · output    · 3.5 · source=return:2
        2024-05-04 · 五华 · graduates · 1   · person=张三
        """
    )
    journal.post("2023-12-31 · 大理 · skilled · ≈500 · source=return:3", channel="evidenced")
    journal.post("2024-03-31 · 五华 · trained · 15 · sex=F · source=return:1")


def everything() -> list[dict[str, Any]]:
    """All entries in the order of numbers: from the sealed files, and after them from the database."""
    sealed = queries.segments()
    tables = [pq.read_table(each.path) for each in sealed]
    tables.append(queries.tail(sealed[-1].last_position if sealed else 0))
    return pa.concat_tables(tables).sort_by("id").to_pylist()


def test_it_works(segments: Path) -> None:
    keep_three_batches()
    before = everything()
    segment = seal()
    assert segment is not None
    assert (segment.number, segment.first_position, segment.last_position) == (1, 1, 3)
    assert segment.entry_count == 8
    assert everything() == before
    assert queries.tail(3).num_rows == 0
    assert verify() == []


def test_sealing_again_finds_nothing() -> None:
    assert seal() is None
    keep_three_batches()
    assert seal() is not None
    assert seal() is None


def test_segments_follow_each_other() -> None:
    keep_three_batches()
    seal(up_to=1)
    seal(up_to=2)
    journal.post("2024-03-31 · 五华 · trained · 1")
    seal()
    first, second, third = Segment.objects.order_by("number")
    assert [(each.first_position, each.last_position) for each in (first, second, third)] == [
        (1, 1),
        (2, 2),
        (3, 4),
    ]
    assert json.loads(second.manifest)["previous"] == bytes(first.chain_digest).hex()
    assert verify() == []


def test_a_limit_ends_a_segment_between_batches() -> None:
    keep_three_batches()
    counts = []
    while segment := seal(limit=2):
        counts.append((segment.last_position, segment.entry_count))
    # The first batch alone has more than the limit and is not torn apart.
    assert counts == [(1, 4), (2, 1), (3, 3)]


def test_rows_stand_in_the_total_order_and_no_column_is_a_float() -> None:
    keep_three_batches()
    seal()
    (sealed,) = queries.segments()
    table = pq.read_table(sealed.path)
    rows = [tuple(row[name] for name in ORDER) for row in table.to_pylist()]
    assert rows == sorted(rows)
    assert table.schema.equals(entry_tables.SCHEMA)
    physical = {column.physical_type for column in pq.ParquetFile(sealed.path).schema}
    assert physical <= {"INT32", "INT64"}
    assert {pq.ParquetFile(sealed.path).metadata.row_group(0).column(0).compression} == {"ZSTD"}


def test_the_tail_has_the_columns_of_a_segment() -> None:
    keep_three_batches()
    tail = queries.tail(0)
    assert tail.schema.equals(entry_tables.SCHEMA)
    row = next(row for row in tail.to_pylist() if row["since_on"])
    assert (row["period"], row["quantity"], str(row["since_on"]), str(row["happened_on"])) == (
        202403,
        350,
        "2024-01-01",
        "2024-03-31",
    )
    assert {row["bound"] for row in tail.to_pylist()} == {0, 4}
    assert queries.tail(1, 2).column("channel").to_pylist() == [1]


def test_segments_up_to_a_position_include_the_one_that_reaches_beyond() -> None:
    keep_three_batches()
    seal(up_to=2)
    seal()
    assert [each.number for each in queries.segments(0)] == []
    assert [each.number for each in queries.segments(1)] == [1]
    assert [each.number for each in queries.segments(3)] == [1, 2]
    assert [each.number for each in queries.segments()] == [1, 2]


def test_the_manifest_can_be_read_and_checked_without_the_database(segments: Path) -> None:
    keep_three_batches()
    seal(up_to=2)
    seal()
    previous = "0" * 64
    for number in (1, 2):
        beside = json.loads((segments / f"segment-{number:06}.json").read_text())
        sealed = beside["sealed"]
        file = segments / sealed["file_name"]
        assert sm3(canonical(sealed).encode()).hex() == beside["chain_digest"]
        assert sealed["previous"] == previous
        assert sm3(file.read_bytes()).hex() == beside["file_digest"]
        found, count = segment_files.content_digest(segment_files.read(file))
        assert (found.hex(), count) == (sealed["content_digest"], sealed["entry_count"])
        table = pq.read_table(file)
        assert {str(each) for each in pc.unique(table["measure"]).to_pylist()} == set(sealed["measures"])
        assert {str(each) for each in pc.unique(table["organization"]).to_pylist()} == set(
            sealed["organizations"]
        )
        previous = beside["chain_digest"]
    organization = Organization.objects.get(key="五华")
    assert sealed["organizations"][str(organization.pk)] == {"key": "五华", "code": "五华", "name": "五华"}
    assert sealed["codes"]["data_set"]["operational"] == 0


def test_the_content_digest_does_not_depend_on_how_rows_are_cut() -> None:
    keep_three_batches()
    table = queries.tail(0)
    whole = segment_files.content_digest(table.combine_chunks().to_batches())
    assert segment_files.content_digest(table.to_batches(max_chunksize=1)) == whole
    other = table.slice(1).to_batches()
    assert segment_files.content_digest(other) != whole


def test_more_entries_than_fit_in_memory_come_in_the_same_order(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_three_batches()
    in_memory = pa.Table.from_batches(in_order(entry_tables.read(0, 3)))
    monkeypatch.setattr(sorting, "RUN", 2)
    monkeypatch.setattr(entry_tables, "CHUNK", 1)
    merged = pa.Table.from_batches(in_order(entry_tables.read(0, 3)))
    assert merged.to_pylist() == in_memory.to_pylist()


def test_batches_without_entries_are_sealed_too() -> None:
    journal.post("2024-03-31 · 五华 · trained · 1 · source=return:1")
    seal()
    empty = journal.Record("return:2", [])
    journal.posting.post([empty], data_set="operational", by="li", title="t")
    segment = seal()
    assert segment is not None
    assert segment.entry_count == 0
    assert verify() == []


def test_an_orphan_of_a_crash_is_named_and_replaced_by_the_next_seal(
    segments: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_three_batches()

    def crash(**facts: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(sealing.Segment.objects, "create", crash)
        with pytest.raises(KeyboardInterrupt):
            seal()
    assert sorted(path.name for path in segments.iterdir()) == [
        "segment-000001.json",
        "segment-000001.parquet",
    ]
    assert {flaw.code for flaw in verify()} == {"file_unknown"}
    assert queries.segments() == []
    journal.post("2024-03-31 · 五华 · trained · 1")
    seal()
    assert verify() == []


def test_what_a_dead_sealer_left_is_swept_after_a_day(segments: Path) -> None:
    for name, age in (("old", 2), ("new", 0)):
        left = segments / f".sealing-{name}"
        left.mkdir(parents=True)
        os.utime(left, (time.time() - age * 86400,) * 2)
    seal()
    assert [path.name for path in segments.iterdir()] == [".sealing-new"]


def test_rebuilding_restores_a_lost_file(segments: Path) -> None:
    keep_three_batches()
    seal()
    content = (segments / "segment-000001.parquet").read_bytes()
    (segments / "segment-000001.parquet").unlink()
    (segments / "segment-000001.json").unlink()
    assert {flaw.code for flaw in verify()} == {"segment_file_missing", "manifest_missing"}
    assert rebuild() == []
    assert verify() == []
    assert (segments / "segment-000001.parquet").read_bytes() == content
    assert not Rewriting.objects.exists()


def test_rebuilding_with_another_writer_keeps_the_digest_of_the_new_bytes(
    segments: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_three_batches()
    seal()
    monkeypatch.setattr(segment_files, "ROW_GROUP", 3)
    assert rebuild() == []
    assert Rewriting.objects.count() == 1
    assert verify() == []
    assert rebuild(numbers=[1]) == []
    assert Rewriting.objects.count() == 1
