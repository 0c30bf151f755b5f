"""What holds of every ledger, tried on random ones."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from unittest import mock

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yunjiang.ledger import entry_tables, intake, posting, queries, segment_files, sorting
from yunjiang.ledger.intake import csv_files, sheets
from yunjiang.ledger.models import Entry
from yunjiang.ledger.posting import Line, Receipt, Record
from yunjiang.ledger.seal import seal, verify
from yunjiang.organizations.models import Organization

pytestmark = [pytest.mark.django_db, pytest.mark.postgres, pytest.mark.usefixtures("world")]
tried = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

UNITS = ("五华", "盘龙", "祥云")
Sums = Counter[tuple[str, int, date, str]]


@contextmanager
def fresh() -> Iterator[None]:
    """Give every example an empty ledger."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


days = st.dates(date(2021, 1, 1), date(2021, 1, 20))
lines = st.builds(
    lambda measure, unit, day, back, quantity, sex: Line(
        measure,
        UNITS.index(unit),  # the number is filled in later
        day,
        quantity,
        since_on=day - timedelta(back) if back else None,
        breakdown={"sex": sex} if sex and measure == "trained" else {},
    ),
    st.sampled_from(("trained", "members", "skilled")),
    st.sampled_from(UNITS),
    days,
    st.integers(0, 5),
    st.integers(-5, 100),
    st.sampled_from((None, "F", "M")),
)
contents = st.lists(lines, max_size=4)
books = st.dictionaries(st.sampled_from([f"r:{number}" for number in range(6)]), contents, max_size=6)


def real(found: list[Line]) -> list[Line]:
    units = [Organization.objects.get(key=key).pk for key in UNITS]
    return [
        Line(
            line.measure,
            units[line.organization],
            line.happened_on,
            line.quantity,
            line.since_on,
            breakdown=line.breakdown,
        )
        for line in found
    ]


def post(book: dict[str, list[Line]]) -> Receipt:
    records = [Record(source, real(found)) for source, found in book.items()]
    return posting.post(records, data_set="operational", by="li", title="t")


def sums() -> Sums:
    """Σ quantity × weight of what stands, by measure, unit, day and breakdown; what cancels out is left out."""
    found: Sums = Counter()
    rows = Entry.objects.values_list(
        "measure__code", "organization", "happened_on", "breakdown__key", "quantity", "weight"
    )
    for measure, unit, day, breakdown, quantity, weight in rows:
        found[measure, unit, day, breakdown or ""] += quantity * weight
    return Counter({key: total for key, total in found.items() if total})


def expected(book: dict[str, list[Line]]) -> Sums:
    found: Sums = Counter()
    for line in (line for held in book.values() for line in real(held)):
        breakdown = f"sex={line.breakdown['sex']}" if line.breakdown else ""
        found[line.measure, line.organization, line.happened_on, breakdown] += int(line.quantity)
    return Counter({key: total for key, total in found.items() if total})


@tried
@given(book=books)
def test_the_order_of_posting_does_not_matter_to_sums(book: dict[str, list[Line]]) -> None:
    found = []
    for order in (list(book), list(reversed(book))):
        with fresh():
            for source in order:
                post({source: book[source]})
            found.append(sums())
    with fresh():
        post(book)
        found.append(sums())
    assert found[0] == found[1] == found[2]


@tried
@given(book=books, more=books)
def test_taking_back_restores_every_sum(book: dict[str, list[Line]], more: dict[str, list[Line]]) -> None:
    with fresh():
        post(book)
        before = sums()
        added = {f"more:{source}": found for source, found in more.items()}
        post(added)
        posting.withdraw(added, data_set="operational", by="li", title="w")
        assert sums() == before
        assert verify() == []


@tried
@given(book=books)
def test_posting_the_same_twice_changes_nothing(book: dict[str, list[Line]]) -> None:
    with fresh():
        post(book)
        count, position = Entry.objects.count(), queries.position()
        turned = {source: list(reversed(found)) for source, found in reversed(book.items())}
        assert post(turned).unchanged_count == len(book)
        assert (Entry.objects.count(), queries.position()) == (count, position)


@tried
@given(
    acts=st.lists(
        st.one_of(books, st.sets(st.sampled_from([f"r:{number}" for number in range(6)]))), max_size=6
    )
)
def test_whatever_is_posted_superseded_and_withdrawn_the_sums_are_those_of_what_stands(
    acts: list[dict[str, list[Line]] | set[str]],
) -> None:
    standing: dict[str, list[Line]] = {}
    known: set[str] = set()
    with fresh():
        for act in acts:
            if isinstance(act, dict):
                post(act)
                standing |= act
                known |= set(act)
            else:
                posting.withdraw(sorted(act & known), data_set="operational", by="li", title="w")
                standing = {source: found for source, found in standing.items() if source not in act}
        assert sums() == expected(standing)
        live = Counter[int]()
        for entry in Entry.objects.all():
            live[entry.origin] += entry.weight
        assert set(live.values()) <= {0, 1}
        assert verify() == []


