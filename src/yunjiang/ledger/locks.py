"""The third lock of the ledger: triggers in the database that refuse whatever would change what was posted.

Batches, postings, entries, segments and their rewritings take no UPDATE and no DELETE (on PostgreSQL no TRUNCATE either),
with one exception: a batch that has no position yet gets one, with its moment and chain digest and nothing else. Measures,
breakdowns and persons are not deleted.

On PostgreSQL the foreign keys of postings and entries are checked by one set-based trigger a statement instead of one
lookup a row and key (measured: 120,000 against 46,000 rows a second); the same trigger refuses rows of a batch that is
already numbered. On SQLite any trigger before an INSERT costs more than the insert, so there it is left to `verify`.
Triggers hold against mistakes, not against who owns the database: against him there are the digests.

Every migration that changes these tables must call `install` again: SQLite rebuilds a changed table without its triggers.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

LOCKED = ("ledger_batch", "ledger_posting", "ledger_entry", "ledger_segment", "ledger_rewriting")
KEPT = ("ledger_measure", "ledger_breakdown", "ledger_person")

_BATCH_KEPT = [
    "id",
    "recorded_by",
    "data_set",
    "title",
    "reason",
    "posting_count",
    "entry_count",
    "content_digest",
]

_REFUSE = """
CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: no % of %', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

_NUMBER_ONCE = """
CREATE OR REPLACE FUNCTION ledger_number_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.position IS NULL AND NEW.position IS NOT NULL
        AND (to_jsonb(OLD) - '{position,recorded_at,chain_digest}'::text[])
          = (to_jsonb(NEW) - '{position,recorded_at,chain_digest}'::text[]) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the ledger is append-only: no UPDATE of ledger_batch'
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

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


def triggers(vendor: str) -> dict[str, tuple[str, str]]:
    """Return the triggers that must stand: name → (table, statement that makes it)."""
    return _sqlite_triggers() if vendor == "sqlite" else _postgresql_triggers()


def _sqlite_triggers() -> dict[str, tuple[str, str]]:
    made = {}
    for table in (*LOCKED, *KEPT):
        acts = ("update", "delete") if table in LOCKED else ("delete",)
        for act in acts:
            when = ""
            if table == "ledger_batch" and act == "update":
                unchanged = " AND ".join(f"OLD.{column} IS NEW.{column}" for column in _BATCH_KEPT)
                when = f"WHEN NOT (OLD.position IS NULL AND NEW.position IS NOT NULL AND {unchanged})"
            made[f"{table}_no_{act}"] = (
                table,
                f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} {when} BEGIN "
                f"SELECT RAISE(ABORT, 'the ledger is append-only: no {act.upper()} of {table}'); END",
            )
    return made


def _postgresql_triggers() -> dict[str, tuple[str, str]]:
    made = {}
    for table in (*LOCKED, *KEPT):
        for act in ("update", "delete", "truncate"):
            if act == "update" and table in KEPT:
                continue
            number_once = act == "update" and table == "ledger_batch"
            function = "ledger_number_once" if number_once else "ledger_refuse"
            each = "STATEMENT" if act == "truncate" else "ROW"
            made[f"{table}_no_{act}"] = (
                table,
                f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} "
                f"FOR EACH {each} EXECUTE FUNCTION {function}()",
            )
    for table, function in (
        ("ledger_posting", "ledger_check_postings"),
        ("ledger_entry", "ledger_check_entries"),
    ):
        made[f"{table}_check"] = (
            table,
            f"CREATE TRIGGER {table}_check AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()",
        )
    return made


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in place, replacing those of the same name. Refuses databases the house does not know."""
    if connection.vendor not in ("sqlite", "postgresql"):
        raise NotImplementedError(f"the ledger has no locks for {connection.vendor}")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _drop_row_by_row_foreign_keys(connection)
            cursor.execute(_REFUSE)
            cursor.execute(_NUMBER_ONCE)
            for table, function, query in (
                ("ledger_posting", "ledger_check_postings", _FRESH_POSTINGS),
                ("ledger_entry", "ledger_check_entries", _FRESH_ENTRIES),
            ):
                cursor.execute(_CHECK_FRESH.format(function=function, table=table, query=query))
        remove(connection)
        for _, statement in triggers(connection.vendor).values():
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take every trigger away. For migrations and tests only."""
    with connection.cursor() as cursor:
        for name, (table, _) in triggers(connection.vendor).items():
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of triggers that do not stand or, on PostgreSQL, are disabled."""
    standing = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')"
    )
    with connection.cursor() as cursor:
        cursor.execute(standing)
        found = {name for (name,) in cursor.fetchall()}
    return sorted(set(triggers(connection.vendor)) - found)


def _drop_row_by_row_foreign_keys(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint "
            "WHERE contype = 'f' AND conrelid IN ('ledger_posting'::regclass, 'ledger_entry'::regclass)"
        )
        for table, name in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
