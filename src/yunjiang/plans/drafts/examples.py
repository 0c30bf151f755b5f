"""Every decision against the reader as a text with what a person reads in it, in the form of the reader's own gold."""

from .models import Draft


def keep(draft: Draft) -> int:
    """Keep an example of each item that was corrected, rejected or added, and return how many there are."""
    return 0
