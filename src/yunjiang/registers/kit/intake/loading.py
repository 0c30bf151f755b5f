"""Bringing a frame into the database as fast as it takes rows: COPY on PostgreSQL, one prepared statement on SQLite."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import polars as pl
from django.db import connection, models

_CHUNK = 20_000  # rows sent at once
_AS_STORED = {pl.Date: pl.String, pl.Boolean: pl.Int64}
_ROOM = 256 << 10  # kilobytes of SQLite's page cache while a sheet is written


def insert(table: str, frame: pl.DataFrame) -> None:
    """Insert a frame's rows into the columns of the same names."""
    if not frame.height:
        return
    names = ", ".join(quoted(name) for name in frame.columns)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {quoted(table)} ({names}) FROM STDIN (FORMAT csv)") as copy:
                for part in _as_texts(frame).iter_slices(_CHUNK):
                    # An empty text is quoted and nothing is not, so that COPY tells them apart.
                    copy.write(part.write_csv(include_header=False, quote_style="non_numeric"))
            return
        marks = ", ".join("?" * frame.width)
        # The driver's own cursor: Django's would rewrite the statement's marks and adapt every value in Python.
        driver = connection.connection.cursor()
        # Outside a transaction only temporary tables are filled: together, and without SQLite's one writing lock.
        if not connection.in_atomic_block:
            driver.execute("BEGIN DEFERRED")
        driver.executemany(
            f"INSERT INTO {quoted(table)} ({names}) VALUES ({marks})",  # noqa: S608
            _as_sqlite_keeps(frame).iter_rows(),
        )
        if not connection.in_atomic_block:
            driver.execute("COMMIT")


def reserved(model: type[models.Model], count: int) -> Sequence[int]:
    """Return primary keys for so many new rows, which nobody else gets before this transaction ends."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [quoted(table), count],
            )
            return [int(number) for (number,) in cursor.fetchall()]
        # The transaction began IMMEDIATE: nobody else writes before it ends, and explicit keys move the sequence on.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        first = (int(row[0]) if row else 0) + 1
        return range(first, first + count)


@contextmanager
def staged(name: str, types: Mapping[str, str], frame: pl.DataFrame) -> Iterator[str]:
    """Have a frame as a temporary table with columns of these types; return its name. It is gone afterwards."""
    columns = ", ".join(f"{quoted(column)} {kind}" for column, kind in types.items())
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {_temporary(name)}")
        cursor.execute(f"CREATE TEMPORARY TABLE {quoted(name)} ({columns})")
    try:
        insert(name, frame.select(list(types)))
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"ANALYZE {quoted(name)}")
        yield quoted(name)
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP TABLE IF EXISTS {_temporary(name)}")


def update(
    model: type[models.Model],
    name: str,
    types: Mapping[str, str],
    frame: pl.DataFrame,
    sets: Sequence[str],
    moment: datetime,
    *,
    key: str,
    given: Sequence[Any] = (),
    step: int = 1,
) -> None:
    """Set columns of the rows whose keys a frame's column `key` holds, and move their revisions on by so many.

    In `sets` the frame is `s`; `given` fills their marks. The frame is staged under `name`, with columns of `types`.
    """
    table = quoted(model._meta.db_table)
    changes = ", ".join([*sets, f"revision = {table}.revision + {int(step)}", "changed_at = %s"])
    with staged(name, types, frame) as staging, along_keys(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {changes} FROM {staging} s WHERE {table}.id = s.{quoted(key)}",  # noqa: S608
            [*given, connection.ops.adapt_datetimefield_value(moment)],
        )


def type_of(field: models.Field[Any, Any]) -> str:
    """Return the type of a column that holds what a field holds, its collation included, so that both compare."""
    parameters = (field.target_field if isinstance(field, models.ForeignKey) else field).db_parameters(
        connection
    )
    kind = str(parameters["type"]).replace("bigserial", "bigint").replace("serial", "integer")
    if isinstance(field, models.AutoField | models.ForeignKey):
        kind = "bigint"
    collation = parameters.get("collation")
    return f"{kind} COLLATE {quoted(str(collation))}" if collation else kind


def rows(statement: str, schema: Mapping[str, Any], given: Sequence[Any] = ()) -> pl.DataFrame:
    """Return what a statement selects as a frame; days and truths of SQLite as `plainly` has them."""
    stored = dict(schema)
    if connection.vendor == "sqlite":
        stored |= {name: _AS_STORED[kind] for name, kind in schema.items() if kind in _AS_STORED}
    with connection.cursor() as cursor:
        cursor.execute(statement, list(given))
        found = pl.DataFrame(cursor.fetchall(), schema=stored, orient="row")
    return found.with_columns(
        pl.col(name).str.to_date("%Y-%m-%d") if kind == pl.Date else pl.col(name).cast(kind)
        for name, kind in schema.items()
        if stored[name] != kind
    )


def plainly(column: str, field: models.Field[Any, Any]) -> str:
    """Return a column of a statement such that SQLite's driver leaves its values alone; `rows` understands them all at once."""
    if connection.vendor != "sqlite" or not isinstance(field, models.DateField | models.BooleanField):
        return column
    return f"CAST({column} AS TEXT)" if isinstance(field, models.DateField) else f"+{column}"


@contextmanager
def along_keys() -> Iterator[None]:
    """Have PostgreSQL look rows up by index inside: some thousands of keys never need the whole table, whatever it estimates."""
    if connection.vendor != "postgresql":
        yield
        return
    methods = ("hashjoin", "mergejoin", "seqscan")
    with connection.cursor() as cursor:
        for method in methods:
            cursor.execute(f"SET enable_{method} = off")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                for method in methods:
                    cursor.execute(f"SET enable_{method} = on")


@contextmanager
def roomy() -> Iterator[None]:
    """Have SQLite hold more of the database in memory inside: keyed digests lie all over their indexes, and each is a page."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        (before,) = cursor.fetchone()
        cursor.execute(f"PRAGMA cache_size = -{_ROOM}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = {before}")


def quoted(name: str | None) -> str:
    """Return a name, such as a concrete field's column, as a statement may hold it."""
    assert name is not None
    return connection.ops.quote_name(name)


def _temporary(name: str) -> str:
    return f"temp.{quoted(name)}" if connection.vendor == "sqlite" else f"pg_temp.{quoted(name)}"


def _as_texts(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(
        (pl.lit("\\x") + pl.col(name).bin.encode("hex")).alias(name)
        for name, kind in frame.schema.items()
        if kind == pl.Binary
    )


def _as_sqlite_keeps(frame: pl.DataFrame) -> pl.DataFrame:
    changed = []
    for name, kind in frame.schema.items():
        if kind == pl.Date or isinstance(kind, pl.Decimal):
            changed.append(pl.col(name).cast(pl.String))
        elif isinstance(kind, pl.Datetime):
            changed.append(pl.col(name).dt.strftime("%Y-%m-%d %H:%M:%S%.6f"))
        elif kind == pl.Boolean:
            changed.append(pl.col(name).cast(pl.Int8))
    return frame.with_columns(changed)
