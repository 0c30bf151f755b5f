"""The lock in the database: triggers that refuse UPDATE and DELETE (on PostgreSQL TRUNCATE too), whoever asks.

They hold against mistakes and against code that does not come through the models, not against who owns the database: against
him a room needs digests. Migrations install them, and install them again after each change of the table: SQLite builds a
changed table anew, without its triggers.
"""

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

VENDORS = ("sqlite", "postgresql")

_REFUSE = """
CREATE OR REPLACE FUNCTION permanence_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are written once: no %', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

# The trigger's arguments are the columns that may be filled; the first must be empty before and filled after.
_FILL_ONCE = """
CREATE OR REPLACE FUNCTION permanence_fill_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before jsonb := to_jsonb(OLD);
    after jsonb := to_jsonb(NEW);
BEGIN
    IF before->>TG_ARGV[0] IS NULL AND after->>TG_ARGV[0] IS NOT NULL AND (before - TG_ARGV) = (after - TG_ARGV) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'rows of % are written once: no UPDATE', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

# The trigger's argument is the column that is empty as long as the row may change.
_END = """
CREATE OR REPLACE FUNCTION permanence_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(OLD)->>TG_ARGV[0] IS NULL THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'rows of % have ended: no UPDATE', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def install(
    connection: BaseDatabaseWrapper,
    table: str,
    *,
    fills: Sequence[str] = (),
    until: str = "",
    may_change: bool = False,
) -> None:
    """Lock a table: its rows take no UPDATE and no DELETE. Locks of the same name are replaced.

    `fills` names columns that one UPDATE of a row may fill as long as the first of them is NULL, with every other column
    unchanged; `until` one that is NULL as long as a row may change in any way. With `may_change=True` rows may always change and
    are only not deleted. Raises NotImplementedError for databases the house does not know.
    """
    if connection.vendor not in VENDORS:
        raise NotImplementedError(f"there are no locks for {connection.vendor}")
    remove(connection, table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_REFUSE)
            cursor.execute(_FILL_ONCE)
            cursor.execute(_END)
        for act in _acts(connection.vendor, may_change):
            filling, ending = (fills, until) if act == "UPDATE" else ((), "")
            made = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
            cursor.execute(made(connection, table, act, filling, ending))


def remove(connection: BaseDatabaseWrapper, table: str) -> None:
    """Take the locks of a table away. For migrations and tests only."""
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in names(connection.vendor, table):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(connection: BaseDatabaseWrapper, table: str, *, may_change: bool = False) -> list[str]:
    """Return the names of a table's locks that do not stand or, on PostgreSQL, are disabled."""
    return sorted(set(names(connection.vendor, table, may_change=may_change)) - standing(connection))


def names(vendor: str, table: str, *, may_change: bool = False) -> list[str]:
    """Return what the locks of a table are called."""
    return [f"{table}_no_{act.lower()}" for act in _acts(vendor, may_change)]


def standing(connection: BaseDatabaseWrapper) -> set[str]:
    """Return the names of all triggers that stand and, on PostgreSQL, are enabled."""
    found = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')"
    )
    with connection.cursor() as cursor:
        cursor.execute(found)
        return {name for (name,) in cursor.fetchall()}


def _acts(vendor: str, may_change: bool) -> list[str]:
    acts = ["DELETE"] if may_change else ["UPDATE", "DELETE"]
    return [*acts, "TRUNCATE"] if vendor == "postgresql" else acts


def _on_postgresql(
    connection: BaseDatabaseWrapper, table: str, act: str, fills: Sequence[str], until: str
) -> str:
    level = "STATEMENT" if act == "TRUNCATE" else "ROW"
    columns = ", ".join(f"'{column}'" for column in fills)
    function = f"permanence_fill_once({columns})" if fills else "permanence_refuse()"
    if until:
        function = f"permanence_end('{until}')"
    return (
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"FOR EACH {level} EXECUTE FUNCTION {function}"
    )


def _on_sqlite(
    connection: BaseDatabaseWrapper, table: str, act: str, fills: Sequence[str], until: str
) -> str:
    when = f"WHEN OLD.{until} IS NOT NULL " if until else ""
    if fills:
        with connection.cursor() as cursor:
            columns = [
                column.name for column in connection.introspection.get_table_description(cursor, table)
            ]
        first, others = fills[0], [column for column in columns if column not in fills]
        unchanged = " AND ".join(f"OLD.{column} IS NEW.{column}" for column in others)
        when = f"WHEN NOT (OLD.{first} IS NULL AND NEW.{first} IS NOT NULL AND {unchanged}) "
    return (
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} {when}BEGIN "
        f"SELECT RAISE(ABORT, 'rows of {table} are written once: no {act}'); END"
    )
