"""The names of everything that is recorded: `room.verb`, and what people read for it."""

from collections.abc import Mapping

from django.utils.functional import Promise

from .refusals import DeedNamedTwice, UnknownDeed

_named: dict[str, Promise] = {}


def register(actions: Mapping[str, Promise]) -> None:
    """Make a room's acts known; for its AppConfig.ready. Raises DeedNamedTwice."""
    for action, words in actions.items():
        if action in _named and _named[action] is not words:
            raise DeedNamedTwice(action)
        _named[action] = words


def require_known(action: str) -> None:
    """Do nothing when a room has registered the act. Raises UnknownDeed otherwise."""
    if action not in _named:
        raise UnknownDeed(action)


def label(action: str) -> str:
    """Return what people read for an act; its own name when it is no longer known."""
    return str(_named.get(action, action))


def known() -> dict[str, str]:
    """Return every act with what people read for it, in the order of the rooms."""
    return {action: label(action) for action in sorted(_named)}
