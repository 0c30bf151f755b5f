"""Whoever alters the ledger past its locks is found out, and the row or file is named."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.db import IntegrityError, connection
from tests import journal
from tests.unlocked import unlocked

from yunjiang.ledger import digests, locks, posting, queries
from yunjiang.ledger.flaws import SENTENCES, Flaw
from yunjiang.ledger.models import Batch, Entry, Head, Posting
from yunjiang.ledger.seal import rebuild, seal, verify

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture(params=["unsealed", pytest.param("sealed", marks=pytest.mark.postgres)])
def kept(request: pytest.FixtureRequest) -> bool:
    """Five batches; sealed, they lie in two segments. Tells whether they do."""
    journal.post(
        """
        2024-03-31 · 五华 · trained   · 12  · sex=F · source=return:1
        2024-03-31 · 五华 · trained   · 30  · sex=M · source=return:1
        2024-03-31 · 盘龙 · trained   · 7   · source=return:2
        2024-Q1    · 祥云 · output    · 3.5 · source=return:3
        """
    )
    journal.post("2024-05-04 · 五华 · graduates · 1 · person=张三 · source=register:1", channel="evidenced")
    journal.post("2024-03-31 · 盘龙 · trained · 9 · source=return:2")
    if request.param == "sealed":
        seal()
    journal.post("2023-12-31 · 大理 · skilled · ≈500 · source=return:4")
    posting.withdraw(["return:3"], data_set="operational", by="li", title="w")
    if request.param == "sealed":
        seal()
    assert verify() == []
    return request.param == "sealed"


def tamper(statement: str, *values: object) -> None:
    with unlocked(), connection.cursor() as cursor:
        cursor.execute(statement, list(values))


def entry(source: str, number: int = 0) -> int:
    """The number of an entry of a source's first posting."""
    first = Posting.objects.filter(source=source, is_reversal=False).earliest("id")
    return first.entries.order_by("id")[number].pk


def found(code: str) -> Flaw:
    """The flaw of this code; every flaw can be told in a sentence."""
    flaws = verify()
    for flaw in flaws:
        assert "%(" not in flaw.sentence()
    matching = [flaw for flaw in flaws if flaw.code == code]
    assert matching, [flaw.sentence() for flaw in flaws]
    return matching[0]


ENTRY_CHANGES = [
    ("quantity", "quantity + 1"),
    ("happened_on", "'2024-01-31'"),
    ("since_on", "'2024-03-01'"),
    ("bound", "'at_least'"),
    ("breakdown_id", "NULL"),
    ("organization_id", "(SELECT max(id) FROM organizations_organization)"),
    ("measure_id", "(SELECT max(id) FROM ledger_measure)"),
    ("person_id", "(SELECT min(id) FROM ledger_person)"),
    ("weight", "-1"),
    ("origin", "origin + 1"),
]


@pytest.mark.parametrize(("column", "value"), ENTRY_CHANGES)
def test_a_changed_entry(kept: bool, column: str, value: str) -> None:
    number = entry("return:1")
    tamper(f"UPDATE ledger_entry SET {column} = {value} WHERE id = %s", number)
    flaw = found("posting_altered")
    assert (flaw.facts["source"], flaw.facts["revision"], flaw.facts["position"]) == ("return:1", 1, 1)
    assert verify()[0] == flaw
    if kept:
        differing = found("segment_row_differs").facts
        assert (differing["entry"], differing["segment"]) == (number, 1)
        assert differing["column"] == column.removesuffix("_id")
        assert differing["file"] != differing["database"]


def test_a_changed_reversal(kept: bool) -> None:
    reversal = Entry.objects.get(weight=-1, posting__source="return:2")
    tamper("UPDATE ledger_entry SET quantity = 8 WHERE id = %s", reversal.pk)
    assert found("posting_altered").facts["posting"] == reversal.posting_id


def test_a_deleted_entry(kept: bool) -> None:
    number = entry("return:1", 1)
    tamper("DELETE FROM ledger_entry WHERE id = %s", number)
    assert verify()[0] == Flaw("entry_missing", {"entry": number, "position": 1})
    assert found("posting_altered").facts["source"] == "return:1"
    if kept:
        assert found("segment_row_only_in_file").facts["entry"] == number


