"""The room's SQL texts, in DuckDB's dialect and limited to what Spark has too; sqlglot carries them over."""

import re
from functools import cache
from importlib.resources import files

_MARK = re.compile(r"-- (?:\[(?P<opens>\w+)|(?P<closes>\w+)\])$")


@cache
def text(name: str, sections: frozenset[str] | None = None) -> str:
    """Return the text `name`.sql with the texts it names in braces put in their place, without its comments.

    Of the sections between `-- [word` and `-- word]` only the named ones stay; all of them when none are named.
    """
    content = files(__package__).joinpath(f"{name}.sql").read_text(encoding="utf-8")
    kept, closed = [], 0
    for line in content.splitlines():
        mark = _MARK.match(line)
        if mark is None:
            if not closed and not line.startswith("--"):
                kept.append(line)
        elif sections is not None and (mark["opens"] or mark["closes"]) not in sections:
            closed += 1 if mark["opens"] else -1
    content = "\n".join(kept)
    for part in ("shape", "sorted"):
        if "{" + part + "}" in content:
            content = content.replace("{" + part + "}", text(part))
    return content
