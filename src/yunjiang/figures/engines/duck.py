"""DuckDB: one connection a process, a cursor of its own for every request."""

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from yunjiang.figures.engines import Relation, Rows, Scan, Union


class DuckEngine:
    """Runs texts in this process.

    `memory_limit` as DuckDB writes it ("2GB"); beyond it, it spills into `spill_directory`. Of that, parts of files worth
    keeping take `kept_rows` rows at most (about 80 bytes each). The connection is opened by the first request after a fork,
    never inherited: threads of the parent do not live in the child.
    """

    def __init__(
        self,
        *,
        memory_limit: str = "2GB",
        threads: int | None = None,
        spill_directory: Path | None = None,
        kept_rows: int = 6_000_000,
    ) -> None:
        self._settings: dict[str, str | int] = {"memory_limit": memory_limit}
        if threads is not None:
            self._settings["threads"] = threads
        if spill_directory is not None:
            self._settings["temp_directory"] = str(spill_directory)
        self._kept = KeptParts(kept_rows)
        self._parsed: dict[str, duckdb.Statement] = {}  # texts are few: a page's sections, a page of a list
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._owner = 0
        self._lock = threading.Lock()

    def run(self, text: str, relations: Mapping[str, Relation]) -> pa.Table:
        """Return what `text` selects over `relations`."""
        with self._cursor() as cursor:
            self._bind(cursor, relations)
            # `sql` and not `execute`: on earlier versions the latter could wait for ever on large distinct counts.
            return cursor.sql(text).to_arrow_table()

    def rows(self, text: str, relations: Mapping[str, Relation]) -> list[tuple[Any, ...]]:
        """Return what `text` selects as tuples. Faster than `run` for a page: the text is parsed once and bound once."""
        with self._cursor() as cursor:
            self._bind(cursor, relations)
            if text not in self._parsed:
                self._parsed[text] = cursor.extract_statements(text)[0]
            return cursor.execute(self._parsed[text]).fetchall()

    def _bind(self, cursor: duckdb.DuckDBPyConnection, relations: Mapping[str, Relation]) -> None:
        """Make the relations known to the cursor, as views: a text that reads one twice plans each reading by itself."""
        views = []
        for name, relation in relations.items():
            if isinstance(relation, pa.Table):
                cursor.register(name, relation)
            else:
                views.append(f"CREATE TEMP VIEW {name} AS {self._source(cursor, name, relation)}")
        if views:
            cursor.execute("; ".join(views))

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor: names bound in it are its own, and gone with it."""
        with self._lock:
            if self._connection is None or self._owner != os.getpid():
                self._connection = duckdb.connect(":memory:", config=dict(self._settings))
                self._connection.execute("SET parquet_metadata_cache = true")
                self._connection.execute("SET preserve_insertion_order = false")
                # It would hold in memory what two readers of the sums share, though each needs other rows of them.
                self._connection.execute("SET disabled_optimizers = 'common_subplan'")
                self._owner = os.getpid()
                self._kept.forget()
            self._kept.make_room(self._connection)
            self._kept.reader_count += 1
            cursor = self._connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()
            with self._lock:
                self._kept.reader_count -= 1

    def _source(self, cursor: duckdb.DuckDBPyConnection, name: str, relation: Scan | Rows | Union) -> str:
        """Return the query that gives a relation's rows."""
        selects = []
        for n, part in enumerate(relation.parts if isinstance(relation, Union) else (relation,)):
            if isinstance(part, Rows):
                cursor.register(f"{name}_{n}", part.table)
                sources = [f"{name}_{n}"]
            elif part.keep:
                with self._lock:
                    sources = [self._kept.rows(cursor, part.paths, part.keep)]
            else:
                sources = [f"read_parquet([{', '.join(_quoted(path) for path in part.paths)}])"]
            columns = ", ".join(part.columns)
            selects += [f"SELECT {columns} FROM {source} WHERE {part.condition}" for source in sources]
        return " UNION ALL ".join(selects)


class KeptParts:
    """Parts of files held in the process's database: one table a condition, the rows numbered by the file they are of."""

    def __init__(self, row_limit: int) -> None:
        self.row_limit = row_limit
        self.reader_count = 0
        self._files: dict[tuple[str, str], int] = {}  # (condition, path) → number of the file
        self._tables: dict[str, str] = {}  # condition → table
        self._row_count = 0

    def forget(self) -> None:
        """Forget the tables of a database that is no more."""
        self.__init__(self.row_limit)  # type: ignore[misc]

    def rows(self, cursor: duckdb.DuckDBPyConnection, paths: Sequence[str], condition: str) -> str:
        """Return a query for the rows of some files that meet the condition."""
        for path in paths:
            if (condition, path) not in self._files:
                self._load(cursor, path, condition)
        numbers = ", ".join(str(self._files[condition, path]) for path in paths)
        return f"(SELECT * FROM {self._tables[condition]} WHERE file_number IN ({numbers}))"

    def _load(self, cursor: duckdb.DuckDBPyConnection, path: str, condition: str) -> None:
        number = len(self._files) + 1
        rows = f"SELECT {number} AS file_number, * FROM read_parquet({_quoted(path)}) WHERE {condition}"
        if condition not in self._tables:
            self._tables[condition] = f"kept_{len(self._tables)}"
            cursor.execute(f"CREATE TABLE {self._tables[condition]} AS {rows} LIMIT 0")
        cursor.execute(f"INSERT INTO {self._tables[condition]} {rows}")
        self._files[condition, path] = number
        found = cursor.sql(f"SELECT COUNT(*) FROM {self._tables[condition]} WHERE file_number = {number}")
        self._row_count += found.fetchall()[0][0]

    def make_room(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Drop everything when there is too much, unless somebody may be reading it; what is needed comes again."""
        if self._row_count > self.row_limit and not self.reader_count:
            for table in self._tables.values():
                connection.execute(f"DROP TABLE {table}")
            self.forget()


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
