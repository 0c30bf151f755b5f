"""What if these units reported: an indicator as it is and as it would be, side by side. A rehearsal writes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from yunjiang.assessment import rehearsal
from yunjiang.assessment.judging import Assessed
from yunjiang.assessment.rehearsal import Rehearsed
from yunjiang.assessment.rules.changes import turned
from yunjiang.assessment.rules.supposing import Amounts, Assumption
from yunjiang.assessment.silences import Silence, silences
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Standing
from yunjiang.plans.document import Indicator
from yunjiang.web.components import numbers, status
from yunjiang.web.components.numbers import Number
from yunjiang.web.components.overview import Clause
from yunjiang.web.components.status import Mark
from yunjiang.web.pages import drawing
from yunjiang.web.pages import selection as selecting
from yunjiang.web.pages.changes import signed
from yunjiang.web.pages.selection import Selection

ALL = "all"
ASSUMPTIONS: dict[Assumption, Promise] = {
    Assumption.LAST: gettext_lazy("the same as in the period before"),
    Assumption.RATE: gettext_lazy("at the pace of the period before"),
    Assumption.OWN: gettext_lazy("a number of your own for each"),
}
_SAID: dict[Assumption, Promise] = {
    Assumption.LAST: gettext_lazy("report the same as in the period before"),
    Assumption.RATE: gettext_lazy("report at the pace of the period before"),
    Assumption.OWN: gettext_lazy("report the numbers given here"),
}


@dataclass(frozen=True)
class Wishes:
    """What is to be supposed; kept in the address. `keys` is None as long as nobody picked units: all that are silent."""

    code: str
    assumption: Assumption
    keys: frozenset[str] | None
    texts: Mapping[str, str]  # own numbers as they were typed, by the key of the unit

    @classmethod
    def asked(cls, asked: QueryDict) -> "Wishes":
        """Read the wishes from an address; an assumption not understood is that of the period before."""
        told = asked.get("assumption", "")
        return cls(
            asked.get("indicator", ""),
            next((each for each in Assumption if each.value == told), Assumption.LAST),
            frozenset(asked.getlist("units")) if "picked" in asked else None,
            {name[7:]: asked.get(name, "").strip() for name in asked if name.startswith("number-")},
        )


@dataclass(frozen=True)
class Choice:
    """An indicator that can be rehearsed, with how many units are silent."""

    code: str
    name: str
    silent_count: int
    is_chosen: bool


@dataclass(frozen=True)
class UnitRow:
    """One silent unit: what it said before, what is supposed of it, and the number its row of the form has."""

    key: str
    name: str
    is_picked: bool
    previous: Number
    supposed: Number
    number: str
    fault: str = ""


@dataclass(frozen=True)
class Side:
    """The indicator on one of the two sides."""

    value: Number
    completion: str
    mark: Mark
    forecast: Number
    outlook: Mark | None
    reported: str


@dataclass(frozen=True)
class Result:
    """One indicator on both sides; `is_turned` when its status would be another one."""

    code: str
    name: str
    href: str
    period: str
    is_due: bool
    counted: int
    silent_count: int
    real: Side
    supposed: Side
    difference: str
    is_turned: bool


@dataclass(frozen=True)
class Rehearsal:
    """The view model."""

    lead: Sequence[Clause]
    choices: Sequence[Choice]
    assumptions: Sequence[tuple[str, str, bool]]
    has_own: bool
    results: Sequence[Result]
    units: Sequence[UnitRow]
    code: str
    unit: str  # in which numbers of one's own are given
    fault_count: int


def what_if(request: HttpRequest) -> HttpResponse:
    """Show what would be if units that are silent reported."""
    selection = selecting.choose(request)
    shown = rehearse(selection, Wishes.asked(request.GET))
    return render(request, "pages/what_if.html", {"selection": selection, "rehearsal": shown})


def rehearse(selection: Selection, wishes: Wishes) -> Rehearsal:
    """Make the page's view model."""
    how = {
        "on": selection.on,
        "data_set": selection.data_set.value,
        "position": selection.position,
    }
    place = selection.place.organization_id
    every = silences(selection.version, place, **how)  # type: ignore[arg-type]
    chosen = _chosen(every, wishes.code)
    looked_at = chosen or every
    silent_units = {unit for each in looked_at for unit in each.silent}
    standings = organizations.standings_of(silent_units, selection.on)
    picked = {
        unit
        for unit, each in standings.items()
        if wishes.keys is None or each.organization.key in wishes.keys
    }
    given, faults = _numbers(wishes, standings)
    found = rehearsal.rehearse(
        selection.version,
        place,
        looked_at,
        assumption=wishes.assumption,
        units=picked,
        numbers=given,
        **how,  # type: ignore[arg-type]
    )
    indicator = chosen[0].indicator if chosen else None
    return Rehearsal(
        lead=_lead(wishes, found, indicator, picked),
        choices=[
            Choice(each.indicator.code, each.indicator.name, len(each.silent), each in chosen)
            for each in every
        ],
        assumptions=[
            (each.value, str(name), each is wishes.assumption) for each, name in ASSUMPTIONS.items()
        ],
        has_own=wishes.assumption is Assumption.OWN and indicator is not None,
        results=[_result(selection, each) for each in found],
        units=_units(found[0], standings, picked, wishes, faults) if indicator and found else [],
        code=indicator.code if indicator else "",
        unit=indicator.unit if indicator else "",
        fault_count=len(faults),
    )


def _chosen(every: Sequence[Silence], code: str) -> list[Silence]:
    """Return the indicator asked for, without a wish that of which most units are silent; none of them for all."""
    if code == ALL or not every:
        return []
    asked = [each for each in every if each.indicator.code == code]
    return asked or [max(every, key=lambda each: len(each.silent))]


