"""Everything at once: every flow by month at every organization, for analysis elsewhere (a notebook, a cluster).

No page reads it; pages ask for the figures they show.
"""

import pyarrow as pa

from yunjiang.figures import sql
from yunjiang.figures.engines import Engine, Rows, Scan, Union
from yunjiang.figures.question import Forest
from yunjiang.figures.reading import NOTHING, SUMS_COLUMNS, Holdings
from yunjiang.figures.sums import Grain, Shelf


def cube(holdings: Holdings, shelf: Shelf, engine: Engine, *, data_set: int, forest: Forest) -> pa.Table:
    """Return channel, measure, place, period (YYYYMM), quantity, entry_count and running_quantity since the beginning.

    Quantities are in 10^-scale units. `forest` has one tree: everything is restated on it. A cell exists where an entry does.
    """
    condition = f"data_set = {data_set} AND grain IN ({int(Grain.MONTH)}, {int(Grain.STRETCH)})"
    parts: list[Scan | Rows] = [
        Rows(shelf.summed(chunk).table, SUMS_COLUMNS, condition) for chunk in holdings.tail
    ]
    if holdings.sealed:
        paths = tuple(str(block.path) for block in shelf.blocks(holdings.sealed))
        parts.append(Scan(paths, SUMS_COLUMNS, condition))
    assert forest.rollup is not None
    relations = {
        "sums": Union(tuple(parts)) if parts else NOTHING,
        "rollup": forest.rollup.select(["organization", "place"]),
    }
    return engine.run(sql.text("cube"), relations)
