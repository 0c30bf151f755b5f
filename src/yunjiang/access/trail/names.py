"""The names of everything that is recorded: `room.verb`, and what people read for it."""

from collections.abc import Mapping

from django.utils.functional import Promise

from .refusals import DeedNamedTwice, UnknownDeed

_named: dict[str, Promise] = {}
_without_figures: set[str] = set()


def register(actions: Mapping[str, Promise], *, tell_figures: bool = True) -> None:
    """Make a room's acts known; for its AppConfig.ready. Raises DeedNamedTwice.

    What a record of an act that may `tell_figures` holds is shown only to who may see the figures of its unit.
    """
    for action, words in actions.items():
        if not tell_figures:
            _without_figures.add(action)
        if action in _named and _named[action] is not words:
            raise DeedNamedTwice(action)
        _named[action] = words


def require_known(action: str) -> None:
    """Do nothing when a room has registered the act. Raises UnknownDeed otherwise."""
    if action not in _named:
        raise UnknownDeed(action)


def without_figures() -> frozenset[str]:
    """Return the acts whose records hold no figure, whoever reads them."""
    return frozenset(_without_figures)


def label(action: str) -> str:
    """Return what people read for an act; its own name when it is no longer known."""
    return str(_named.get(action, action))


def known() -> dict[str, str]:
    """Return every act with what people read for it, in the order of the rooms."""
    return {action: label(action) for action in sorted(_named)}