def test_a_deleted_posting_with_its_entries(kept: bool) -> None:
    gone = Posting.objects.get(source="return:2", revision=1, is_reversal=False)
    tamper("UPDATE ledger_posting SET reverses_id = NULL WHERE reverses_id = %s", gone.pk)
    tamper("DELETE FROM ledger_entry WHERE posting_id = %s", gone.pk)
    tamper("DELETE FROM ledger_posting WHERE id = %s", gone.pk)
    assert found("posting_missing").facts == {"batch": gone.batch_id, "position": 1, "number": 2}


def test_the_last_batch_deleted_with_all_it_held(kept: bool) -> None:
    last = Batch.objects.get(position=5)
    for table, column in (("ledger_entry", "id"), ("ledger_posting", "id")):
        tamper(f"DELETE FROM {table} WHERE {column} >> 24 = %s", last.pk)
    tamper("DELETE FROM ledger_batch WHERE id = %s", last.pk)
    assert found("head_altered").facts == {"head": 5, "position": 4}


def test_a_batch_deleted_from_the_middle(kept: bool) -> None:
    middle = Batch.objects.get(position=4)
    for table in ("ledger_entry", "ledger_posting"):
        tamper(f"DELETE FROM {table} WHERE id >> 24 = %s", middle.pk)
    tamper("DELETE FROM ledger_batch WHERE id = %s", middle.pk)
    assert found("batch_missing").facts == {"position": 4}


def test_an_added_entry(kept: bool) -> None:
    one = Entry.objects.get(pk=entry("return:1"))
    for number in (one.posting.batch_id << 24 | 900, 99 << 24 | 1, 5):
        tamper(
            "INSERT INTO ledger_entry (id, posting_id, measure_id, organization_id, happened_on, quantity, weight, origin,"
            " bound) SELECT %s, posting_id, measure_id, organization_id, happened_on, quantity, 1, %s, bound"
            " FROM ledger_entry WHERE id = %s",
            number,
            number,
            one.pk,
        )
        assert found("entry_foreign").facts == {"entry": number}
        if kept and number >> 24 == one.posting.batch_id:
            assert found("segment_row_only_in_database").facts["entry"] == number
        tamper("DELETE FROM ledger_entry WHERE id = %s", number)
    assert verify() == []


def test_an_added_posting(kept: bool) -> None:
    batch = Batch.objects.get(position=1)
    for number in (batch.pk << 24 | 900, 99 << 24 | 1):
        tamper(
            "INSERT INTO ledger_posting (id, batch_id, source, revision, is_reversal, channel, digest)"
            " VALUES (%s, %s, 'false:1', 1, %s, 'reported', %s)",
            number,
            batch.pk,
            False,
            bytes(32),
        )
        assert found("posting_foreign").facts["source"] == "false:1"
        tamper("DELETE FROM ledger_posting WHERE id = %s", number)


def test_two_entries_exchanged(kept: bool) -> None:
    one, other = entry("return:1", 0), entry("return:1", 1)
    for old, new in ((one, 1), (other, one), (1, other)):
        tamper("UPDATE ledger_entry SET id = %s, origin = %s WHERE id = %s", new, new, old)
    assert found("posting_altered").facts["source"] == "return:1"


def test_entries_of_two_postings_exchanged(kept: bool) -> None:
    one, other = entry("return:2"), entry("return:3")
    first, second = (Entry.objects.get(pk=number).posting_id for number in (one, other))
    tamper("UPDATE ledger_entry SET posting_id = %s WHERE id = %s", second, one)
    tamper("UPDATE ledger_entry SET posting_id = %s WHERE id = %s", first, other)
    assert {flaw.facts["source"] for flaw in verify() if flaw.code == "posting_altered"} == {
        "return:2",
        "return:3",
    }


def test_an_entry_renumbered_into_another_batch(kept: bool) -> None:
    tamper("UPDATE ledger_entry SET id = %s WHERE id = %s", 77 << 24 | 1, entry("return:1", 1))
    assert found("entry_missing").facts["position"] == 1
    assert found("entry_foreign").facts["entry"] == 77 << 24 | 1


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("source", "'return:9'"),
        ("revision", "7"),
        ("channel", "'evidenced'"),
        ("evidence", '\'{"file": "x"}\''),
        ("is_reversal", "(1 = 1)"),
        ("digest", "(SELECT content_digest FROM ledger_batch WHERE position = 1)"),
    ],
)
def test_a_changed_posting(kept: bool, column: str, value: str) -> None:
    changed = Posting.objects.get(source="return:1")
    tamper(f"UPDATE ledger_posting SET {column} = {value} WHERE id = %s", changed.pk)
    assert found("posting_altered").facts["posting"] == changed.pk