@pytest.mark.django_db(transaction=True)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.one_of(books, st.none()), min_size=1, max_size=5), limit=st.integers(1, 20))
def test_segments_and_tail_together_are_the_ledger_wherever_it_is_sealed(
    segments: Path, acts: list[dict[str, list[Line]] | None], limit: int
) -> None:
    """One ledger that grows from example to example."""
    for act in acts:
        if act is None:
            seal(limit=limit)
        else:
            post(act)
        sealed = queries.segments()
        tables = [pq.read_table(each.path) for each in sealed]
        tables.append(queries.tail(sealed[-1].last_position if sealed else 0))
        rows = pa.concat_tables(tables).sort_by("id")
        assert rows.column("id").to_pylist() == list(
            Entry.objects.order_by("id").values_list("id", flat=True)
        )
        assert rows.equals(queries.tail(0).sort_by("id"))
    assert verify() == []


rows_of_entries = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(1, 3), days, st.integers(1, 3)), max_size=30
)


@given(rows=rows_of_entries, run=st.integers(1, 12), cut=st.integers(1, 7))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sorting_in_runs_gives_the_total_order_and_one_digest(
    rows: list[tuple[int, int, int, date, int]], run: int, cut: int
) -> None:
    blank = dict.fromkeys(entry_tables.SCHEMA.names, 1) | {"since_on": None}
    table = pa.Table.from_pylist(
        [
            blank
            | {
                "id": number,
                "data_set": data_set,
                "channel": channel,
                "measure": measure,
                "happened_on": day,
                "organization": unit,
            }
            for number, (data_set, channel, measure, day, unit) in enumerate(rows)
        ],
        schema=entry_tables.SCHEMA,
    )
    with mock.patch.object(sorting, "RUN", run):
        merged = list(sorting.in_order(iter(table.to_batches(max_chunksize=cut))))
    keys = [tuple(row[name] for name in sorting.ORDER) for batch in merged for row in batch.to_pylist()]
    assert keys == sorted(keys)
    whole = table.sort_by([(name, "ascending") for name in sorting.ORDER]).combine_chunks().to_batches()
    assert segment_files.content_digest(merged) == segment_files.content_digest(whole)


cells = st.text(
    st.characters(codec="utf-8", exclude_characters='",\n\r\x00', exclude_categories=["Cs"]), max_size=6
)


@given(rows=st.lists(st.lists(cells, min_size=1, max_size=4), min_size=1, max_size=8))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_fast_way_of_reading_csv_reads_what_the_thorough_one_reads(rows: list[list[str]]) -> None:
    text = "\n".join(",".join(row) for row in rows)
    fast = csv_files._plain(text, ",")
    if fast is None or not text.strip():
        return
    slow = sheets.frame_of(csv_files._rows(text, ","))

    def filled(frame: pl.DataFrame) -> list[tuple[object, ...]]:
        """The rows that say anything, as long as what they say."""
        found = []
        for number, *said in frame.iter_rows():
            while said and said[-1] is None:
                said.pop()
            found += [(number, *said)] if said else []
        return found

    assert filled(fast) == filled(slow)


amounts = st.decimals(-(10**9), 10**9, places=2)


@tried
@given(found=st.dictionaries(st.tuples(st.sampled_from(UNITS), days), amounts, min_size=1, max_size=8))
def test_a_file_brings_in_what_was_written_into_it(
    tmp_path: Path, found: dict[tuple[str, date], Decimal]
) -> None:
    forms: list[Callable[[Decimal], str]] = [str, "{:,}".format, "{}元".format]
    path = tmp_path / "file.csv"
    path.write_text(
        "measure,organization,date,quantity\n"
        + "".join(
            f'output,{unit},{day:%Y.%m.%d},"{forms[place % 3](amount)}"\n'
            for place, ((unit, day), amount) in enumerate(found.items())
        )
    )
    with fresh():
        outcome = intake.import_file(path, data_set="operational", by="li")
        assert outcome.problems == ()
        rows = Entry.objects.values_list("organization__key", "happened_on", "quantity")
        assert {(unit, day): Decimal(quantity).scaleb(-2) for unit, day, quantity in rows} == found
