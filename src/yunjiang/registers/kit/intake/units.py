"""Finding the units and linked records that a sheet names, with few queries for all different texts of a part."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl
from django.db.models import Q

from yunjiang.organizations import queries
from yunjiang.organizations.naming import REGION_SUFFIXES

from .. import registry
from ..declaration import Register
from .columns import Sort, Wanted
from .problems import Problems, told
from .staged import PATH, UNIT, Work

_AT_ONCE = 300  # texts asked for by one query: each stands in it several times

Found = Mapping[str, tuple[int | None, str, str]]  # text → number, path, code of what is wrong


def resolve(rows: pl.DataFrame, wanted: Mapping[str, Wanted], problems: Problems, work: Work) -> pl.DataFrame:
    """Return the rows with numbers instead of names, and where the unit of each hangs; blank cells stay empty."""
    for path, column in wanted.items():
        if path not in rows.columns or column.sort not in (Sort.UNIT, Sort.LINK):
            continue
        texts = rows[path].drop_nulls().unique().to_list()
        is_unit = column.sort is Sort.UNIT
        found = _units(texts, work, is_place=path == UNIT) if is_unit else _links(texts, column, work)
        places = path == UNIT or (path == work.register.lies_with and UNIT not in wanted)
        rows = _joined(rows, column, found, problems, places=places)
    if UNIT not in rows.columns:
        rows = rows.with_columns(pl.lit(None, pl.Int64).alias(UNIT), pl.lit(None, pl.String).alias(PATH))
    return rows


def _joined(
    rows: pl.DataFrame, column: Wanted, found: Found, problems: Problems, *, places: bool
) -> pl.DataFrame:
    """Put numbers in the place of names; `places`: what is found says to which unit a row belongs."""
    path = column.path
    known = pl.DataFrame(
        [(text, *each) for text, each in found.items()],
        {path: pl.String, " number": pl.Int64, " path": pl.String, " code": pl.String},
        orient="row",
    )
    rows = rows.join(known, on=path, how="left", maintain_order="left")
    for code in sorted(set(known[" code"].to_list()) - {""}):
        problems.add(told(rows, pl.col(" code") == code, path, code, given=pl.col(path)))
    rows = rows.with_columns(pl.col(" number").alias(path))
    if places:
        unit = pl.col(" path").str.strip_chars("/").str.split("/").list.last().cast(pl.Int64, strict=False)
        rows = rows.with_columns(unit.alias(UNIT), pl.col(" path").alias(PATH))
    return rows.drop(" number", " path", " code")


def _units(texts: Sequence[str], work: Work, *, is_place: bool) -> Found:
    """Find units by key, code or name. Where a name means several, the ones whose records the person keeps come first."""
    candidates: dict[str, dict[int, str]] = defaultdict(dict)
    for part in _batched(texts):
        stems = [*part, *(f"{text}{suffix}" for text in part for suffix in REGION_SUFFIXES)]
        named = Q(code__in=part) | Q(name__in=part) | Q(short_name__in=stems) | Q(organization__key__in=part)
        asked = set(part)
        for number, path, *names in (
            queries.at(work.day)
            .filter(named)
            .order_by()
            .values_list("organization", "path", "organization__key", "code", "name", "short_name")
        ):
            short = names[-1]
            for name in {*names, *(short.removesuffix(suffix) for suffix in REGION_SUFFIXES)} & asked:
                candidates[name][number] = path
    return {text: _one(candidates[text], work, is_place=is_place) for text in texts}


def _one(units: Mapping[int, str], work: Work, *, is_place: bool) -> tuple[int | None, str, str]:
    if not units:
        return None, "", "unit_unknown"
    near = {number: path for number, path in units.items() if path.startswith(work.batch.path)}
    mine = {number: path for number, path in units.items() if work.reaches(path)}
    for some in (near if near.keys() <= mine.keys() else {}, mine):
        if len(some) == 1:
            return *next(iter(some.items())), ""
    if is_place and not mine:
        return None, "", "unit_elsewhere"
    if len(units) == 1:
        return *next(iter(units.items())), ""
    return None, "", "unit_ambiguous"


def _links(texts: Sequence[str], column: Wanted, work: Work) -> Found:
    """Find records of another register by what names them there, among those below the units whose records the person keeps."""
    assert column.field is not None
    model = column.field.related_model
    other = next((each for each in registry.every() if each.model is model), None)
    fields = _names_of(other) if other is not None else ("pk",)
    candidates: dict[str, dict[int, str]] = defaultdict(dict)
    for part in _batched(texts):
        named = Q()
        for field in fields:
            named |= Q(**{f"{field}__in": part})
        rows: Any = model._default_manager.filter(named)  # type: ignore[union-attr]
        if other is not None:
            rows = rows.filter(voided_at=None)
        for number, path, *names in rows.values_list("pk", "path" if other is not None else "pk", *fields):
            for name in {str(each) for each in names} & set(part):
                candidates[name][number] = str(path)
    found: dict[str, tuple[int | None, str, str]] = {}
    for text in texts:
        units = {n: path for n, path in candidates[text].items() if other is None or work.reaches(path)}
        if len(units) == 1:
            found[text] = (*next(iter(units.items())), "")
        else:
            found[text] = (None, "", "link_ambiguous" if units else "link_unknown")
    return found


def _names_of(register: type[Register]) -> Sequence[str]:
    """Return by which fields a record is named in a sheet: its number, and what it is called."""
    named = [*(register.natural_key if len(register.natural_key) == 1 else ()), register.title]
    return tuple(
        dict.fromkeys(each for each in named if each and "__" not in each and each not in register.masked)
    ) or ("pk",)


def _batched(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(texts), _AT_ONCE):
        yield texts[first : first + _AT_ONCE]
