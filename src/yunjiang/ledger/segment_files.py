"""Sealed segments as files: sorted zstd Parquet, the digest of its rows whatever the engine, and the manifest beside it."""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings

from yunjiang.standards.national_cryptography import Sm3, sm3

from .digests import canonical
from .entry_tables import CHUNK, SCHEMA

ROW_GROUP = 100_000  # entries; small enough that an engine skips most groups for one measure
_NO_DAY = -(2**31)
_FEW_VALUES = [
    "data_set",
    "channel",
    "measure",
    "organization",
    "since_on",
    "happened_on",
    "period",
    "position",
    "quantity",
    "weight",
    "bound",
    "breakdown",
]
_RISING = {"id": "DELTA_BINARY_PACKED", "origin": "DELTA_BINARY_PACKED", "posting": "DELTA_BINARY_PACKED"}


def folder() -> Path:
    """Return the folder of the segments, made when it is not there."""
    path = Path(settings.YUNJIANG_SEGMENTS)
    path.mkdir(parents=True, exist_ok=True)
    return path


def name_of(number: int) -> str:
    """Return the file name of a segment."""
    return f"segment-{number:06}.parquet"


def manifest_path(path: Path) -> Path:
    """Return where the manifest of a segment's file lies."""
    return path.with_suffix(".json")


class ContentDigest:
    """SM3 over the rows in their order, column by column: the same for every engine, file version and chunking.

    Each column has a running digest of its values as little-endian integers (days since 1970, no day as -2^31); the whole is
    the digest over the columns' names, types and digests.
    """

    def __init__(self) -> None:
        self._columns = {name: Sm3() for name in SCHEMA.names}
        self.row_count = 0

    def update(self, batch: pa.RecordBatch) -> None:
        """Add the next rows."""
        assert sys.byteorder == "little"
        self.row_count += batch.num_rows
        for name in SCHEMA.names:
            self._columns[name].update(_bytes(batch.column(name)))

    def digest(self) -> bytes:
        """Return the 32 bytes over everything so far."""
        parts = [f"{field.name}\t{field.type}\t{self._columns[field.name].hexdigest()}\n" for field in SCHEMA]
        return sm3("".join(parts).encode())


def _bytes(column: pa.Array) -> bytes:
    if pa.types.is_date32(column.type):
        column = column.cast(pa.int32())
    if column.null_count:
        column = pc.fill_null(column, _NO_DAY)
    width = column.type.bit_width // 8
    values: bytes = column.buffers()[1].slice(column.offset * width, len(column) * width).to_pybytes()
    return values


def content_digest(batches: Iterable[pa.RecordBatch]) -> tuple[bytes, int]:
    """Return the content digest of rows in the order of segments, and how many they are."""
    content = ContentDigest()
    for batch in batches:
        content.update(batch)
    return content.digest(), content.row_count


@dataclass
class Contents:
    """What the rows of a segment name: its manifest explains these numbers."""

    measures: set[int]
    organizations: set[int]
    breakdowns: set[int]

    def add(self, batch: pa.RecordBatch) -> None:
        """Take up what the rows name."""
        for name, seen in (
            ("measure", self.measures),
            ("organization", self.organizations),
            ("breakdown", self.breakdowns),
        ):
            seen.update(pc.unique(batch.column(name)).to_pylist())


@dataclass(frozen=True)
class WrittenFile:
    """A segment's file as it was written, under a name that nobody reads yet."""

    path: Path
    file_digest: bytes
    content_digest: bytes
    entry_count: int
    contents: Contents


def write(batches: Iterable[pa.RecordBatch], path: Path) -> WrittenFile:
    """Write rows that are in the order of segments and force them to the disk."""
    content, contents = ContentDigest(), Contents(set(), set(), set())
    with pq.ParquetWriter(
        path,
        SCHEMA,
        compression="zstd",
        use_dictionary=_FEW_VALUES,
        column_encoding=_RISING,
        version="2.6",
        store_schema=False,
    ) as writer:
        for group in _grouped(batches):
            for batch in group.to_batches():
                content.update(batch)
                contents.add(batch)
            writer.write_table(group, row_group_size=ROW_GROUP)
    contents.breakdowns.discard(0)
    force_to_disk(path)
    return WrittenFile(path, digest_of(path), content.digest(), content.row_count, contents)


def _grouped(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Yield the rows as tables of one full row group each, the last one smaller: the same file however they came."""
    waiting: list[pa.RecordBatch] = []
    count = 0
    for batch in batches:
        while count + batch.num_rows >= ROW_GROUP:
            fitting = ROW_GROUP - count
            yield pa.Table.from_batches([*waiting, batch.slice(0, fitting)])
            batch, waiting, count = batch.slice(fitting), [], 0
        if batch.num_rows:
            waiting.append(batch)
            count += batch.num_rows
    if waiting:
        yield pa.Table.from_batches(waiting)


def read(path: Path) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a segment's file in its order. Raises WrongSchema, and pa.ArrowException when it is no Parquet."""
    with pq.ParquetFile(path) as file:
        found = file.schema_arrow
        if found.names != SCHEMA.names or found.types != SCHEMA.types:
            raise WrongSchema(path)
        for batch in file.iter_batches(batch_size=CHUNK):
            yield batch.cast(SCHEMA)


class WrongSchema(Exception):
    """A Parquet file whose columns are not those of a segment."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path.name} does not have the columns of a segment")


def digest_of(path: Path) -> bytes:
    """Return SM3 over a file's bytes."""
    digest = Sm3()
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            digest.update(part)
    return digest.digest()


def write_manifest(path: Path, manifest: str, chain_digest: bytes, file_digest: bytes) -> None:
    """Write the manifest beside a segment's file: the chained text under `sealed`, and the digests over it and the file."""
    text = canonical(
        {
            "sealed": json.loads(manifest),
            "chain_digest": chain_digest.hex(),
            "file_digest": file_digest.hex(),
        }
    )
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.write_text(text, encoding="utf-8")
    force_to_disk(partial)
    partial.replace(manifest_path(path))


def read_manifest(path: Path) -> Mapping[str, Any] | None:
    """Return what lies beside a segment's file, or None when there is nothing that can be read."""
    with suppress(OSError, ValueError):
        found = json.loads(manifest_path(path).read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return found
    return None


def force_to_disk(path: Path) -> None:
    """Return only when a file or the entries of a folder are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
