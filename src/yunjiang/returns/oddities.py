"""What an outline found odd, as sentences for people."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from .outlining import Oddity

SENTENCES: dict[str, str] = {
    "nobody_responsible": gettext_noop(
        "Nobody may fill in for these units yet; give somebody the role: %(concerns)s"
    ),
    "owed_by_nobody": gettext_noop("No unit owes these indicators in this rhythm: %(concerns)s"),
    "not_to_be_asked": gettext_noop(
        "Counted by persons, so no total can be asked for; it comes from a register: %(concerns)s"
    ),
    "parts_overlap": gettext_noop(
        "Parts of these measures may hold the same quantity and cannot be asked together: %(concerns)s"
    ),
    "calendar_provisional": gettext_noop(
        "The official calendar of %(concerns)s is not known yet: due days may move by days off."
    ),
    "period_not_over": gettext_noop("The period ends on %(concerns)s and is not over yet."),
}
SHOWN = 12


def sentence(oddity: Oddity) -> str:
    """Say what is odd, naming those it concerns up to a dozen."""
    concerns = "、".join(oddity.concerns[:SHOWN])
    if len(oddity.concerns) > SHOWN:
        concerns += _(" and %(count)d more") % {"count": len(oddity.concerns) - SHOWN}
    return _(SENTENCES[oddity.code]) % {"concerns": concerns}