def test_a_reversal_that_points_elsewhere(kept: bool) -> None:
    other = Posting.objects.get(source="return:1")
    tamper("UPDATE ledger_posting SET reverses_id = %s WHERE is_reversal AND source = 'return:2'", other.pk)
    assert found("posting_altered").facts["source"] == "return:2"


def test_a_posting_with_a_digest_that_fits_its_false_entry(kept: bool) -> None:
    number = entry("return:2")
    false = Entry.objects.select_related("posting", "measure", "organization").get(pk=number)
    text = digests.line_text("trained", 0, "盘龙", "", "2024-03-31", 8, "exact", "")
    digest = digests.posting_digest(false.posting_id & 0xFFFFFF, "return:2", 1, None, "reported", "", [text])
    tamper("UPDATE ledger_entry SET quantity = 8 WHERE id = %s", number)
    tamper("UPDATE ledger_posting SET digest = %s WHERE id = %s", digest, false.posting_id)
    assert found("batch_altered").facts["position"] == 1


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("title", "'x'"),
        ("reason", "'x'"),
        ("recorded_by", "'x'"),
        ("data_set", "'published'"),
        ("posting_count", "2"),
        ("entry_count", "9"),
        ("content_digest", "(SELECT chain_digest FROM ledger_head)"),
    ],
)
def test_a_changed_batch(kept: bool, column: str, value: str) -> None:
    tamper(f"UPDATE ledger_batch SET {column} = {value} WHERE position = 2")
    flaw = verify()[0]
    assert flaw.facts["position"] == 2, flaw.sentence()


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("recorded_at", "(SELECT recorded_at FROM ledger_batch WHERE position = 5)", "batch_renumbered"),
        ("chain_digest", "content_digest", "batch_renumbered"),
        ("position", "17", "batch_missing"),
        ("position", "NULL", "batch_unnumbered"),
    ],
)
def test_a_batch_with_another_place_in_the_chain(kept: bool, column: str, value: str, code: str) -> None:
    tamper(f"UPDATE ledger_batch SET {column} = {value} WHERE position = 2")
    found(code)


def test_two_batches_exchanged(kept: bool) -> None:
    for old, new in ((2, 100), (3, 2), (100, 3)):
        tamper("UPDATE ledger_batch SET position = %s WHERE position = %s", new, old)
    assert found("batch_renumbered").facts["position"] == 2


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("position", "4"),
        ("position", "6"),
        ("chain_digest", "(SELECT content_digest FROM ledger_batch WHERE position = 1)"),
        ("recorded_at", "NULL"),
    ],
)
def test_a_changed_head(kept: bool, column: str, value: str) -> None:
    tamper(f"UPDATE ledger_head SET {column} = {value}")
    found("head_altered")


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("ledger_measure", "code = 'taught' WHERE code = 'trained'"),
        ("ledger_measure", "scale = 3 WHERE code = 'trained'"),
        ("organizations_organization", "key = '五华区' WHERE key = '五华'"),
        ("ledger_breakdown", "key = 'sex=X' WHERE key = 'sex=F'"),
    ],
)
def test_a_changed_meaning(kept: bool, table: str, change: str) -> None:
    tamper(f"UPDATE {table} SET {change}")
    assert found("posting_altered").facts["source"] == "return:1"


def test_a_changed_unit_is_noticed_once_sealed(kept: bool) -> None:
    tamper("UPDATE ledger_measure SET unit = '万人次' WHERE code = 'trained'")
    if kept:
        assert "万人次" in found("meaning_altered").sentence()


def test_a_lock_taken_away(kept: bool) -> None:
    locks.remove(connection)
    assert verify()[0].code == "lock_missing"
    locks.install(connection)


def test_everything_written_anew_is_given_away_by_a_noted_digest_only() -> None:
    journal.post("2024-03-31 · 盘龙 · trained · 7 · source=return:2")
    noted = {1: bytes(Head.objects.get().chain_digest).hex()}
    assert verify(noted=noted) == []
    tamper("UPDATE ledger_entry SET quantity = 8")
    forge()
    assert verify() == []
    assert verify(noted=noted)[0].code == "noted_digest_differs"
    assert [flaw.code for flaw in verify(noted={9: "00"})] == ["batch_missing"]


