"""One indicator in the units directly below: tiles in the places of the map, and a table ranked by achievement."""

from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Kind, Standing
from yunjiang.plans.document import Indicator
from yunjiang.web import judged
from yunjiang.web.components import numbers
from yunjiang.web.components.overview import Place, Places, Tab
from yunjiang.web.components.tiles import Tile
from yunjiang.web.judged import Judged
from yunjiang.web.pages import drawing, wording
from yunjiang.web.pages.selection import Selection


def places(selection: Selection, indicator: Indicator, kind: str, query: str) -> Places:
    """Show an indicator in the units of one kind directly below, each with its own target where one was handed down.

    `kind` chooses among prefectures, departments and the like; the first that is on the map without a wish. `query` is the
    address that tabs for the other kinds add to.
    """
    below = list(organizations.children(selection.place.organization_id, selection.on))
    kinds = list(dict.fromkeys(each.kind for each in sorted(below, key=_by_map)))
    chosen = kind if kind in kinds else kinds[0]
    below = [each for each in below if each.kind == chosen]
    known = judged.below(selection, indicator, [each.organization_id for each in below])
    ranks = _ranks({each.organization_id: _rate(known[each.organization_id]) for each in below})
    ordered = sorted(
        below, key=lambda each: (ranks.get(each.organization_id, len(below) + 1), each.rank, each.code)
    )
    largest = max((each.judgement.value or Decimal(0) for each in known.values()), default=Decimal(0))
    return Places(
        title=indicator.name,
        told=_("share of the own target reached") if ranks else _("value"),
        href=reverse("indicator", args=[indicator.code]) + selection.query,
        kinds=[
            Tab(str(wording.KINDS[Kind(each)]), f"{query}&{urlencode({'kind': each})}#places", each == chosen)
            for each in kinds
        ]
        if len(kinds) > 1
        else [],
        tiles=_tiles(selection, indicator, below, known),
        rows=[
            _place(selection, indicator, each, known[each.organization_id], ranks, largest)
            for each in ordered
        ],
    )


def _by_map(unit: Standing) -> tuple[bool, int]:
    return organizations.tile(unit.organization) is None, list(Kind).index(Kind(unit.kind))


def _rate(each: Judged) -> Decimal | None:
    return each.judgement.completion_rate


def _ranks(rates: dict[int, Decimal | None]) -> dict[int, int]:
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
