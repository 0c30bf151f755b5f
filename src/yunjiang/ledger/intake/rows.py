"""Checking the rows of a sheet, column by column: every problem of every row, and drafts of the rows that are in order.

What people write is understood once for every different text of a column and joined back to the rows; plain numbers are
worked out by polars as whole columns.
"""

import unicodedata
from typing import Any

import polars as pl

from yunjiang.standards.national_cryptography import sm3

from ..checking import (
    BREAKDOWN_LENGTH,
    LARGEST_REVISION,
    SOURCE_LENGTH,
    KnownMeasure,
    breakdown_key,
    scaled,
    terms,
)
from ..models import Bound, Channel, Measure, MeasureKind
from ..persons import key_of
from .days import FIRST_YEAR, LAST_YEAR, NotADay, stretch
from .drafting import CheckedRows, drafted
from .headings import DIMENSION
from .organizations import Naming
from .problems import RowProblem, Wrong
from .quantities import NotAQuantity, stated
from .sheets import ROW, Sheet
from .table import Table

_BOUND_WORDS = {
    "=": Bound.EXACT,
    "精确": Bound.EXACT,
    "≥": Bound.AT_LEAST,
    "不少于": Bound.AT_LEAST,
    "超过": Bound.AT_LEAST,
    "≤": Bound.AT_MOST,
    "不足": Bound.AT_MOST,
    "≈": Bound.ABOUT,
    "约": Bound.ABOUT,
    "近": Bound.ABOUT,
}
_PLAIN_NUMBER = r"^-?[0-9]{1,15}(?:\.[0-9]{1,9})?$"
_CONTROL = r"[\x00-\x1f\x7f-\x9f]"
_SAME = (
    "source",
    "measure_id",
    "organization_id",
    "since_on",
    "happened_on",
    "breakdown",
    "person key",
)  # rows that agree in these count the same


def check_rows(sheet: Sheet, *, data_set: str, file_name: str, valid_only: bool) -> CheckedRows:
    """Check all rows of a sheet; the drafts hold those of sources without any problem.

    When only the valid rows are wanted, good rows whose source has bad ones are told too: they stay out with them.
    """
    check = _Check(sheet, data_set)
    check.understand()
    check.compare()
    sound = check.sound(tells_spoilt=valid_only)
    places = {name or "": place for place, name in enumerate(sheet.heading)}
    problems = sorted(check.table.problems, key=lambda each: (each.row or 0, places.get(each.column, -1)))
    return CheckedRows(*drafted(sound, file_name, sheet.name), problems)


