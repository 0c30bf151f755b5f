"""What stands beside the units of the tree: how many members, and how many of the large firms a union covers.

Members are those of now, from the tallies that the register of members keeps with every act; nobody counts their rows.
"""

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Sum

from yunjiang.access.models import User
from yunjiang.organizations.prefixes import begins
from yunjiang.registers.kit import scope
from yunjiang.registers.members.models import Tally
from yunjiang.registers.unions import questions
from yunjiang.registers.unions.questions import Rate
from yunjiang.registers.unions.register import Enterprises


def members_below(paths: Sequence[str]) -> dict[str, int]:
    """Return how many members there are below each path now, in one query."""
    if not paths:
        return {}
    asked = {
        f"n{place}": Sum("member_count", filter=begins("path", path)) for place, path in enumerate(paths)
    }
    told = Tally.objects.aggregate(**asked)
    return {path: told[f"n{place}"] or 0 for place, path in enumerate(paths)}


def members_of(units: Collection[int]) -> dict[int, int]:
    """Return how many members each of these unions has now, in one query."""
    rows = Tally.objects.filter(organization__in=units)
    return dict(rows.values_list("organization", "member_count"))


def covered_below(user: User, within: str, paths: Sequence[str], day: date) -> dict[str, Rate]:
    """Return of how many large firms below each path, all of them below one, a union covered how many on a day."""
    if not paths:
        return {}
    firms = scope.visible(Enterprises, user).filter(begins("path", within))
    return questions.coverage_below(firms, paths, day)
