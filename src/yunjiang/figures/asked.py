"""What a request itself says, as the small tables that the SQL texts join with."""

from collections.abc import Iterable, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from yunjiang.figures.pieces import Piece
from yunjiang.figures.question import Ask, Forest, Kind, Request

Pieces = Sequence[tuple[int, Ask, Piece]]  # (index of the ask, the ask, a piece of its window)


def of_request(request: Request, pieces: Pieces, *, is_exact: bool) -> dict[str, pa.Table]:
    """Bind terms, pieces, trees, classes, rosters and places as small tables."""
    asks = request.asks
    forests: dict[Forest, int] = {}
    for ask in asks:
        forests.setdefault(ask.forest, len(forests))
    first_tree, trees = {}, 0
    for forest in forests:
        first_tree[forest] = trees
        trees += len(forest.breaks) + 1
    units = {unit for roster in request.rosters for _, unit in roster}
    return {
        "terms": pa.table(
            {
                "term": _int32(range(len(asks))),
                "figure": _int32(ask.figure for ask in asks),
                "channel": pa.array([ask.channel for ask in asks], pa.int8()),
                "measure": _int32(ask.measure for ask in asks),
                "is_level": pa.array([ask.kind is Kind.LEVEL for ask in asks], pa.bool_()),
                "is_balance": pa.array([ask.kind is Kind.BALANCE for ask in asks], pa.bool_()),
                "first_on": pa.array([ask.first_on for ask in asks], pa.date32()),
                "last_on": pa.array([ask.last_on for ask in asks], pa.date32()),
                "fresh_on": pa.array([ask.fresh_on for ask in asks], pa.date32()),
                "forest": _int32(forests[ask.forest] for ask in asks),
                "is_rolled": pa.array([ask.forest.rollup is not None for ask in asks], pa.bool_()),
                "is_filtered": pa.array([ask.labels is not None for ask in asks], pa.bool_()),
                "is_exact": pa.array([is_exact] * len(asks), pa.bool_()),
                "roster": _int32(ask.roster for ask in asks),
            }
        ),
        "pieces": pa.table(
            {
                "term": _int32(term for term, _, _ in pieces),
                "channel": pa.array([ask.channel for _, ask, _ in pieces], pa.int8()),
                "measure": _int32(ask.measure for _, ask, _ in pieces),
                "period": _int32(piece.period for _, _, piece in pieces),
                "tree": _int32(first_tree[ask.forest] + piece.era for _, ask, piece in pieces),
                "is_filtered": pa.array([ask.labels is not None for _, ask, _ in pieces], pa.bool_()),
                "is_edge": pa.array([piece.is_edge for _, _, piece in pieces], pa.bool_()),
            }
        ),
        "eras": _eras(forests, first_tree),
        "rollup": _rollup(first_tree, {*request.places, *units}),
        "succession": _succession(forests),
        "labels": _labels(asks),
        "expected": _expected(request.rosters),
        "places": pa.table({"place": _int32(request.places)}),
    }


def _eras(forests: dict[Forest, int], first_tree: dict[Forest, int]) -> pa.Table:
    rows = [
        (number, first_tree[forest] + n, *days)
        for forest, number in forests.items()
        for n, days in enumerate(forest.eras())
    ]
    return pa.table(
        {
            "forest": _int32(row[0] for row in rows),
            "tree": _int32(row[1] for row in rows),
            "first_on": pa.array([row[2] for row in rows], pa.date32()),
            "last_on": pa.array([row[3] for row in rows], pa.date32()),
        }
    )


def _rollup(first_tree: dict[Forest, int], places: set[int]) -> pa.Table:
    """Return tree, organization, place for the places that matter."""
    wanted = pa.array(sorted(places), pa.int32())
    parts = []
    for forest, tree in first_tree.items():
        if forest.rollup is None:
            zeros = _int32([0] * len(wanted))
            rollup = pa.table({"era": zeros, "organization": wanted, "place": wanted})
        else:
            rollup = forest.rollup.filter(pc.is_in(forest.rollup["place"], value_set=wanted))
        trees = pc.add(rollup["era"], pa.scalar(tree, pa.int32()))
        parts.append(
            pa.table([trees, rollup["organization"], rollup["place"]], ["tree", "organization", "place"])
        )
    return pa.concat_tables(parts)


def _succession(forests: dict[Forest, int]) -> pa.Table:
    rows = [(number, *row) for forest, number in forests.items() for row in forest.succession]
    return pa.table(
        {
            "forest": _int32(row[0] for row in rows),
            "organization": _int32(row[1] for row in rows),
            "successor": pa.array([row[2] for row in rows], pa.int32()),
            "ended_on": pa.array([row[3] for row in rows], pa.date32()),
        }
    )


def _labels(asks: Sequence[Ask]) -> pa.Table:
    rows = [
        (term, breakdown, label)
        for term, ask in enumerate(asks)
        for breakdown, label in (ask.labels or {}).items()
    ]
    names = ("term", "breakdown", "label")
    return pa.table({name: _int32(row[n] for row in rows) for n, name in enumerate(names)})


def _expected(rosters: Sequence[Sequence[tuple[int, int]]]) -> pa.Table:
    rows = [(number, *pair) for number, roster in enumerate(rosters) for pair in roster]
    names = ("roster", "place", "unit")
    return pa.table({name: _int32(row[n] for row in rows) for n, name in enumerate(names)})


def _int32(values: Iterable[int]) -> pa.Array:
    return pa.array(list(values), pa.int32())