class _Check:
    """The columns of a table, one method each, in an order in which each finds what it needs."""

    def __init__(self, sheet: Sheet, data_set: str) -> None:
        self.table, self.data_set, self.day_zero = Table(sheet), data_set, sheet.day_zero
        self.known = terms()
        self.by_id = {measure.id: measure for measure in self.known.measures.values()}
        self.units = dict(Measure.objects.values_list("pk", "unit"))
        self.levels = list(Measure.objects.filter(kind=MeasureKind.LEVEL).values_list("pk", flat=True))
        self.by_text = self._measures_by_text()

    def understand(self) -> None:
        """Understand every column."""
        self._measures()
        self._days()
        self._organizations()
        self._quantities()
        self._bounds()
        self._breakdowns()
        self._persons()
        self._sources()

    def _add(self, **columns: pl.Expr) -> None:
        self.table.rows = self.table.rows.with_columns(**columns)

    def _measures(self) -> None:
        def measure(text: str) -> tuple[int, str, int]:
            found = self.by_text.get(_plain(text))
            if found is None:
                raise Wrong("unknown_measure", measure=text)
            return found.id, found.code, found.scale

        self.table.require("measure")
        kinds = {"measure_id": pl.Int64, "measure code": pl.String, "scale": pl.Int64}
        self.table.look_up(["measure"], measure, kinds)

    def _measures_by_text(self) -> dict[str, KnownMeasure]:
        """Return the measures by code and, where only one has it, by name."""
        by_name: dict[str, list[str]] = {}
        for code, name in Measure.objects.values_list("code", "name"):
            by_name.setdefault(_plain(name), []).append(code)
        found = {name: self.known.measures[codes[0]] for name, codes in by_name.items() if len(codes) == 1}
        return found | {_plain(code): measure for code, measure in self.known.measures.items()}

    def _days(self) -> None:
        for column in ("date", "since", "until"):
            kinds = {f"{column} first": pl.String, f"{column} last": pl.String}
            self.table.look_up([column], self._stretch, kinds)
        is_dated, is_ended = pl.col("date").is_not_null(), pl.col("until").is_not_null()
        self.table.tell(is_dated & (is_ended | pl.col("since").is_not_null()), "days_contradict", "date")
        column = "date" if "date" in self.table.sheet.headings.places else "until"
        heading = self.table.heading(column)
        self.table.tell(~is_dated & ~is_ended, "cell_missing", column, column=heading)
        last = pl.coalesce("date last", "until last")
        since = pl.coalesce("date first", "since first")
        # A level has no stretch: of a quarter it is what stood at its end.
        is_stretch = (since != last) & ~pl.col("measure_id").is_in(self.levels)
        self._add(happened_on=last, since_on=pl.when(is_stretch).then(since))
        turned = pl.col("since_on") > pl.col("happened_on")
        self.table.tell(turned, "days_out_of_order", "since", ("since_on", "happened_on"))

    def _stretch(self, text: str) -> tuple[str, str]:
        try:
            first, last = stretch(unicodedata.normalize("NFKC", text), self.day_zero)
        except NotADay as error:
            facts = {"value": text, "text": text, "first": FIRST_YEAR, "last": LAST_YEAR}
            raise Wrong(error.code, **facts) from error
        return first.isoformat(), last.isoformat()

    def _organizations(self) -> None:
        self.table.require("organization")
        self.table.look_up(["organization", "happened_on"], Naming().find, {"organization_id": pl.Int64})
        found = self.table.rows["organization_id"].drop_nulls().unique().to_list()
        self.known.learn_organizations(found)

        def key(organization: int, day: str | None) -> tuple[str]:
            key = self.known.organizations[organization]
            if day is not None and not self.known.is_open(organization, day):
                raise Wrong("organization_not_open", organization=key, happened_on=day)
            return (key,)

        kinds = {"organization key": pl.String}
        self.table.look_up(["organization_id", "happened_on"], key, kinds, at="organization")

    def _quantities(self) -> None:
        """Work out plain numbers as columns, and understand the others one by one."""
        self.table.require("quantity")
        quantity, scale = pl.col("quantity"), pl.col("scale")
        whole = quantity.str.extract(r"^-?([0-9]+)")
        part = quantity.str.extract(r"\.([0-9]+)$").fill_null("").str.strip_chars_end("0")
        own_unit = pl.col("measure_id").replace_strict(self.units, default=None, return_dtype=pl.String)
        is_plain = (
            quantity.str.contains(_PLAIN_NUMBER)
            & (part.str.len_chars() <= scale)
            & (whole.str.len_chars() + scale <= 18)
            & (pl.col("unit").is_null() | (pl.col("unit") == own_unit))
        ).fill_null(False)
        tens = scale.replace_strict({each: 10**each for each in range(10)}, default=1, return_dtype=pl.Int64)
        padded = (part + pl.lit("0" * 9)).str.slice(0, scale).cast(pl.Int64, strict=False).fill_null(0)
        sign = pl.when(quantity.str.starts_with("-")).then(-1).otherwise(1)
        self._add(
            plain=pl.when(is_plain).then((whole.cast(pl.Int64, strict=False) * tens + padded) * sign),
            odd=pl.when(~is_plain).then(quantity),
        )
        kinds = {"stated": pl.Int64, "stated bound": pl.String}
        self.table.look_up(["odd", "unit", "measure_id"], self._stated, kinds, at="quantity")
        self._add(units=pl.coalesce("plain", "stated"))

    def _stated(
        self, text: str, column_unit: str | None, number: int | None
    ) -> tuple[int | None, str | None]:
        if number is None:
            return None, None
        measure, unit = self.by_id[number], self.units[number]
        try:
            quantity = stated(text, unit, _plain(column_unit or ""))
        except NotAQuantity as error:
            raise Wrong(error.code, text=text, measure=measure.code, unit=unit) from error
        found: list[tuple[str, dict[str, Any]]] = []
        kept = scaled(quantity.value, measure, found)
        if found:
            raise Wrong(found[0][0], **found[0][1])
        return kept, quantity.bound

    def _bounds(self) -> None:
        self.table.look_up(["bound"], _bound, {"column bound": pl.String})
        differ = pl.col("stated bound") != pl.col("column bound")
        self._add(text=pl.col("quantity"))
        self.table.tell(differ, "bound_contradicts", "quantity", ("text",))
        self._add(bound=pl.coalesce("stated bound", "column bound", pl.lit(Bound.EXACT.value)))

    def _breakdowns(self) -> None:
        labels = {
            dimension: {_plain(label): value for value, label in values.items()}
            | {_plain(value): value for value in values}
            for dimension, values in self.known.dimensions.items()
        }
        parts = []
        for column in self.table.dimensions:
            dimension = column.removeprefix(DIMENSION)

            def part(text: str, number: int | None, dimension: str = dimension) -> tuple[str | None]:
                if number is None:
                    return (None,)
                value = labels[dimension].get(_plain(text), text)
                found: list[tuple[str, dict[str, Any]]] = []
                key = breakdown_key({dimension: value}, self.by_id[number], self.known, found)
                if found:
                    raise Wrong(found[0][0], **found[0][1])
                return (key,)

            self.table.look_up([column, "measure_id"], part, {f"part {dimension}": pl.String}, at=column)
            parts.append(pl.col(f"part {dimension}"))
        joined = pl.concat_str(parts, separator=";", ignore_nulls=True) if parts else pl.lit("")
        self._add(breakdown=joined, key=joined)
        if self.table.dimensions:
            too_long = pl.col("breakdown").str.len_chars() > BREAKDOWN_LENGTH
            at = self.table.dimensions[0]
            self.table.tell(too_long, "breakdown_too_long", at, ("key",), limit=BREAKDOWN_LENGTH)

    def _persons(self) -> None:
        counting = [measure.id for measure in self.by_id.values() if measure.counts_persons]
        counts, is_named = pl.col("measure_id").is_in(counting), pl.col("person").is_not_null()
        self._add(measure=pl.col("measure code"))
        self.table.tell(counts & ~is_named, "person_missing", "person", ("measure",))
        self.table.tell(~counts & is_named, "person_forbidden", "person", ("measure",))
        self._add(text=pl.col("person"))
        lost = pl.col("person").str.contains(r"^[\d.]+[eE]\+\d+$")
        self.table.tell(lost, "person_as_number", "person", ("text",))
        self.table.look_up(["person"], lambda text: (key_of(text).hex()[:32],), {"person key": pl.String})

    def _sources(self) -> None:
        self.table.look_up(["revision"], _revision, {"revision number": pl.Int64})
        self.table.look_up(["channel"], _channel, {"way": pl.String})
        source = pl.col("source")
        bad = (source.str.len_chars() > SOURCE_LENGTH) | source.str.contains(_CONTROL)
        self.table.tell(bad, "bad_source", "source", ("source",), limit=SOURCE_LENGTH)
        way = pl.coalesce("way", pl.lit(Channel.REPORTED.value))
        derived = pl.concat_str(
            pl.lit(f"cell:{self.data_set}"),
            way,
            "measure code",
            "organization key",
            pl.concat_str("since_on", "happened_on", separator="..", ignore_nulls=True),
            "breakdown",
            pl.col("person key").fill_null(""),
            separator="/",
        ).str.strip_chars_end("/")
        self._add(channel=way, source=pl.coalesce("source", derived))
        too_long = self.table.rows.filter(source.str.len_chars() > SOURCE_LENGTH)["source"].unique()
        if too_long.len():
            shorter = {text: f"cell:{sm3(text.encode()).hex()}" for text in too_long}
            self._add(source=source.replace(shorter))

    def compare(self) -> None:
        """Find rows that count the same, and sources whose rows do not agree."""
        understood = pl.col("units").is_not_null() & pl.col("source").is_not_null()
        whole = self.table.rows
        self.table.rows = whole.filter(understood).with_columns(
            pl.col(ROW).min().over(_SAME).alias("same row"),
            pl.col(ROW).min().over("source").alias("row of source"),
        )
        for row, other in (
            self.table.rows.filter(pl.col("same row") != pl.col(ROW)).select(ROW, "same row").iter_rows()
        ):
            self.table.problems.append(
                RowProblem("row_twice", {"row": other}, row, self.table.heading("source"))
            )
        leading = self.table.rows.filter(pl.col(ROW) == pl.col("row of source")).select(
            "source", "revision number", "channel", ROW
        )
        joined = self.table.rows.join(leading, on="source", suffix=" leading")
        divided = joined.filter(
            pl.col("revision number").ne_missing(pl.col("revision number leading"))
            | (pl.col("channel") != pl.col("channel leading"))
        )
        for row, source, other in divided.select(ROW, "source", f"{ROW} leading").iter_rows():
            facts = {"source": source, "row": other}
            self.table.problems.append(RowProblem("source_divided", facts, row, self.table.heading("source")))
        self.table.rows = whole

    def sound(self, *, tells_spoilt: bool) -> pl.DataFrame:
        """Return the rows of sources without any problem; tell, if wanted, of good rows that share a source with bad ones."""
        bad = list({problem.row for problem in self.table.problems if problem.row is not None})
        rows, is_bad = self.table.rows, pl.col(ROW).is_in(bad)
        torn = rows.filter(is_bad & pl.col("source").is_not_null()).group_by("source").agg(pl.col(ROW).min())
        good = rows.filter(~is_bad)
        spoilt = good.join(torn, on="source", suffix=" spoilt")
        for row, source, other in (
            spoilt.select(ROW, "source", f"{ROW} spoilt").iter_rows() if tells_spoilt else ()
        ):
            facts = {"source": source, "row": other}
            self.table.problems.append(
                RowProblem("source_incomplete", facts, row, self.table.heading("source"))
            )
        return good.join(torn, on="source", how="anti")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _bound(text: str) -> tuple[str]:
    word = _BOUND_WORDS.get(text.strip(), _plain(text))
    if word not in Bound.values:
        raise Wrong("unknown_bound", bound=text, allowed=", ".join([*Bound.values, *_BOUND_WORDS]))
    return (str(word),)


def _channel(text: str) -> tuple[str]:
    words = {label: value for value, label in Channel.choices} | {value: value for value in Channel.values}
    if _plain(text) not in words:
        raise Wrong("unknown_channel", channel=text, allowed=", ".join(words))
    return (str(words[_plain(text)]),)


def _revision(text: str) -> tuple[int]:
    plain = _plain(text)
    if not (plain.isascii() and plain.isdecimal() and 1 <= int(plain) <= LARGEST_REVISION):
        raise Wrong("bad_revision", revision=text)
    return (int(plain),)
