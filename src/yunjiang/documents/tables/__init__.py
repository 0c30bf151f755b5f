"""The tables of reports. Each builds one `Table` from a draft; a number that is not known is … and one that cannot be is —."""

from yunjiang.documents.phrase import Phrase, Wording, phrase

NOT_APPLICABLE = "—"
NOT_AVAILABLE = "…"


def cell(*parts: Wording | None, missing: str = NOT_AVAILABLE) -> Phrase:
    """Return a cell; when a part is None the cell says `missing` instead."""
    if any(part is None for part in parts):
        return phrase(missing)
    return phrase(*parts)
