"""What the plan promises of an indicator, in the plan's own words and in ours, for the indicator's page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yunjiang.organizations.models import Standing
from yunjiang.plans.document import Formula, Indicator, PlanDocument, Term
from yunjiang.web.components import numbers
from yunjiang.web.pages import wording
from yunjiang.web.pages.selection import Selection


@dataclass(frozen=True)
class Fact:
    """One line of the description; `is_quote` marks the plan's own words."""

    label: str
    lines: Sequence[str]
    is_quote: bool = False


def facts(selection: Selection, wanted: Indicator) -> list[Fact]:
    """Return what describes an indicator, in reading order; what the plan leaves open is said to be so."""
    document = selection.document
    not_given = _("not given by the plan")
    measures = {each.code: each for each in document.measures}
    described = [
        Fact(_("In the plan's words"), [wanted.quote], is_quote=True),
        Fact(_("Target"), [_target(wanted), str(wording.NATURES[wanted.nature])]),
        Fact(_("Counted as"), [str(wording.BASES[wanted.basis])]),
        Fact(_("Formula"), formula(document, wanted.formula)),
        Fact(
            _("Definition"),
            [
                measures[code].name + pgettext("before what follows", ": ") + measures[code].definition
                for code in wanted.measures()
                if code in measures and measures[code].definition
            ],
        ),
        Fact(_("Required course"), [str(wording.COURSES[wanted.course.kind])]),
        Fact(_("Baseline"), [_baseline(wanted) or not_given]),
        Fact(_("Lead"), [_units(selection, wanted.lead) or not_given]),
        Fact(
            _("Channel"), [_("registers") if wanted.channel == "evidenced" else _("returns and publications")]
        ),
    ]
    described += [
        Fact(
            _("Left open by the text"),
            [
                choice.question,
                _("Read as: %(reading)s") % {"reading": dict(choice.readings)[choice.chosen]},
                choice.note,
            ],
        )
        for choice in wanted.choices
    ]
    if wanted.note:
        described.append(Fact(_("Note"), [wanted.note]))
    return [fact for fact in described if any(fact.lines)]


def _target(wanted: Indicator) -> str:
    text = wording.COMPARATORS[wanted.comparator] + " " + numbers.spoken(wanted.target, wanted.unit)
    if wanted.target_max is not None:
        text += "–" + numbers.spoken(wanted.target_max, wanted.unit)
    when = str(wording.CADENCES[wanted.cadence])
    if wanted.deadline is not None:
        when = wanted.deadline.isoformat()
    return text.strip() + pgettext("between clauses", ", ") + when


def formula(document: PlanDocument, counted: Formula) -> list[str]:
    """Write a formula with the names of its measures."""
    above = _terms(document, counted.numerator)
    if not counted.denominator:
        return [f"Σ {above}"]
    return [f"Σ {above} ÷ Σ {_terms(document, counted.denominator)} × 100%"]


def _terms(document: PlanDocument, terms: Sequence[Term]) -> str:
    names = {each.code: each.name for each in document.measures}
    words = []
    for term in terms:
        word = names.get(term.measure, term.measure)
        if term.breakdown:
            word += "[" + ", ".join(f"{dimension}={value}" for dimension, value in term.breakdown) + "]"
        if term.factor != 1:
            word = f"{numbers.grouped(term.factor)} × {word}"
        words.append(word)
    text = " + ".join(words)
    return f"({text})" if len(words) > 1 else text


def _baseline(wanted: Indicator) -> str:
    if wanted.baseline is None:
        return ""
    value = numbers.spoken(wanted.baseline.value, wanted.unit)
    return f"{value} ({wanted.baseline.on.isoformat()}) {wanted.baseline.source}".rstrip()


def _units(selection: Selection, keys: Sequence[str] | None) -> str:
    if not keys:
        return ""
    found = Standing.objects.filter(organization__key__in=keys).order_by("valid_from")
    names = {each.organization.key: each.name for each in found.select_related("organization")}
    return pgettext("between things", ", ").join(names.get(key, key) for key in keys)
