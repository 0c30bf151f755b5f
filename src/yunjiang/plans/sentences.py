"""What is wrong with a plan, said to a person: one sentence for each code of `plans.problem`, what to do included.

Names of fields stay as they are written in the file, since that is what the reader must find there.
"""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from yunjiang.plans.problem import Problem

FORM = {
    "too_large": _(
        "The file has %(characters)s characters; a plan file may have %(most)s. Is it the right file?"
    ),
    "not_utf8": _("The file is not UTF-8 text (it looks like %(encoding)s). Save it as UTF-8 and try again."),
    "forbidden_character": _("There is a character here that text may not contain. Delete it."),
    "tab": _("The line is indented with a tab. Indent with spaces."),
    "syntax": _(
        "This is not YAML: %(reason)s. Look at the indentation, quotes and colons here and just above."
    ),
    "empty": _("The file is empty."),
    "several_documents": _("A second document begins here. Keep one plan a file."),
    "too_many_values": _("The file holds more than %(most)s values. Is it the right file?"),
    "anchor": _("Anchors (&) and aliases (*) are not allowed in a plan file. Write the value out."),
    "tag": _("The tag %(tag)s is not allowed in a plan file. Delete it."),
    "key_not_text": _("A list or mapping stands where a field's name belongs. Write a name and a colon."),
    "duplicate_key": _("“%(key)s” stands here and in line %(first)s. Keep one of them."),
    "too_deep": _("Lists and mappings are nested deeper than %(most)s levels. Is it the right file?"),
    "unknown_field": _("There is no field “%(field)s” here. Correct the name or delete it."),
    "bad_code": _("“%(value)s” cannot be a code. Use lower-case letters, digits, - and _ only."),
    "field_missing": _("Fields are missing in “%(inside)s”: %(fields)s. Add them."),
    "number_for_text": _("%(field)s: %(value)s is read as a number. Put it in quotes."),
    "wrong_type": _("%(field)s must be %(expected)s and is %(found)s."),
    "not_allowed": _("%(field)s cannot be “%(value)s”. Choose one of: %(allowed)s."),
    "not_a_date": _("%(field)s: “%(value)s” is not a day of the calendar. Write it like 2025-12-31."),
    "bad_text": _("%(field)s: “%(value)s” is not written as it must be. See the reference of plan files."),
    "too_few": _("%(field)s is too short: it needs at least %(least)s."),
    "too_many": _("%(field)s is too long: at most %(most)s are allowed."),
    "out_of_range": _("%(field)s: %(value)s is out of range (%(rule)s)."),
    "no_form_fits": _(
        "%(field)s cannot be %(found)s like this. See the reference of plan files for its forms."
    ),
    "unknown_reading": _(
        "The chosen reading “%(chosen)s” is not among the readings. Choose one of: %(readings)s."
    ),
}

STRUCTURE = {
    "term_reversed": _(
        "The plan ends (%(last)s) before it begins (%(first)s). Correct first_day or last_day."
    ),
    "duplicate_code": _(
        "The code %(given)s stands twice among the %(kind)s, first in line %(first)s. Give it another."
    ),
    "unknown_measure": _(
        "%(where)s: there is no measure “%(given)s”. Declare it under measures or correct the code."
    ),
    "unknown_dimension": _(
        "%(where)s: there is no dimension “%(given)s”. Declare it under dimensions or correct the code."
    ),
    "unknown_value": _("%(where)s has no value “%(given)s”. Add it to the dimension or correct the code."),
    "dimension_not_carried": _(
        "%(indicator)s asks for %(dimension)s of the measure %(measure)s, which does not carry it. "
        "Add the dimension to the measure or drop the condition."
    ),
    "unused_measure": _("No indicator counts the measure %(measure)s. Use it or delete it."),
    "unused_dimension": _("No measure carries the dimension %(dimension)s. Use it or delete it."),
    "part_unlike_whole": _(
        "%(part)s (%(part_is)s) is said to be part of %(whole)s (%(whole_is)s). "
        "A part has the unit and kind of its whole."
    ),
    "part_of_itself": _("%(measure)s is part of itself by way of part_of. Break the circle."),
    "part_beyond_whole": _(
        "The target of %(indicator)s (%(target)s %(unit)s) is greater than that of %(whole)s (%(whole_target)s %(unit)s), "
        "of which it is a part. Correct one of them."
    ),
    "parts_beyond_whole": _(
        "%(parts)s together ask for %(together)s %(unit)s, more than the whole, %(whole)s (%(target)s). Correct one of them."
    ),
    "parts_short_of_whole": _(
        "Were %(parts)s all kept, they would come to %(together)s %(unit)s, and %(whole)s (%(target)s) would be missed. "
        "Correct one of them."
    ),
    "unknown_owner": _(
        "The owner “%(given)s” is no known organization. Set owner to the key of a unit in the tree."
    ),
    "unknown_organization": _(
        "%(where)s: “%(given)s” is neither a kind of organization nor a known key. Correct it."
    ),
}

