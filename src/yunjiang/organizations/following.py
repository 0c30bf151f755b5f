"""Who keeps a copy of where units stand is told when they come to stand elsewhere, in the transaction of the change."""

from collections.abc import Callable, Mapping

Moved = Mapping[
    int, tuple[str, str]
]  # by organization id: the path where it stood until now, and its path today
_followers: dict[str, Callable[[Moved], object]] = {}


def follow(name: str, function: Callable[[Moved], object]) -> None:
    """Have a function told of every unit that comes to stand elsewhere; one followed under the same name is replaced."""
    _followers[name] = function


def tell(before: Mapping[int, str], after: Mapping[int, str]) -> None:
    """Tell everybody who follows which units stand elsewhere than before; units that are new stand nowhere before."""
    moved = {unit: (path, after[unit]) for unit, path in before.items() if after.get(unit, path) != path}
    if moved:
        for follower in _followers.values():
            follower(moved)
