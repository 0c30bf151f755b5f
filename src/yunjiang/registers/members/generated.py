"""Members made to try the site with, by the handful or by the million: seeded, marked as demonstration, never real people.

Their numbers begin with 539900, a county that GB/T 2260 has never had in Yunnan: the check character is right, and nobody was
ever given such a number. Their names hold 例 (example) as no name does, so that a list of them is known for what it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl
from django.db import transaction
from django.utils import timezone

from yunjiang.access import sealing
from yunjiang.organizations.models import Organization
from yunjiang.persons import sealed
from yunjiang.registers.kit import postings, registry, scope
from yunjiang.registers.kit.intake.problems import ROW
from yunjiang.registers.kit.intake.staged import MET, PATH, UNIT, Work
from yunjiang.registers.kit.models import IntakeBatch
from yunjiang.standards.identifiers.citizens import CHECK_CHARACTERS, WEIGHTS

from . import arriving, bringing, tallies
from .arriving import HELD, HELD_AT, HELD_PATH, HELD_STATE, IDENTITY_KEY, PERSON, PERSON_NAME, PHONE_KEY, TWIN
from .sheet import EVENT, HAPPENED_ON, REASON

RESERVED = "539900"
_DAYS = 15_000  # birthdays from 1962 on
MOST = _DAYS * 998  # persons that the range holds
_STRIDE = 7_919  # has no divisor in common with the number of birthdays: neighbours are not of one age
_FIRST_BIRTH = date(1962, 1, 1)
_FAMILY = tuple("李王张杨赵刘陈周黄马普罗白段和木刀岩罕董")
_GIVEN = tuple("春夏秋冬东南西北山川江河云雨雪霜松竹梅兰")
_ETHNIC = ("01", "01", "01", "01", "01", "01", "07", "07", "14", "16", "18", "08", "06", "20", "27", "03")
_JOBS = ("", "", "", "", "", "", "", "", "trucker", "ride_driver", "courier", "food_rider")
PART = 50_000


@dataclass(frozen=True)
class Place:
    """A union that gets generated members."""

    organization: int
    path: str


def rows(count: int, unions: Sequence[Place], *, seed: int = 1, first: int = 0) -> pl.DataFrame:
    """Return so many members as a checked part of a sheet, the same for the same seed; `first` goes on where others ended.

    One in twelve has no telephone and one in forty no place of work, so that there is something to mend.
    """
    if first + count > MOST:
        raise ValueError(f"the reserved range holds {MOST} persons")
    number = pl.int_range(first, first + count, eager=True).alias("n")
    spread = (number.cast(pl.UInt64) * 2_654_435_761 + seed * 40_503) % (1 << 32)

    def one_of(values: Sequence[str], divisor: int) -> pl.Series:
        place = (spread // divisor % len(values)).cast(pl.Int64)
        return pl.Series(values).gather(place)

    birthday = number % _DAYS * _STRIDE % _DAYS
    days = pl.select(pl.lit(_FIRST_BIRTH) + pl.duration(days=pl.lit(birthday))).to_series().cast(pl.Date)
    # Odd numbers are men's, even ones women's: two rounds of birthdays change places every other day.
    round_ = number // _DAYS
    serial = round_ // 2 * 2 + (round_ + birthday // 2) % 2 + 1
    body = pl.select(
        pl.lit(RESERVED) + days.dt.strftime("%Y%m%d") + serial.cast(pl.String).str.zfill(3)
    ).to_series()
    digits = body.cast(pl.Int64)
    total = sum(((digits // 10 ** (16 - place)) % 10) * weight for place, weight in enumerate(WEIGHTS))
    check = pl.Series(list(CHECK_CHARACTERS)).gather(total % 11)
    identity = body + check
    unit = pl.Series([each.organization for each in unions]).gather(number % len(unions))
    paths = pl.Series([each.path for each in unions]).gather(number % len(unions))
    phone = pl.select(pl.lit("130") + (number % 10**8).cast(pl.String).str.zfill(8)).to_series()
    has_phone, has_work = spread // 7 % 12 != 0, spread // 11 % 40 != 0
    joined = (
        pl.select(pl.lit(date(2021, 1, 4)) + pl.duration(days=pl.lit(spread // 13 % 1_700)))
        .to_series()
        .cast(pl.Date)
    )
    name = one_of(_FAMILY, 3) + "例" + one_of(_GIVEN, 17)
    nothing = {
        name: pl.Series(name, [None], kind).new_from_index(0, count)
        for name, kind in (
            (REASON, pl.String),
            (PERSON, pl.Int64),
            (PERSON_NAME, pl.String),
            (HELD, pl.Int64),
            (HELD_AT, pl.Int64),
            (HELD_PATH, pl.String),
            (HELD_STATE, pl.String),
            (TWIN, pl.Int64),
            (MET, pl.Int64),
            (EVENT, pl.String),
            ("card_number", pl.String),
        )
    }
    frame = pl.DataFrame(
        {
            ROW: number,
            "person__name": name,
            "person__sex": pl.Series(["2", "1"]).gather(serial % 2),
            "person__birth_on": days,
            "person__ethnic_group": one_of(_ETHNIC, 19),
            "person__identity_kind": pl.Series(["resident"]).new_from_index(0, count),
            "person__identity": identity,
            "person__phone": phone,
            "person__education": one_of(("21", "31", "41", "61", "71"), 23),
            "person__political_status": one_of(("13", "13", "13", "01", "03"), 29),
            "person__skill_level": one_of(("9", "9", "5", "4", "3", "2", "1"), 31),
            "person__household_kind": one_of(("1", "2"), 37),
            "person__household_place": pl.Series(["云南省（演示）"]).new_from_index(0, count),
            "person__native_place": pl.Series(["云南"]).new_from_index(0, count),
            "person__is_migrant_worker": spread // 41 % 3 == 0,
            "work_place": pl.Series(["演示用人单位"]).new_from_index(0, count),
            "work_state": pl.Series(["working"]).new_from_index(0, count),
            "new_form_job": one_of(_JOBS, 43),
            HAPPENED_ON: joined,
            UNIT: unit,
            PATH: paths,
            **nothing,
        }
    )
    return frame.with_columns(
        pl.when(has_phone).then("person__phone").alias("person__phone"),
        pl.when(has_work).then("work_place").alias("work_place"),
        pl.when(pl.col("new_form_job") != "").then("new_form_job").alias("new_form_job"),
    )


def write(
    count: int,
    unions: Sequence[Place],
    *,
    by: str,
    seed: int = 1,
    first: int = 0,
    posts: bool = True,
    today: date | None = None,
) -> int:
    """Write so many generated members into unions, and return how many are new; the same seed again adds nobody.

    One in seven was last confirmed more than a year ago. `posts`: bring the ledger's demonstration data up to them.
    """
    today = today or timezone.localdate()
    made = 0
    for start in range(first, first + count, PART):
        part = rows(min(PART, first + count - start), unions, seed=seed, first=start)
        with transaction.atomic():
            numbers = [
                number
                for confirmed_on, some in _by_confirmation(part, today)
                for number in _written(some, confirmed_on)
            ]
            if posts and numbers:
                postings.refresh_many(registry.of("members"), numbers, by=by)
        made += len(numbers)
    tallies.lapse(today)
    tallies.recount([each.organization for each in unions])
    return made


def places(organizations: Sequence[Organization]) -> list[Place]:
    """Return unions as places for generated members."""
    return [Place(each.pk, scope.path_of(each.pk)) for each in organizations]


def _by_confirmation(part: pl.DataFrame, today: date) -> Iterator[tuple[date, pl.DataFrame]]:
    late = pl.col(ROW) % 7 == 3
    for days, condition in ((30, ~late), (400, late)):
        some = part.filter(condition)
        if some.height:
            yield today - timedelta(days=days), some


def _written(some: pl.DataFrame, confirmed_on: date) -> Sequence[int]:
    keys = sealed.identity_keys(some["person__identity"].to_list())
    some = some.with_columns(
        pl.Series(IDENTITY_KEY, keys, pl.Binary),
        pl.Series(PHONE_KEY, sealing.index_many(some["person__phone"].to_list(), sealed.PHONE), pl.Binary),
    )
    some = arriving.known(some.drop(PERSON, PERSON_NAME, HELD, HELD_AT, HELD_PATH, HELD_STATE))
    some = some.filter(pl.col(HELD).is_null())
    if not some.height:
        return ()
    batch = IntakeBatch(
        register="members", file_name="演示数据", organization_id=some[UNIT][0], path=some[PATH][0]
    )
    moment: datetime = timezone.now()
    work = Work(registry.of("members"), batch, None, moment, confirmed_on, ["/"], is_rehearsal=False)
    applied = bringing.apply(some.with_columns(pl.lit(True).alias("is_demonstration")), work)
    return applied.created["record"].to_list()
