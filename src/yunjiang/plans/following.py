"""Who must know of a new version of a plan, such as who keeps its measures, is told in the transaction that makes it."""

from collections.abc import Callable

from .document import PlanDocument

_followers: dict[str, Callable[[PlanDocument], object]] = {}


def follow(name: str, function: Callable[[PlanDocument], object]) -> None:
    """Have a function told of every new version, one under each name. What it raises undoes the loading."""
    _followers[name] = function


def tell(document: PlanDocument) -> None:
    """Tell everybody who follows of a new version."""
    for follower in _followers.values():
        follower(document)
