"""What the rules found, said to a person: what, where, and what to do. Patterns are worded as questions."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from yunjiang.standards import periods
from yunjiang.standards.numbers import plain

from .rules.finding import Finding, Pattern

NAMES: dict[str, Promise] = {
    "required": gettext_lazy("Left blank"),
    "contradictory": gettext_lazy("Number and “not available” at once"),
    "unexplained_unavailable": gettext_lazy("Not available without a reason"),
    "short_explanation": gettext_lazy("Explanation too short"),
    "decimals": gettext_lazy("Too many decimals"),
    "negative": gettext_lazy("Below zero"),
    "too_large": gettext_lazy("Impossibly large"),
    "per_cent_bounds": gettext_lazy("Percentage out of bounds"),
    "sum_falls": gettext_lazy("Sum of the year falls"),
    "level_falls": gettext_lazy("Level falls"),
    "ten_thousand": gettext_lazy("万 or 1"),
    "jump": gettext_lazy("Leap against last time"),
    "z": gettext_lazy("Unlike the unit's own series (z)"),
    "modified_z": gettext_lazy("Unlike the unit's own series (modified z)"),
    "copied": gettext_lazy("Same as last time"),
    "part_exceeds": gettext_lazy("Part greater than the whole"),
    "parts_exceed": gettext_lazy("Parts together greater than the whole"),
    "part_equals": gettext_lazy("Part equal to the whole"),
    "below_differs": gettext_lazy("Unlike the sum of the units below"),
    "register_differs": gettext_lazy("Unlike the registers"),
    "peers": gettext_lazy("Unlike units of its kind"),
    "heaping": gettext_lazy("Round last digits"),
    "at_target": gettext_lazy("At the target"),
    "identical_sheets": gettext_lazy("Sheets alike"),
    "copied_sheets": gettext_lazy("Sheets same as last time"),
}

# Quantities are said with the question's unit.
SENTENCES: dict[str, str] = {
    "required": gettext_noop(
        "Nothing is filled in. Write 0 if it is zero; tick “not available” if it cannot be known."
    ),
    "contradictory": gettext_noop(
        "%(value)s is filled in and “not available” ticked as well. Keep one of them."
    ),
    "unexplained_unavailable": gettext_noop(
        "“Not available” is ticked. Say why, in at least %(least)s characters."
    ),
    "short_explanation": gettext_noop(
        "“%(explanation)s” explains too little. Say what happened, in at least %(least)s characters."
    ),
    "negative": gettext_noop("%(value)s is below zero. Check the number."),
    "too_large": gettext_noop("%(value)s is larger than possible. Check the unit of the number."),
    "per_cent_bounds": gettext_noop(
        "%(value)s lies outside %(least)s to %(most)s. Write a percentage; 95%% is written 95."
    ),
    "sum_falls": gettext_noop(
        "The year to date is %(value)s, but at the end of %(period)s it was %(standing)s already; a sum cannot fall. "
        "Correct it, or have the return of %(period)s reopened."
    ),
    "level_falls": gettext_noop(
        "%(value)s now, %(last)s in %(period)s, %(difference)s less. Check it; if it did fall, say why."
    ),
    "copied": gettext_noop(
        "%(same)s of %(count)s numbers are the same as in %(period)s. Check whether they were brought up to date; "
        "if nothing changed, say why here."
    ),
    "part_exceeds": gettext_noop(
        "“%(name)s” (%(value)s) is part of “%(whole_name)s” (%(whole)s) and cannot be greater. Correct one of them."
    ),
    "parts_exceed": gettext_noop(
        "%(part_names)s exclude each other and come to %(together)s, more than “%(whole_name)s” (%(whole)s). "
        "Correct them."
    ),
    "part_equals": gettext_noop(
        "“%(name)s” and “%(whole_name)s”, of which it is part, are both %(value)s. Check whether the same number was "
        "written twice; if all of them are meant, say so."
    ),
    "below_differs": gettext_noop(
        "%(value)s here, but the %(told)s units below report %(together)s together, a difference of %(difference)s. "
        "Check with them; if both are right, say why."
    ),
    "register_differs": gettext_noop(
        "%(value)s reported, %(register)s in the registers, a difference of %(difference)s. Check both; say why they differ."
    ),
}


QUESTIONS: dict[str, str] = {
    "heaping": gettext_noop(
        "%(units)s: of %(count)s numbers %(round)s end in 0 or 5, where about a fifth is usual (index %(index)s; usual is 100). "
        "Were they counted, or estimated?"
    ),
    "uneven": gettext_noop(
        "%(units)s: of %(count)s numbers uncommonly many end in %(commonest)s. How were they obtained?"
    ),
    "at_target": gettext_noop(
        "“%(name)s”: of %(count)s units %(exact)s come to their target exactly and %(over)s lie up to %(band)s per cent "
        "above it, but only %(under)s as far below. How did they count?"
    ),
    "identical_sheets": gettext_noop(
        "%(units)s give the same number to %(same)s questions. Did they work from one draft?"
    ),
    "copied_sheets": gettext_noop(
        "%(units)s: %(same)s of %(count)s numbers are the same as in %(period)s. Were they counted anew this time?"
    ),
}
SHOWN = 6  # units named in a question; the rest is counted


def sentence(finding: Finding) -> str:
    """Say what was found and what to do, in the language in force."""
    facts = dict(finding.facts)
    special = _SPECIAL.get(finding.rule)
    return _(special(facts) if special else SENTENCES[finding.rule]) % _said(facts)


def placed(finding: Finding) -> str:
    """Say it with the name of the question in front, for lists."""
    return _("%(asked)s: %(sentence)s") % {"asked": finding.facts["asked"], "sentence": sentence(finding)}


def name(rule: str) -> str:
    """Return what people call a rule."""
    return str(NAMES[rule])


def question(pattern: Pattern, names: Mapping[int, str]) -> str:
    """Ask what a pattern raises; it accuses nobody. `names` are those of the units."""
    facts = dict(pattern.facts)
    code = "uneven" if pattern.rule == "heaping" and not facts["is_round"] else pattern.rule
    named = [names.get(unit, str(unit)) for unit in pattern.units]
    facts["units"] = _("、").join(named[:SHOWN])
    if len(named) > SHOWN:
        facts["units"] = _("%(named)s and %(rest)s more") % {
            "named": facts["units"],
            "rest": len(named) - SHOWN,
        }
    return _(QUESTIONS[code]) % _said(facts)


def _decimals(facts: Mapping[str, Any]) -> str:
    if facts["scale"]:
        return gettext_noop("%(value)s has more than %(scale)s decimal places. Round it.")
    return gettext_noop("%(value)s is no whole number, and only whole ones are counted here. Correct it.")


def _ten_thousand(facts: Mapping[str, Any]) -> str:
    known = {
        "last": (
            gettext_noop(
                "%(value)s now, %(known)s in %(period)s: about ten thousand times. Was it written in 1 instead of in 万? "
                "Check the unit; if it is right, say why."
            ),
            gettext_noop(
                "%(value)s now, %(known)s in %(period)s: about a ten-thousandth. Was it written in 万? "
                "Check the unit; if it is right, say why."
            ),
        ),
        "history": (
            gettext_noop(
                "%(value)s now, usually about %(known)s: some ten thousand times. Check the unit; if it is right, say why."
            ),
            gettext_noop(
                "%(value)s now, usually about %(known)s: some ten-thousandth. Was it written in 万? "
                "Check the unit; if it is right, say why."
            ),
        ),
        "register": (
            gettext_noop(
                "%(value)s here, %(known)s in the registers: some ten thousand times. Check the unit; if it is right, say why."
            ),
            gettext_noop(
                "%(value)s here, %(known)s in the registers: some ten-thousandth. Was it written in 万? "
                "Check the unit; if it is right, say why."
            ),
        ),
    }
    return known[facts["beside"]][facts["direction"] == "down"]


def _jump(facts: Mapping[str, Any]) -> str:
    if facts["proportion"] is None:
        return gettext_noop("%(value)s now, 0 in %(period)s. Check it; if that is how it is, say why.")
    if facts["direction"] == "down":
        return gettext_noop(
            "%(value)s now, %(last)s in %(period)s, a fall of %(proportion)s. Check it; if that is how it is, say why."
        )
    if facts["proportion"] < 1:
        return gettext_noop(
            "%(value)s now, %(last)s in %(period)s, a rise of %(proportion)s. Check it; if that is how it is, say why."
        )
    return gettext_noop(
        "%(value)s now, %(last)s in %(period)s, a rise of %(times)s times. Check it; if that is how it is, say why."
    )


def _unlike(facts: Mapping[str, Any]) -> str:
    if facts["direction"] == "up":
        return gettext_noop(
            "%(value)s is far above the unit's last %(count)s periods (usually about %(usual)s, score %(score)s). "
            "Check it; if that is how it is, say why."
        )
    return gettext_noop(
        "%(value)s is far below the unit's last %(count)s periods (usually about %(usual)s, score %(score)s). "
        "Check it; if that is how it is, say why."
    )


def _peers(facts: Mapping[str, Any]) -> str:
    if facts["is_by_size"]:
        return gettext_noop(
            "%(value)s is unlike the %(count)s units of its kind, which would say about %(usual)s at this size "
            "(score %(score)s). Check it; if that is how it is, say why."
        )
    return gettext_noop(
        "%(value)s is unlike the %(count)s units of its kind, which usually say about %(usual)s (score %(score)s). "
        "Check it; if that is how it is, say why."
    )


def _below_differs(facts: Mapping[str, Any]) -> str:
    if facts["silent"]:
        return gettext_noop(
            "%(value)s here, but the %(told)s units below that have reported come to %(together)s already, "
            "%(silent)s have yet to report. Check with them; if both are right, say why."
        )
    return SENTENCES["below_differs"]


_SPECIAL: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "decimals": _decimals,
    "ten_thousand": _ten_thousand,
    "jump": _jump,
    "z": _unlike,
    "modified_z": _unlike,
    "peers": _peers,
    "below_differs": _below_differs,
}
_WITH_UNIT = {
    "value",
    "last",
    "standing",
    "known",
    "usual",
    "whole",
    "together",
    "difference",
    "register",
    "most",
}


def _said(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts as a sentence says them: quantities with their unit, proportions in per cent or times, periods by name."""
    unit = str(facts.get("unit", ""))
    said: dict[str, Any] = {}
    for key, fact in facts.items():
        if key == "proportion" and fact is not None:
            said["proportion"] = plain(fact * 100, 1) + "%"
            said["times"] = plain(fact, 1)
        elif key == "difference":
            said[key] = plain(abs(fact)) + unit
        elif isinstance(fact, Decimal):
            said[key] = plain(fact) + (unit if key in _WITH_UNIT else "")
        elif key == "period":
            said[key] = periods.parse(fact).label if fact else ""
        elif isinstance(fact, tuple):
            said[key] = _("、").join(map(str, fact))
        else:
            said[key] = fact
    if "last" in facts and facts.get("last") is not None:
        said.setdefault("difference", plain(abs(facts["value"] - facts["last"])) + unit)
    return said
