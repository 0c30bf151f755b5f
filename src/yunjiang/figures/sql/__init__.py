"""The room's SQL texts, in DuckDB's dialect and limited to what Spark has too; sqlglot carries them over."""

from functools import cache
from importlib.resources import files


@cache
def text(name: str) -> str:
    """Return the text `name`.sql with the texts it names in braces put in their place."""
    content = files(__package__).joinpath(f"{name}.sql").read_text(encoding="utf-8")
    for part in ("shape", "sorted"):
        if "{" + part + "}" in content:
            content = content.replace("{" + part + "}", text(part))
    return content