FORMULAS = {
    "denominator_missing": _("%(indicator)s is a %(basis)s without a denominator. Add one to its formula."),
    "denominator_unwanted": _(
        "%(indicator)s has a denominator, which its basis %(basis)s does not use. Drop it, or make it a ratio or share."
    ),
    "rate_not_in_per_cent": _(
        '%(indicator)s is a rate in “%(unit)s”. Give its target in per cent, with unit "%%".'
    ),
    "kind_unfit": _(
        "%(indicator)s (%(basis)s) counts %(measure)s, which is a %(kind)s. Its basis needs %(wanted)s: "
        "change the basis or the measure's kind."
    ),
    "rate_of_rates": _(
        "%(indicator)s divides %(measure)s, which is a stated percentage. Use the quantities behind it instead."
    ),
    "persons_not_carried": _(
        "%(indicator)s counts distinct persons of %(measure)s, whose entries carry none. "
        "Set persons: true on the measure, or count quantities."
    ),
    "persons_and_person_times": _(
        "%(indicator)s mixes persons and person-times (%(units)s). One person may come several times: keep them apart."
    ),
    "units_not_summable": _(
        "%(indicator)s adds up different units (%(units)s). Use one unit, or a factor to convert."
    ),
    "ratio_of_units": _(
        "%(indicator)s divides %(numerator)s by %(denominator)s. A percentage needs the same unit above and below."
    ),
    "unit_differs": _(
        "%(indicator)s is in “%(unit)s” but counts “%(measured)s”. Use one unit, or a factor to convert."
    ),
    "target_too_fine": _(
        "The target of %(indicator)s, %(target)s, has more decimals than what it counts. Round it or raise the scale."
    ),
}

TARGETS = {
    "field_not_given": _("Known to be open: %(field)s, for %(count)s indicators (%(indicators)s)."),
    "deadline_missing": _("%(indicator)s has no deadline. Add one, or say cadence: annual or ongoing."),
    "deadline_unwanted": _(
        "%(indicator)s is %(cadence)s and has a deadline, %(deadline)s. Keep one of the two."
    ),
    "cumulative_every_year": _(
        "%(indicator)s is cumulative and owed every year anew. Make its basis annual, or give it a deadline."
    ),
    "deadline_before_term": _(
        "The deadline of %(indicator)s, %(deadline)s, is before the plan begins (%(first)s)."
    ),
    "deadline_after_term": _(
        "The deadline of %(indicator)s, %(deadline)s, is after the plan ends (%(last)s)."
    ),
    "range_open": _("%(indicator)s is a range without an upper end. Add target_max."),
    "range_unwanted": _(
        "%(indicator)s has target_max but is no range. Say comparator: range, or drop target_max."
    ),
    "range_reversed": _(
        "The range of %(indicator)s runs from %(low)s to %(high)s. Put the smaller end first."
    ),
    "direction_against_comparator": _(
        "The direction of %(indicator)s contradicts its comparator. Drop direction, or turn the comparator."
    ),
    "rate_beyond_whole": _("The target of %(indicator)s, %(target)s %%, is outside 0 to 100 %%. Check it."),
    "increment_without_baseline": _(
        "%(indicator)s is an increase, and its baseline is not given: it cannot be computed until somebody enters one."
    ),
    "baseline_missing": _(
        "%(indicator)s has no baseline, so that its course has no beginning. Add one, or say baseline: not_given."
    ),
    "baseline_after_deadline": _(
        "The baseline of %(indicator)s (%(on)s) is not before its deadline (%(deadline)s)."
    ),
    "met_at_baseline": _(
        "The target of %(indicator)s (%(target)s) is met already by its baseline (%(baseline)s). "
        "Check both; if it is to be kept, say trajectory: hold."
    ),
    "lead_missing": _("%(indicator)s has no lead organization. Name one, or say lead: not_given."),
    "reporters_missing": _("Nobody owes the values of %(indicator)s. Name its reporters."),
}

