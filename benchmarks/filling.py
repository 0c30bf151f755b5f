"""Filling a database with a province of generated members, past the kit's own checks: what a benchmark needs to be there.

Tables are filled without their indexes, which are made afterwards. Digests by which people are found are real; of what is sealed
there are a thousand pieces of the right form, for nobody opens them.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import polars as pl
import roster
from roster import drawn

PART = 500_000  # people made and written at once
UNIONS_IN_COUNTY = 80
COUNTIES, PREFECTURES = 8, 16
EVENTS = ("joined", "retained", "restored")  # of one membership, when each has three
_STATES = {"current": 930, "retained": 20, "moving": 2, "applied": 5, "left": 28, "moved": 15}
_CLOSED = ("left", "moved")
_QUALITIES = {"qualified": 800, "incomplete": 100, "stale": 65, "invalid": 30, "duplicate": 5}
_JOBS = {"": 900, "courier": 30, "food_rider": 30, "trucker": 25, "ride_driver": 15}


def is_filled() -> bool:
    """Say whether there is anybody."""
    from yunjiang.registers.members.models import Membership

    return Membership.objects.exists()


def fill(members: int, events: int) -> bool:
    """Fill an empty database; return whether it was."""
    if is_filled():
        return False
    settle(members, events, plant())
    return True


def people() -> tuple[dict[str, Any], dict[str, str]]:
    """Return officers of the province, a county and a union, and the keys of their units."""
    from yunjiang.access import services
    from yunjiang.access.models import Role, User
    from yunjiang.organizations.models import Organization, Standing

    codes = {"province": "530000", "county": "530101", "union": "u000000"}
    users = {}
    for what, code in codes.items():
        unit = Organization.objects.get(standings__in=Standing.objects.filter(code=code))
        users[what] = User.objects.filter(username=what).first()
        if users[what] is None:
            users[what] = services.create_person(
                what, "a long enough pass phrase", name=what, organization=unit
            )
            services.assign(users[what], Role.REGISTER_OFFICER, unit, valid_from=date(2020, 1, 1))
    return users, codes


def there() -> dict[str, int]:
    """Return the last number of what is there of each."""
    from yunjiang.persons.models import Person
    from yunjiang.registers.members.models import Membership, MembershipEvent

    return {
        str(model._meta.verbose_name_plural): model.objects.order_by("-pk")
        .values_list("pk", flat=True)
        .first()
        or 0
        for model in (Person, Membership, MembershipEvent)
    }


def plant() -> list[tuple[int, str]]:
    """Put a province of counties and unions into the tree; return the unions with their paths."""
    from yunjiang.organizations.models import Kind, Organization, Standing

    first = date(2000, 1, 1)

    def stand(units: Sequence[tuple[Any, str, str, str]], kind: Any) -> list[tuple[Any, str]]:
        """Put units (parent, the parent's path, code, name) into the tree; return them with their paths."""
        made = Organization.objects.bulk_create([Organization(key=code) for _p, _at, code, _n in units])
        paths = [f"{at}{unit.pk}/" for unit, (_parent, at, _code, _name) in zip(made, units, strict=True)]
        standings = [
            Standing(
                organization=unit, parent=parent, path=path, kind=kind, code=code, name=name, short_name=name,
                valid_from=first,
            )
            for unit, path, (parent, _at, code, name) in zip(made, paths, units, strict=True)
        ]  # fmt: skip
        Standing.objects.bulk_create(standings, batch_size=2_000)
        return list(zip(made, paths, strict=True))

    provinces = stand([(None, "/", "530000", "省")], Kind.PROVINCE)
    prefectures = stand(
        [(*provinces[0], f"53{each + 1:02}00", f"第{each + 1}州") for each in range(PREFECTURES)],
        Kind.PREFECTURE,
    )
    counties = stand(
        [
            (*above, f"53{place + 1:02}{each + 1:02}", f"县{place}-{each}")
            for place, above in enumerate(prefectures)
            for each in range(COUNTIES)
        ],
        Kind.COUNTY,
    )
    unions = stand(
        [
            (*above, f"u{place:03}{each:03}", f"工会u{place:03}{each:03}")
            for place, above in enumerate(counties)
            for each in range(UNIONS_IN_COUNTY)
        ],
        Kind.UNION,
    )
    return [(unit.pk, path) for unit, path in unions]


def settle(members: int, events: int, unions: Sequence[tuple[int, str]]) -> None:
    """Fill the register: so many persons with a membership each, and events among them."""
    with _bare("members_membershipevent", "members_membership", "persons_person"):
        for table, make in (
            ("persons_person", _persons),
            ("members_membership", memberships(unions)),
            ("members_membershipevent", _events(max(1, round(events / members)))),
        ):
            began = time.perf_counter()
            _write(table, (make(first, min(PART, members - first)) for first in range(0, members, PART)))
            _tell(f"{table}: {time.perf_counter() - began:.0f} s")


def _latin(part: int) -> pl.Expr:
    """Return how names sound in Latin letters, or their initials."""
    from yunjiang.access.people.latin import spelled

    latin = {name: spelled(name)[part] for name in (*roster.SURNAMES, *roster.given_names())}
    return pl.col("surname").replace_strict(latin) + pl.col("given").replace_strict(latin)


def _persons(first: int, count: int) -> pl.DataFrame:
    from yunjiang.access import sealing
    from yunjiang.persons import sealed
    from yunjiang.persons.models import Person

    people = roster.people(first, count)
    identities, phones = people["identity"].to_list(), people["phone"].to_list()
    blobs = {
        context: pl.Series(sealing.seal_many(like[:1_000], context), dtype=pl.Binary)
        for context, like in ((sealed.IDENTITY, identities), (sealed.PHONE, phones))
    }
    piece = (people["n"] % min(1_000, count)).cast(pl.UInt32)
    return _whole(Person, people.select(
        (pl.col("n") + 1).alias("id"), "name", "sex", "birth_on", pl.lit("resident").alias("identity_kind"),
        _latin(0).alias("pinyin"), _latin(1).alias("initials"),
        blobs[sealed.IDENTITY].gather(piece).alias("identity"),
        pl.Series("identity_key", sealed.identity_keys(identities), pl.Binary),
        (pl.col("identity").str.slice(0, 3) + "*" * 13 + pl.col("identity").str.slice(16)).alias("identity_mask"),
        blobs[sealed.PHONE].gather(piece).alias("phone"),
        pl.Series("phone_key", sealing.index_many(phones, sealed.PHONE), pl.Binary),
        (pl.col("phone").str.slice(0, 3) + "****" + pl.col("phone").str.slice(7)).alias("phone_mask"),
        pl.lit("21").alias("education"), pl.lit("01").alias("ethnic_group"), pl.lit("13").alias("political_status"),
        pl.lit("9").alias("skill_level"), pl.lit("1").alias("household_kind"),
        pl.concat_str(pl.lit("云南省昆明市第"), (drawn(20) % 900).cast(pl.String), pl.lit("街")).alias("household_place"),
        pl.lit("云南昆明").alias("native_place"),
    ))  # fmt: skip


def unions() -> list[tuple[int, str]]:
    """Return the unions with their paths, in the order in which they were put into the tree."""
    from yunjiang.organizations.models import Kind, Standing

    return list(
        Standing.objects.filter(kind=Kind.UNION)
        .order_by("organization_id")
        .values_list("organization_id", "path")
    )


def memberships(unions: Sequence[tuple[int, str]]) -> Any:
    """Return the function that makes the rows of memberships from one number on."""
    from yunjiang.registers.members.models import Membership

    # Unions are of very different sizes; each has somebody.
    shares = [place for place in range(len(unions)) for _ in range(1 + (place * 7919 % 97) ** 2 // 400)]
    homes = (
        pl.Series([unions[place][0] for place in shares]),
        pl.Series([unions[place][1] for place in shares]),
    )
    today = date.today()

    def make(first: int, count: int) -> pl.DataFrame:
        people = roster.people(first, count)
        home = people.select((drawn(30) % len(shares)).cast(pl.UInt32).alias("home"))["home"]
        drawing = people.with_columns(
            _drawn(31, _STATES).alias("state"), _drawn(32, _QUALITIES).alias("quality"), _drawn(33, _JOBS).alias("new_form_job")
        )  # fmt: skip
        is_closed, number = pl.col("state").is_in(_CLOSED), pl.col("n") + 1
        since = pl.when(pl.col("state") != "applied").then(pl.col("joined_on"))
        return _whole(Membership, drawing.select(
            number.alias("id"), number.alias("person_id"), pl.col("name").alias("person_name"),
            _latin(0).alias("person_pinyin"), pl.when(~is_closed).then(number).alias("current_person_id"),
            homes[0].gather(home).alias("organization_id"), homes[1].gather(home).alias("path"), "state", "new_form_job",
            since.alias("joined_on"), since.alias("since_on"), pl.when(is_closed).then(pl.lit(today)).alias("ended_on"),
            pl.when(is_closed).then(pl.lit("none")).otherwise("quality").alias("quality"), pl.lit("working").alias("work_state"),
            (pl.col("quality") != "incomplete").alias("is_complete"), (pl.col("quality") != "invalid").alias("is_valid"),
            (pl.col("quality") != "duplicate").alias("is_unique"),
            pl.when(pl.col("quality") == "qualified").then(pl.lit(today)).alias("confirmed_on"),
            pl.concat_str(pl.lit("云南第"), (drawn(21) % 400).cast(pl.String), pl.lit("机械有限公司")).alias("work_place"),
            pl.concat_str(pl.lit("6221"), pl.col("n").cast(pl.String).str.zfill(12)).alias("card_number"),
        ))  # fmt: skip

    return make


def _events(each_has: int) -> Any:
    from yunjiang.registers.members.models import MembershipEvent

    def make(first: int, count: int) -> pl.DataFrame:
        people = roster.people(first, count)
        parts = [
            people.select(
                (pl.col("n") * each_has + place + 1).alias("id"),
                (pl.col("n") + 1).alias("membership_id"),
                pl.lit(EVENTS[place % len(EVENTS)]).alias("kind"),
                pl.col("joined_on").dt.offset_by(f"{place}d").alias("happened_on"),
            )
            for place in range(each_has)
        ]
        return _whole(MembershipEvent, pl.concat(parts).sort("id"))

    return make


def _drawn(salt: int, shares: dict[str, int]) -> pl.Expr:
    """Return a value for each person, each as often as it has its share."""
    place = drawn(salt) % sum(shares.values())
    cuts, labels = [], []
    for value, share in shares.items():
        cuts.append(share + (cuts[-1] if cuts else 0))
        labels.append(value)
    found = pl.lit(labels[-1])
    for cut, label in reversed([*zip(cuts[:-1], labels[:-1], strict=True)]):
        found = pl.when(place < cut).then(pl.lit(label)).otherwise(found)
    return found


def _whole(model: Any, frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame with every column of a model, those not given as they come by default."""
    from django.utils import timezone

    from yunjiang.registers.kit.intake import applying

    given, moment = set(frame.columns), timezone.now()
    defaults = [
        applying.literal(applying.default_of(field, moment)).alias(field.column)
        for field in model._meta.concrete_fields
        if field.column not in given
    ]
    return frame.with_columns(defaults)


def _write(table: str, frames: Iterator[pl.DataFrame]) -> None:
    from django.db import connection, transaction

    from yunjiang.registers.kit.intake import loading

    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for frame in frames:
                loading.insert(table, frame)
            return
        # Rows that come into an emptied table in one transaction are written once and for all, without the log.
        cursor.execute(f"TRUNCATE {table} CASCADE")
        last = 0
        for frame in frames:
            names = ", ".join(f'"{each}"' for each in frame.columns)
            bytes_of = [name for name, kind in frame.schema.items() if kind == pl.Binary]
            texts = frame.with_columns(
                (pl.lit("\\x") + pl.col(name).bin.encode("hex")).alias(name) for name in bytes_of
            )
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT csv, FREEZE)") as copy:
                for part in texts.iter_slices(20_000):
                    copy.write(part.write_csv(include_header=False, quote_style="non_numeric"))
            last = frame["id"].max()
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, last])


@contextmanager
def _bare(*tables: str) -> Iterator[None]:
    """Have tables without their indexes, rules and safety inside."""
    from django.db import connection

    is_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        before = _BEFORE_POSTGRESQL if is_postgresql else _BEFORE_SQLITE
        for statement in before:
            cursor.execute(statement)
        again = _taken_off_postgresql(cursor, tables) if is_postgresql else _taken_off_sqlite(cursor, tables)
    yield
    with connection.cursor() as cursor:
        for statement in again:
            began = time.perf_counter()
            cursor.execute(statement)
            _tell(f"{statement[:90]}: {time.perf_counter() - began:.0f} s")
        for statement in _AFTER_POSTGRESQL if is_postgresql else _AFTER_SQLITE:
            cursor.execute(statement)


_LOADING = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off", "max_wal_size": "'8GB'"}
_BEFORE_POSTGRESQL = (
    *(f"ALTER SYSTEM SET {name} = {value}" for name, value in _LOADING.items()),
    "SELECT pg_reload_conf()",
    "SET session_replication_role = replica",
    "SET maintenance_work_mem = '1GB'",
)
_AFTER_POSTGRESQL = (
    "VACUUM ANALYZE",
    *(f"ALTER SYSTEM RESET {name}" for name in _LOADING),
    "SELECT pg_reload_conf()",
    "SET session_replication_role = origin",
    "RESET maintenance_work_mem",
    "CHECKPOINT",
)
_BEFORE_SQLITE = (
    "PRAGMA foreign_keys = OFF", "PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -2000000",
    "PRAGMA threads = 1",
)  # fmt: skip
_AFTER_SQLITE = ("ANALYZE", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL", "PRAGMA foreign_keys = ON",
                 "PRAGMA cache_size = -2000")  # fmt: skip


def _taken_off_postgresql(cursor: Any, tables: Sequence[str]) -> list[str]:
    """Take the indexes and rules off, but for primary keys and links; return what puts them on again."""
    again: list[str] = []
    for table in tables:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass "
            "AND contype IN ('u', 'c')",
            [table],
        )
        for name, text in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}" CASCADE')
            again.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {text}')
        cursor.execute(
            "SELECT indexrelid::regclass, pg_get_indexdef(indexrelid) FROM pg_index "
            "WHERE indrelid = %s::regclass AND NOT indisprimary",
            [table],
        )
        for name, text in cursor.fetchall():
            cursor.execute(f"DROP INDEX {name}")
            again.append(text)
    return again


def _taken_off_sqlite(cursor: Any, tables: Sequence[str]) -> list[str]:
    again: list[str] = []
    for table in tables:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL",
            [table],
        )
        for name, text in cursor.fetchall():
            cursor.execute(f'DROP INDEX "{name}"')
            again.append(text)
    return again


def _tell(text: str) -> None:
    print(f"  {time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)
