"""The room's SQL texts in the dialect of another engine, carried over by sqlglot."""

from functools import cache

import sqlglot
from sqlglot import expressions as exp


@cache
def in_dialect(text: str, dialect: str) -> str:
    """Return a text of DuckDB's dialect in another; hints that only DuckDB knows are dropped."""
    tree = sqlglot.parse_one(text, read="duckdb")
    for part in tree.find_all(exp.CTE):
        part.set("materialized", None)
    return tree.sql(dialect=dialect, pretty=True)