def forge() -> None:
    """Write every digest of a ledger of one batch anew, as who knows the code and owns the database can."""
    batch, only = Batch.objects.get(), Posting.objects.get()
    text = digests.line_text("trained", 0, "盘龙", "", "2024-03-31", 8, "exact", "")
    digest = digests.posting_digest(1, "return:2", 1, None, "reported", "", [text])
    content = digests.batch_digest(
        batch.pk, batch.data_set, batch.recorded_by, batch.title, batch.reason, 1, [digest]
    )
    assert batch.recorded_at is not None
    chain = digests.chained(bytes(32), 1, batch.recorded_at, content)
    tamper("UPDATE ledger_posting SET digest = %s WHERE id = %s", digest, only.pk)
    tamper("UPDATE ledger_batch SET content_digest = %s, chain_digest = %s", content, chain)
    tamper("UPDATE ledger_head SET chain_digest = %s", chain)


def test_moments_that_fall_though_every_digest_fits() -> None:
    for quantity in (7, 8):
        journal.post(f"2024-03-31 · 盘龙 · trained · {quantity}")
    first, second = Batch.objects.order_by("position")
    earlier = datetime(2020, 1, 1, tzinfo=UTC)
    chain = digests.chained(bytes(first.chain_digest or b""), 2, earlier, bytes(second.content_digest))
    moment = connection.ops.adapt_datetimefield_value(earlier)
    tamper("UPDATE ledger_batch SET recorded_at = %s, chain_digest = %s WHERE position = 2", moment, chain)
    tamper("UPDATE ledger_head SET recorded_at = %s, chain_digest = %s", moment, chain)
    assert verify() == [Flaw("moment_falls", {"position": 2, "batch": second.pk})]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ledger_entry SET quantity = 'many'",
        "UPDATE ledger_entry SET happened_on = 'one day'",
        "UPDATE ledger_posting SET evidence = '{', digest = 'x'",
        "UPDATE ledger_batch SET content_digest = 'x', chain_digest = 7",
        "UPDATE ledger_head SET chain_digest = NULL",
        "UPDATE ledger_segment SET file_digest = 'x'",
        "UPDATE ledger_batch SET recorded_at = NULL",
    ],
)
def test_what_does_not_even_fit_its_column(kept: bool, change: str) -> None:
    """SQLite takes anything anywhere; PostgreSQL does not, or has nothing to lose by it."""
    if connection.vendor == "sqlite":
        try:
            tamper(change)
        except IntegrityError:
            return  # even without the triggers
        assert verify() or (not kept and "segment" in change)


# --- files


@pytest.fixture
def sealed(segments: Path) -> Path:
    """Two segments; returns the file of the first."""
    journal.post(
        "2024-03-31 · 五华 · trained · 12 · sex=F · source=return:1\n2024-03-31 · 盘龙 · trained · 7"
    )
    seal()
    journal.post("2024-03-31 · 五华 · trained · 13 · sex=F · source=return:1")
    seal()
    assert verify() == []
    return segments / "segment-000001.parquet"


def rewrite(file: Path, change: Callable[[list[dict[str, object]]], None]) -> None:
    table = pq.read_table(file)
    rows = table.to_pylist()
    change(rows)
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), file)


def flaws() -> list[tuple[str, object]]:
    return [(flaw.code, flaw.facts.get("segment")) for flaw in verify()]