COURSES = {
    "milestones_missing": _("%(indicator)s runs through milestones but has none. Add milestones."),
    "milestones_unused": _(
        "%(indicator)s has milestones, but its trajectory is %(trajectory)s. Drop one, or say trajectory: milestones."
    ),
    "profile_missing": _("%(indicator)s follows a profile but has none. Give its 12 cumulative shares."),
    "profile_for_level": _(
        "%(indicator)s (%(basis)s) cannot follow a profile within the year: only sums can. Use milestones."
    ),
    "profile_falls": _(
        "The profile of %(indicator)s falls from one month to the next. Its shares are cumulative."
    ),
    "profile_not_whole": _("The profile of %(indicator)s ends at %(last)s. By December it must reach 1."),
    "sum_cannot_hold": _(
        "%(indicator)s (%(basis)s) grows from nothing and cannot stand at its target on every day. "
        "Give it a deadline or another trajectory."
    ),
    "milestones_out_of_order": _(
        "The milestones of %(indicator)s are not in order: %(later)s follows %(earlier)s. Sort them, one a day."
    ),
    "milestone_after_deadline": _(
        "A milestone of %(indicator)s, %(on)s, is after its deadline (%(deadline)s)."
    ),
    "milestone_before_term": _(
        "A milestone of %(indicator)s, %(on)s, is before the plan begins (%(first)s)."
    ),
    "milestones_turn_back": _(
        "The course of %(indicator)s turns back from %(earlier)s to %(later)s. Check the milestones and the baseline."
    ),
    "last_milestone_not_target": _(
        "The last milestone of %(indicator)s is %(milestone)s and its target %(target)s, on the same day. Make them equal."
    ),
    "milestone_beyond_target": _(
        "A milestone of %(indicator)s goes beyond its target, %(target)s. Check both."
    ),
}

SENTENCES = FORM | STRUCTURE | FORMULAS | TARGETS | COURSES

PERHAPS = _(" Perhaps “%(suggestion)s”?")

NOUNS = {
    "": _("the file"),
    "array": _("a list"),
    "object": _("a mapping"),
    "string": _("a text"),
    "number": _("a number"),
    "integer": _("a whole number"),
    "boolean": _("true or false"),
    "null": _("empty"),
    "number/null": _("a number or null"),
    "string/null": _("a text or null"),
    "initiatives": _("initiatives"),
    "actions": _("actions"),
    "indicators": _("indicators"),
    "safeguards": _("safeguards"),
    "milestones": _("milestones"),
    "relations": _("relations"),
    "duties": _("duties"),
}
_NOUN_FACTS = ("expected", "found", "inside", "kind")
# What a plan leaves open is told to people who may never see its file; here a field has its name in words too.
OPEN_FIELDS = {"lead": _("the lead organization (lead)"), "baseline": _("the baseline (baseline)")}


def sentence(problem: Problem) -> str:
    """Say in the language in force what is wrong and what to do about it."""
    facts = dict(problem.facts)
    for name in _NOUN_FACTS:
        if facts.get(name) in NOUNS:
            facts[name] = gettext(NOUNS[facts[name]])
    if problem.code == "field_not_given":
        name = str(facts["field"])
        facts["field"] = gettext(OPEN_FIELDS[name])
    said = gettext(SENTENCES[problem.code]) % facts
    if facts.get("suggestion"):
        said += gettext(PERHAPS) % facts
    return said