def _numbers(wishes: Wishes, standings: Mapping[int, Standing]) -> tuple[dict[int, Decimal], dict[str, str]]:
    """Return the numbers given, by unit, and what is wrong with those that are none, by the unit's key."""
    given: dict[int, Decimal] = {}
    faults: dict[str, str] = {}
    for unit, standing in standings.items():
        text = wishes.texts.get(standing.organization.key, "").replace(",", "").replace("，", "")
        if not text:
            continue
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_finite() and 0 <= number < Decimal(10) ** 15:
            given[unit] = number
        else:
            faults[standing.organization.key] = _("Write a number of at least 0, such as 1200 or 72.5.")
    return given, faults


def _lead(
    wishes: Wishes, found: Sequence[Rehearsed], indicator: Indicator | None, picked: set[int]
) -> list[Clause]:
    end = Clause(pgettext("end of sentence", "."))
    if not found:
        return [Clause(_("Nobody is silent: there is nothing to suppose")), end]
    said = str(_SAID[wishes.assumption])
    clauses = [
        Clause(
            ngettext(
                "If %(count)d silent unit were to %(said)s",
                "If %(count)d silent units were to %(said)s",
                len(picked),
            )
            % {"count": len(picked), "said": said}
        )
    ]
    if indicator is None:
        turns = sum(_is_turned(each) for each in found)
        text = ngettext(
            ", %(turns)d of %(all)d indicators would have another status",
            ", %(turns)d of %(all)d indicators would have another status",
            turns,
        )
        return [*clauses, Clause(text % {"turns": turns, "all": len(found)}), end]
    real, would = found[0].real.judgement, found[0].supposed.judgement
    if would.value is None:
        return [*clauses, Clause(_(", nothing would be known of %(name)s") % {"name": indicator.name}), end]
    facts = {"name": indicator.name, "value": numbers.spoken(would.value, indicator.unit)}
    clauses.append(Clause(_(", %(name)s would stand at %(value)s") % facts))
    mark, mark_before = drawing.mark_of(would), drawing.mark_of(real)
    if (mark.word, mark.tone) != (mark_before.word, mark_before.tone):
        clauses += [
            Clause(_(" and turn from %(before)s to ") % {"before": mark_before.word}),
            Clause(str(mark.word), mark.tone),
        ]
    else:
        clauses += [Clause(_(" and stay ")), Clause(str(mark.word), mark.tone)]
    unknown = len(found[0].units) - found[0].counted
    if unknown:
        text = ngettext(
            "; of %d unit nothing is known to go on from",
            "; of %d units nothing is known to go on from",
            unknown,
        )
        clauses.append(Clause(text % unknown, "silent"))
    return [*clauses, end]


def _is_turned(each: Rehearsed) -> bool:
    one, other = each.real.judgement, each.supposed.judgement
    return (one.status, one.severity) != (other.status, other.severity)


def _result(selection: Selection, each: Rehearsed) -> Result:
    indicator, period = each.silence.indicator, each.silence.period
    one, other = each.real.judgement, each.supposed.judgement
    difference = None if other.value is None else other.value - (one.value or Decimal(0))
    return Result(
        code=indicator.code,
        name=indicator.name,
        href=reverse("what-if") + selection.query + f"&indicator={indicator.code}",
        period=f"{period.first.isoformat()} – {period.last.isoformat()}",
        is_due=each.silence.is_due,
        counted=each.counted,
        silent_count=len(each.silence.silent),
        real=_side(selection, indicator, each.real, is_real=True),
        supposed=_side(selection, indicator, each.supposed, is_real=False),
        difference=signed(difference, indicator) if turned(one, other) else "",
        is_turned=_is_turned(each),
    )


def _side(selection: Selection, indicator: Indicator, assessed: Assessed, *, is_real: bool) -> Side:
    judgement = assessed.judgement
    # What is supposed has no entries behind it: only the real number is a link.
    href = reverse("entries", args=[indicator.code]) + selection.query if is_real else ""
    value = None if assessed.figure is None else assessed.figure.value
    return Side(
        value=numbers.number(value, indicator.unit, href=href),
        completion=numbers.rate(judgement.completion_rate),
        mark=drawing.mark_of(judgement),
        forecast=numbers.estimate(judgement.forecast.value, indicator.unit),
        outlook=status.outlook_of(judgement.forecast.likelihood),
        reported=f"{judgement.reported_count} / {judgement.expected_count}"
        if judgement.expected_count
        else "",
    )


def _units(
    rehearsed: Rehearsed,
    standings: Mapping[int, Standing],
    picked: set[int],
    wishes: Wishes,
    faults: Mapping[str, str],
) -> list[UnitRow]:
    indicator = rehearsed.silence.indicator
    supposed = {each.organization_id: each for each in rehearsed.units}
    units = [standings[each] for each in rehearsed.silence.silent if each in standings]

    def number(amounts: Amounts | None) -> Number:
        return numbers.estimate(None if amounts is None else amounts.value, indicator.unit)

    rows = []
    for unit in sorted(units, key=lambda each: (each.path.count("/"), each.rank, each.code)):
        known = supposed.get(unit.organization_id)
        key = unit.organization.key
        rows.append(
            UnitRow(
                key=key,
                name=unit.short_name or unit.name,
                is_picked=unit.organization_id in picked,
                previous=number(known.previous if known else None),
                supposed=number(known.amounts if known else None),
                number=wishes.texts.get(key, ""),
                fault=faults.get(key, ""),
            )
        )
    return rows
