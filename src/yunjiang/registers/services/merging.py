"""What happens to places taken when two records turn out to be one person: all of them stay, each with a number of its own.

Who was on record twice may have had one benefit twice. Both claims are true and money was spent on both, so the one of the record
that goes is counted on from the other: the cap holds from then on for the person as a whole.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from yunjiang.access.models import User
from yunjiang.persons.followers import Follower
from yunjiang.persons.models import Person
from yunjiang.registers.kit import effects, registry
from yunjiang.registers.kit.models import Deed

from .models import Claim


class ClaimsFollow(Follower):
    """Numbers the places of one benefit anew where both records have the same."""

    code = "service-claims"

    def conflicts(self, kept: Person, merged: Person) -> Sequence[str]:
        names = sorted({each.service.name for each in _doubles(kept, merged)})
        if not names:
            return ()
        sentence = gettext(
            "Both have had %(services)s. Both places stay on record and count against the cap."
        )
        return [sentence % {"services": "、".join(f"“{each}”" for each in names)}]

    def before(self, kept: Person, merged: Person, by: User | None) -> Mapping[str, Any]:
        earlier = {}
        taken = {(each.benefit, each.period, each.slot) for each in _held(kept)}
        taken |= {(each.benefit, each.period, each.slot) for each in _held(merged)}
        for each in _doubles(kept, merged):
            slot = 1
            while (each.benefit, each.period, slot) in taken:
                slot += 1
            taken.add((each.benefit, each.period, slot))
            earlier[str(each.pk)] = each.slot
            _number(each, slot, by)
        return {"slots": earlier}

    def undo(self, facts: Mapping[str, Any], kept: Person, merged: Person, by: User | None) -> None:
        for each in Claim.objects.filter(pk__in=[int(pk) for pk in facts["slots"]]).exclude(slot=None):
            _number(each, facts["slots"][str(each.pk)], by)


def _held(person: Person) -> list[Claim]:
    rows = Claim.objects.filter(person=person).exclude(slot=None)
    return list(rows.select_related("service").order_by("pk"))


def _doubles(kept: Person, merged: Person) -> list[Claim]:
    """Return the claims of the record that goes which have a place that the one that stays has too."""
    own = {(each.benefit, each.period, each.slot) for each in _held(kept)}
    return [each for each in _held(merged) if (each.benefit, each.period, each.slot) in own]


def _number(claim: Claim, slot: int, by: User | None) -> None:
    because = gettext("Records of one person were brought together or apart")
    effects.change(
        registry.of("service-claims"), claim, {"slot": slot}, by=by, because=because, deed=Deed.MERGE
    )
