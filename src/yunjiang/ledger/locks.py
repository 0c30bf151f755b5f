"""The third lock of the ledger: triggers in the database that refuse whatever would change what was posted.

Batches, postings, entries, segments and their rewritings are written once (`permanence.locks`), with one exception: a batch
that has no position yet gets one, with its moment and chain digest and nothing else. Measures, breakdowns and persons are not
deleted.

On PostgreSQL the foreign keys of postings and entries are checked by one set-based trigger a statement instead of one
lookup a row and key (measured: 120,000 against 46,000 rows a second); the same trigger refuses rows of a batch that is
already numbered. On SQLite any trigger before an INSERT costs more than the insert, so there it is left to `verify`.

Every migration that changes these tables must call `install` again: SQLite rebuilds a changed table without its triggers.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from yunjiang.permanence import locks

LOCKED = ("ledger_batch", "ledger_posting", "ledger_entry", "ledger_segment", "ledger_rewriting")
KEPT = ("ledger_measure", "ledger_breakdown", "ledger_person")

_NUMBERING = ("position", "recorded_at", "chain_digest")

# EXECUTE, because a plan made for a million rows must not be kept for the next statement's single row.
_CHECK_FRESH = """
CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    bad bigint;
BEGIN
    EXECUTE '{query}' INTO bad;
    IF bad IS NOT NULL THEN
        RAISE EXCEPTION '{table} % points at something that is not there, or at a batch already numbered', bad
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$
"""

_FRESH_POSTINGS = """
    SELECT f.id FROM fresh f
    WHERE NOT EXISTS (SELECT 1 FROM ledger_batch b WHERE b.id = f.batch_id AND b.position IS NULL)
       OR (f.reverses_id IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM ledger_posting p WHERE p.id = f.reverses_id))
    LIMIT 1
"""

_FRESH_ENTRIES = """
    SELECT f.id FROM fresh f
    WHERE NOT EXISTS (SELECT 1 FROM ledger_posting p WHERE p.id = f.posting_id)
       OR NOT EXISTS (SELECT 1 FROM ledger_batch b WHERE b.id = f.id >> 24 AND b.position IS NULL)
       OR NOT EXISTS (SELECT 1 FROM ledger_measure m WHERE m.id = f.measure_id)
       OR NOT EXISTS (SELECT 1 FROM organizations_organization o WHERE o.id = f.organization_id)
       OR (f.breakdown_id IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM ledger_breakdown d WHERE d.id = f.breakdown_id))
       OR (f.person_id IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM ledger_person h WHERE h.id = f.person_id))
    LIMIT 1
"""


_CHECKS = (
    ("ledger_posting", "ledger_check_postings", _FRESH_POSTINGS),
    ("ledger_entry", "ledger_check_entries", _FRESH_ENTRIES),
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every lock in place, replacing those of the same name. Refuses databases the house does not know."""
    for table in LOCKED:
        locks.install(connection, table, fills=_NUMBERING if table == "ledger_batch" else ())
    for table in KEPT:
        locks.install(connection, table, may_change=True)
    if connection.vendor == "postgresql":
        _drop_row_by_row_foreign_keys(connection)
        _remove_checks(connection)
        with connection.cursor() as cursor:
            for table, function, query in _CHECKS:
                cursor.execute(_CHECK_FRESH.format(function=function, table=table, query=query))
                cursor.execute(
                    f"CREATE TRIGGER {table}_check AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh "
                    f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
                )


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take every lock away. For migrations and tests only."""
    for table in (*LOCKED, *KEPT):
        locks.remove(connection, table)
    if connection.vendor == "postgresql":
        _remove_checks(connection)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of locks that do not stand or, on PostgreSQL, are disabled."""
    wanted = {name for table in LOCKED for name in locks.names(connection.vendor, table)}
    wanted.update(name for table in KEPT for name in locks.names(connection.vendor, table, may_change=True))
    if connection.vendor == "postgresql":
        wanted.update(f"{table}_check" for table, _, _ in _CHECKS)
    return sorted(wanted - locks.standing(connection))


def _remove_checks(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for table, _, _ in _CHECKS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_check ON {table}")


def _drop_row_by_row_foreign_keys(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint "
            "WHERE contype = 'f' AND conrelid IN ('ledger_posting'::regclass, 'ledger_entry'::regclass)"
        )
        for table, name in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
