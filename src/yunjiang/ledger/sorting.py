"""Putting any number of entries into the total order of segments with little memory."""

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa

from .entry_tables import CHUNK, SCHEMA

ORDER = ("data_set", "channel", "measure", "happened_on", "organization", "id")
RUN = 1_000_000  # entries sorted at once; about 80 MB


def in_order(batches: Iterable[pa.RecordBatch], scratch: Path | None = None) -> Iterator[pa.RecordBatch]:
    """Yield the entries in the total order of segments (`ORDER`; the id makes it total), a chunk at a time.

    Up to `RUN` entries are sorted in memory. More are sorted in runs that wait in the folder `scratch` (default: the system's)
    and are merged measure by measure, so that never more is held than one run or one measure of one data set and channel.
    """
    waiting: list[pa.RecordBatch] = []
    runs: list[pa.Table] = []
    with tempfile.TemporaryDirectory(prefix="sorting-", dir=scratch) as folder:
        for batch in batches:
            waiting.append(batch)
            if sum(part.num_rows for part in waiting) >= RUN:
                runs.append(_kept(_sorted(waiting), Path(folder) / f"{len(runs)}.arrow"))
                waiting = []
        last = _sorted(waiting)
        if not runs:
            yield from last.to_batches(max_chunksize=CHUNK)
            return
        yield from _merged([*runs, last])
        runs.clear()


def _sorted(batches: list[pa.RecordBatch]) -> pa.Table:
    table = pa.Table.from_batches(batches, schema=SCHEMA)
    return table.sort_by([(name, "ascending") for name in ORDER]).combine_chunks()


def _kept(run: pa.Table, path: Path) -> pa.Table:
    """Write a run to disk and return it as a table that is read from there when touched."""
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, run.schema) as writer:
        writer.write_table(run)
    return pa.ipc.open_file(pa.memory_map(str(path))).read_all()


def _merged(runs: list[pa.Table]) -> Iterator[pa.RecordBatch]:
    stretches = [_stretches(run) for run in runs]
    for group in sorted(set().union(*stretches)):
        parts = [
            run.slice(*found[group]) for run, found in zip(runs, stretches, strict=True) if group in found
        ]
        table = pa.concat_tables(parts).sort_by([(name, "ascending") for name in ORDER[3:]])
        yield from table.combine_chunks().to_batches(max_chunksize=CHUNK)


def _stretches(run: pa.Table) -> dict[tuple[int, int, int], tuple[int, int]]:
    """Return where each (data set, channel, measure) lies in a sorted run: first row and number of rows."""
    counted = run.group_by(list(ORDER[:3]), use_threads=False).aggregate([([], "count_all")])
    found, first = {}, 0
    for row in counted.sort_by([(name, "ascending") for name in ORDER[:3]]).to_pylist():
        found[row["data_set"], row["channel"], row["measure"]] = (first, row["count_all"])
        first += row["count_all"]
    return found
