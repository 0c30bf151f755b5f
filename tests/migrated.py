"""A database with every migration applied, made once and copied from then on: to apply them takes twenty seconds.

What is copied is named after the contents of all that migrations are made of, so that it is never older than they are. Whoever
gets a copy still calls `migrate`, which then finds nothing to do. `python -m tests.migrated` makes it ahead of the tests.
"""

import ast
import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
KEPT = Path(tempfile.gettempdir()) / f"yunjiang-migrated-{os.getuid()}"
KEPT_SECONDS = 7 * 24 * 3600


def copy(path: Path) -> None:
    """Put a copy where a site or a test will look for its SQLite database."""
    KEPT.mkdir(mode=0o700, exist_ok=True)
    kept = KEPT / f"{contents()}.sqlite3"
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            _make(kept)
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(kept, path)


def create(server: str, name: str) -> None:
    """Create a copy on a PostgreSQL server, unless there is a database of this name."""
    template = f"migrated_{contents()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(1)")
        existing = {each for (each,) in connection.execute("SELECT datname FROM pg_database")}
        if template not in existing:
            connection.execute("DROP DATABASE IF EXISTS making")
            connection.execute("CREATE DATABASE making")
            with tempfile.TemporaryDirectory() as home:
                folder = connection.info.host
                _migrate(home, YUNJIANG_DATABASE=f"postgresql://postgres@/making?host={folder}")
            connection.execute(f'ALTER DATABASE making RENAME TO "{template}"')
        if name not in existing:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


@cache
def contents() -> str:
    """Return what the contents of all that migrations are made of come to."""
    digest = sha256((ROOT / "uv.lock").read_bytes())
    for path in sorted(_made_of()):
        digest.update(str(path.relative_to(SOURCE)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _made_of() -> set[Path]:
    """Return the migrations, all that they import of the house, and the tables of data that lie beside it."""
    found: set[Path] = set()
    waiting = [SOURCE / "yunjiang" / "settings.py", *SOURCE.glob("yunjiang/**/migrations/*.py")]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found |= {path, *path.parent.glob("*.csv")}
            waiting += _imported(path)
    return found


def _imported(path: Path) -> Iterator[Path]:
    """Yield the files of the house that a file imports: modules, and the packages they are in."""
    package = path.parent.relative_to(SOURCE).parts
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names = [each.name.split(".") for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            module = [*above, *(node.module.split(".") if node.module else ())]
            names = [[*module, each.name] for each in node.names]
        else:
            continue
        for name in names:
            for length in range(1, len(name) + 1):
                place = SOURCE.joinpath(*name[:length])
                yield from filter(Path.is_file, (place.with_suffix(".py"), place / "__init__.py"))


def _make(kept: Path) -> None:
    for old in KEPT.glob("*.sqlite3"):
        if old.stat().st_mtime < time.time() - KEPT_SECONDS:
            old.unlink()
    with tempfile.TemporaryDirectory(dir=KEPT) as home:
        _migrate(home)
        whole = Path(home) / "whole.sqlite3"
        connection = sqlite3.connect(Path(home) / "yunjiang.sqlite3")
        connection.execute("VACUUM INTO ?", (str(whole),))
        connection.close()
        whole.rename(kept)


def _migrate(home: str, **settings: str) -> None:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("YUNJIANG", "DJANGO"))
    }
    environment |= {"YUNJIANG_HOME": home, "DJANGO_SETTINGS_MODULE": "yunjiang.settings", **settings}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(command, env=environment, cwd=ROOT, check=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        copy(Path(scratch) / "database")
