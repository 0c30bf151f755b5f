"""One indicator in the units directly below: tiles in the places of the map, and a table ranked by level or by progress."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Kind, Standing
from yunjiang.plans.document import Basis, Indicator
from yunjiang.standards import periods
from yunjiang.standards.numbers import round_half_up
from yunjiang.web import judged
from yunjiang.web.components import numbers
from yunjiang.web.components.overview import Place, Places, Tab
from yunjiang.web.components.tiles import Tile
from yunjiang.web.judged import Judged
from yunjiang.web.pages import drawing, wording
from yunjiang.web.pages.selection import Selection

LEVEL, PROGRESS = "", "progress"
QUARTER, YEAR = "quarter", "year"


@dataclass(frozen=True)
class Ranking:
    """How the reader wants the units ranked; kept in the address. Who begins low and moves fast stands high by progress."""

    kind: str = ""  # prefectures, departments and the like; those on the map without a wish
    order: str = LEVEL
    over: str = YEAR  # progress since the beginning of the year, or of the quarter

    @classmethod
    def asked(cls, asked: Mapping[str, str]) -> "Ranking":
        """Read the wishes from an address; what is not understood counts as no wish."""
        order = PROGRESS if asked.get("rank") == PROGRESS else LEVEL
        return cls(asked.get("kind", ""), order, QUARTER if asked.get("over") == QUARTER else YEAR)

    def query(self, **changes: str) -> str:
        wishes = {"kind": self.kind, "rank": self.order, "over": self.over if self.order else "", **changes}
        kept = {name: value for name, value in wishes.items() if value}
        return f"&{urlencode(kept)}" if kept else ""


def places(selection: Selection, indicator: Indicator, ranking: Ranking, query: str) -> Places:
    """Show an indicator in the units of one kind directly below, each with its own target where one was handed down.

    `query` is the address that tabs for other kinds and orders add to.
    """
    below = list(organizations.children(selection.place.organization_id, selection.on))
    kinds = list(dict.fromkeys(each.kind for each in sorted(below, key=_by_map)))
    chosen = ranking.kind if ranking.kind in kinds else kinds[0]
    below = [each for each in below if each.kind == chosen]
    ids = [each.organization_id for each in below]
    known = judged.below(selection, indicator, ids)
    is_by_progress = ranking.order == PROGRESS
    gains: dict[int, Decimal | None] = {}
    if is_by_progress:
        gains = _gains(selection, indicator, ids, known, ranking.over)
    rates = {each: _rate(known[each]) for each in ids}
    ranks = _ranks(gains if is_by_progress else rates)
    ordered = sorted(
        below, key=lambda each: (ranks.get(each.organization_id, len(below) + 1), each.rank, each.code)
    )
    largest = max((each.judgement.value or Decimal(0) for each in known.values()), default=Decimal(0))
    told = _("share of the own target reached") if _ranks(rates) else _("value")
    return Places(
        title=indicator.name,
        told=told,
        href=reverse("indicator", args=[indicator.code]) + selection.query,
        kinds=[
            Tab(str(wording.KINDS[Kind(each)]), f"{query}{ranking.query(kind=each)}#places", each == chosen)
            for each in kinds
        ]
        if len(kinds) > 1
        else [],
        orders=_orders(ranking, query),
        is_by_progress=is_by_progress,
        tiles=_tiles(selection, indicator, below, known),
        rows=[
            _place(
                selection,
                indicator,
                each,
                known[each.organization_id],
                ranks,
                largest,
                _gain(gains.get(each.organization_id)),
            )
            for each in ordered
        ],
    )


def _orders(ranking: Ranking, query: str) -> list[Tab]:
    def tab(name: str, order: str, over: str = "") -> Tab:
        is_here = ranking.order == order and (not order or ranking.over == over)
        return Tab(name, f"{query}{ranking.query(rank=order, over=over)}#places", is_here)

    return [
        tab(_("by level"), LEVEL),
        tab(_("by progress this year"), PROGRESS, YEAR),
        tab(_("by progress this quarter"), PROGRESS, QUARTER),
    ]


def _gains(
    selection: Selection, indicator: Indicator, ids: list[int], known: Mapping[int, Judged], over: str
) -> dict[int, Decimal | None]:
    """Return how many points of its own target each unit gained; of rates, how many points the rate rose."""
    before = judged.below(replace(selection, on=_day_before(selection.on, indicator, over)), indicator, ids)
    return {each: _gained(indicator, before[each], known[each]) for each in ids}


def _gained(indicator: Indicator, before: Judged, now: Judged) -> Decimal | None:
    one, other = before.judgement, now.judgement
    if indicator.is_rate:
        return None if one.value is None or other.value is None else other.value - one.value
    if not other.target or other.value is None:
        return None
    earlier = one.value
    if earlier is None:  # what is summed from the plan's first day began at nothing
        if indicator.basis not in (Basis.CUMULATIVE, Basis.ANNUAL):
            return None
        earlier = Decimal(0)
    return (other.value - earlier) * 100 / abs(other.target)


def _day_before(on: date, indicator: Indicator, over: str) -> date:
    """Return the day to compare with: the last of the year or quarter before; sums of a year with the same day a year ago."""
    if indicator.basis is Basis.ANNUAL:
        return date(on.year - 1, on.month, min(on.day, 28) if on.month == 2 else on.day)
    first = periods.quarter_of(on).first if over == QUARTER else date(on.year, 1, 1)
    return first - timedelta(days=1)


def _gain(points: Decimal | None) -> str:
    if points is None:
        return ""
    rounded = round_half_up(points, 1)
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else '±'}{numbers.grouped(abs(rounded))}"


def _by_map(unit: Standing) -> tuple[bool, int]:
    return organizations.tile(unit.organization) is None, list(Kind).index(Kind(unit.kind))


def _rate(each: Judged) -> Decimal | None:
    return each.judgement.completion_rate


def _ranks(rates: Mapping[int, Decimal | None]) -> dict[int, int]:
    """Rank who can be compared, the best first; equals share a rank, as in 1, 2, 2, 4."""
    known = {unit: rate for unit, rate in rates.items() if rate is not None}
    return {unit: 1 + sum(other > rate for other in known.values()) for unit, rate in known.items()}


def _place(
    selection: Selection,
    indicator: Indicator,
    unit: Standing,
    known: Judged,
    ranks: dict[int, int],
    largest: Decimal,
    gain: str,
) -> Place:
    query = selection.at(unit.organization.key)
    return Place(
        rank=ranks.get(unit.organization_id),
        name=unit.short_name or unit.name,
        href=reverse("indicator", args=[indicator.code]) + query,
        value=drawing.value_of(query, indicator, known),
        completion=numbers.rate(_rate(known)),
        bar=drawing.bar_of(known.judgement, largest),
        mark=drawing.mark_of(known.judgement),
        gain=gain,
    )


def _tiles(
    selection: Selection, indicator: Indicator, below: list[Standing], known: dict[int, Judged]
) -> list[Tile]:
    """Return a tile for every unit that has a place on the tile map; none when fewer than half have one."""
    grid = []
    for unit in below:
        spot = organizations.tile(unit.organization)
        if spot is None:
            continue
        here = known[unit.organization_id]
        mark = drawing.mark_of(here.judgement)
        text = numbers.rate(_rate(here), 0) or _short(indicator, here)
        href = reverse("indicator", args=[indicator.code]) + selection.at(unit.organization.key)
        # A word longer than three characters does not fit a tile; the table beside has it, and readers hear it.
        if not text and len(str(mark.word)) <= 3:
            text = str(mark.word)
        grid.append(Tile(spot[0] + 1, spot[1] + 1, _tile_name(unit), text, mark, href))
    return grid if len(grid) * 2 >= len(below) else []


def _tile_name(unit: Standing) -> str:
    """Return the short name without the word for its kind: 昆明 for 昆明市."""
    name = unit.short_name or unit.name
    return name[:-1] if len(name) > 2 and name[-1] in "市州县区" else name


def _short(indicator: Indicator, known: Judged) -> str:
    if known.figure.value is None:
        return ""
    text, unit = numbers.shortened(known.figure.value, indicator.unit)
    return f"{text}{unit[0]}" if unit[:1] in "万亿" else text