def test_one_byte_of_a_file(sealed: Path) -> None:
    content = bytearray(sealed.read_bytes())
    for place in range(4, len(content), max(1, len(content) // 40)):
        content[place] ^= 1
        sealed.write_bytes(content)
        (flaw, *more) = flaws()
        assert flaw[1] == 1
        assert flaw[0] in ("segment_file_altered", "segment_content_altered", "segment_unreadable")
        assert not more
        content[place] ^= 1
    sealed.write_bytes(content)
    assert verify() == []


def test_a_file_cut_short_emptied_or_longer(sealed: Path) -> None:
    content = sealed.read_bytes()
    for other in (content[: len(content) // 2], b"", content + b"x", b"PAR1"):
        sealed.write_bytes(other)
        assert flaws()[0] in [("segment_unreadable", 1), ("segment_file_altered", 1)]


def test_a_file_exchanged_for_another_valid_one(sealed: Path) -> None:
    def change(rows: list[dict[str, object]]) -> None:
        rows[0]["quantity"] = 99

    rewrite(sealed, change)
    assert flaws() == [("segment_content_altered", 1)]


def test_a_file_of_another_shape(sealed: Path) -> None:
    pq.write_table(pa.table({"quantity": [1.5]}), sealed)
    assert flaws() == [("segment_unreadable", 1)]


def test_a_row_taken_out_of_a_file(sealed: Path) -> None:
    rewrite(sealed, lambda rows: rows.__delitem__(0))
    assert flaws() == [("segment_content_altered", 1)]


def test_rows_of_a_file_in_another_order(sealed: Path) -> None:
    rewrite(sealed, lambda rows: rows.reverse())
    assert flaws() == [("segment_content_altered", 1)]


def test_two_files_exchanged(sealed: Path) -> None:
    other = sealed.with_name("segment-000002.parquet")
    one, two = sealed.read_bytes(), other.read_bytes()
    sealed.write_bytes(two)
    other.write_bytes(one)
    assert flaws() == [("segment_content_altered", 1), ("segment_content_altered", 2)]


def test_a_missing_file(sealed: Path) -> None:
    sealed.unlink()
    assert flaws() == [("segment_file_missing", 1)]


def test_a_file_too_many(sealed: Path) -> None:
    sealed.with_name("segment-000003.parquet").write_bytes(sealed.read_bytes())
    assert found("file_unknown").facts == {"file": "segment-000003.parquet"}


def test_a_changed_missing_or_broken_manifest(sealed: Path) -> None:
    beside = sealed.with_suffix(".json")
    text = beside.read_text()
    beside.write_text(text.replace("人次", "人"))
    assert flaws() == [("manifest_altered", 1)]
    for broken in ("", "[1]", "{"):
        beside.write_text(broken)
        assert flaws() == [("manifest_missing", 1)]
    beside.unlink()
    assert flaws() == [("manifest_missing", 1)]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("file_digest", "content_digest", "segment_file_altered"),
        ("content_digest", "file_digest", "segment_row_altered"),
        ("chain_digest", "file_digest", "segment_chain_broken"),
        ("manifest", "replace(manifest, '人次', '人')", "segment_chain_broken"),
        ("manifest", "'{}'", "segment_chain_broken"),
        ("entry_count", "9", "segment_row_altered"),
        ("last_position", "7", "segment_row_altered"),
        ("file_name", "'segment-000002.parquet'", "segment_row_altered"),
    ],
)
def test_a_changed_record_of_a_segment(sealed: Path, column: str, value: str, code: str) -> None:
    tamper(f"UPDATE ledger_segment SET {column} = {value} WHERE number = 1")
    assert found(code).facts["segment"] == 1


def test_a_segment_whose_record_is_gone(sealed: Path) -> None:
    tamper("DELETE FROM ledger_segment WHERE number = 1")
    assert found("segment_missing").facts == {"segment": 1}
    assert found("file_unknown")


def test_file_and_record_exchanged_together(sealed: Path) -> None:
    """Whoever replaces a file and its digests still contradicts the chained manifest."""

    def change(rows: list[dict[str, object]]) -> None:
        rows[0]["quantity"] = 99

    rewrite(sealed, change)
    tamper("UPDATE ledger_segment SET file_digest = %s WHERE number = 1", journal_digest(sealed))
    assert flaws()[0] == ("segment_content_altered", 1)


def journal_digest(file: Path) -> bytes:
    from yunjiang.ledger.segment_files import digest_of

    return digest_of(file)


def test_database_and_file_both_altered(sealed: Path) -> None:
    tamper("UPDATE ledger_entry SET quantity = 99 WHERE id = %s", entry("return:1"))
    sealed.unlink()
    codes = [code for code, _ in flaws()]
    assert codes == ["posting_altered", "segment_file_missing", "segment_database_differs"]


def test_rebuilding_does_not_make_tampering_true(sealed: Path) -> None:
    content = sealed.read_bytes()
    tamper("UPDATE ledger_entry SET quantity = 99 WHERE id = %s", entry("return:1"))
    assert [(flaw.code, flaw.facts) for flaw in rebuild()] == [("segment_not_rebuilt", {"segment": 1})]
    assert sealed.read_bytes() == content


def test_many_differences_are_counted(segments: Path) -> None:
    journal.post("\n".join(f"2024-03-31 · 五华 · trained · {n}" for n in range(40)))
    seal()
    tamper("UPDATE ledger_entry SET quantity = quantity + 1")
    assert found("segment_more_differences").facts == {"segment": 1, "count": 20}
    assert len(verify(limit=3)) == 3


def test_verifying_tells_its_progress(sealed: Path) -> None:
    steps: list[int] = []
    verify(on_progress=steps.append)
    assert sum(steps) == 2 * Entry.objects.count()


def test_every_kind_of_flaw_has_a_test() -> None:
    tested = Path(__file__).read_text() + Path(__file__).with_name("test_seal.py").read_text()
    assert [code for code in SENTENCES if code not in tested] == []
    assert queries.position() == 0
