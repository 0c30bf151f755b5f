"""What units tell in their own words: what is asked, what is missing, and the words as documents take them up.

A unit tells of each action and safeguard of the plan, and of the whole. A document on a unit takes its own words; where it has
said nothing on something, those of the units directly below, each by name, as far as a page bears them. Only words that have
passed every desk are taken up.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from yunjiang.ledger.models import DataSet
from yunjiang.organizations.models import ids_in
from yunjiang.plans import queries as plans
from yunjiang.plans.document import PlanDocument
from yunjiang.standards.periods import Period

from .models import Cycle, Heading, Passage, Return, Rhythm, State
from .questions import is_owed_by

APPROVED = (State.APPROVED, State.POSTED)
MOST_CHARACTERS = 1200  # under one heading of a document, where the words of several units are put together
MOST_OF_ONE_UNIT = 160
_INLINE = 120  # what fits into the line of an action that has no indicator

_SLOTS_OF_WHOLE = {
    Heading.PROGRESS: "overall",
    Heading.PROBLEMS: "causes",
    Heading.NEXT_STEPS: "countermeasures",
    Heading.NEXT_YEAR: "next_year",
}

Told = list[tuple[str, str]]  # (name of the unit, or "" for the document's own; its words)


def headings(report: Return) -> list[Heading]:
    """Return the headings that a return must fill: progress for a yearly summary, for a yearly return next year's plan too.

    Once the plan ends there is no next year to plan.
    """
    if not report.owes_narrative:
        return []
    plan = plans.document(report.cycle.plan_version)
    kinds = {
        duty.kind
        for duty in plan.duties
        if is_owed_by(duty.owed_by, report.place.kind, report.organization.key)
    }
    plans_next = "annual_return" in kinds and _has_next_year(plan, report.cycle)
    return [Heading.PROGRESS, *([Heading.NEXT_YEAR] if plans_next else [])]


def places(cycle: Cycle) -> list[tuple[str, str, Heading]]:
    """Return every place for words as (action or safeguard, its name, heading); "" is the whole, which comes last."""
    plan = plans.document(cycle.plan_version)
    named = [(each.code, each.name) for each in plan.actions] + [
        (each.code, each.name) for each in plan.safeguards
    ]
    parts = [(code, name, Heading.PROGRESS) for code, name in named]
    whole = [("", "", each) for each in Heading if each != Heading.NEXT_YEAR or _has_next_year(plan, cycle)]
    return [*parts, *whole]


def missing(report: Return) -> list[Heading]:
    """Return the headings that a return must fill and has not, on any action or on the whole; none where it owes no words."""
    owed = headings(report)
    told = set(report.passages.exclude(text="").values_list("heading", flat=True))
    return [each for each in owed if each not in told]


def passages_for(
    organization_id: int,
    period: Period,
    *,
    data_set: str = DataSet.OPERATIONAL,
    plan: str | None = None,
) -> dict[str, str]:
    """Return the words for a document on a unit and a year, by the keys of the document's slots; empty when nobody told.

    `plan` is the plan's code, the newest cycle's plan when it is not given.
    """
    cycles = Cycle.objects.filter(
        data_set=data_set, rhythm=Rhythm.ANNUAL, first_on=period.first, last_on=period.last
    )
    if plan is not None:
        cycles = cycles.filter(plan_version__plan__code=plan)
    cycle = cycles.select_related("plan_version__plan").order_by("-opened_at", "-id").first()
    if cycle is None:
        return {}
    document = plans.document(cycle.plan_version)
    told = _told(cycle, organization_id)
    words: dict[str, str] = {}
    for (action, heading), said in told.items():
        if action == "":
            words[_SLOTS_OF_WHOLE[Heading(heading)]] = _together(said)
    words |= {
        f"safeguard.{each.code}": _together(told[each.code, Heading.PROGRESS])
        for each in document.safeguards
        if (each.code, Heading.PROGRESS) in told
    }
    return words | _practice(document, told)


def _has_next_year(plan: PlanDocument, cycle: Cycle) -> bool:
    return cycle.last_on.year < plan.last_day.year


def _practice(document: PlanDocument, told: Mapping[tuple[str, str], Told]) -> dict[str, str]:
    """Return what was told of actions: by initiative, or in the action's own line where it has no indicator and words are few."""
    measured = {each.action for each in document.indicators}
    words: dict[str, str] = {}
    paragraphs: dict[str, list[str]] = defaultdict(list)
    for action in document.actions:
        said = told.get((action.code, Heading.PROGRESS))
        if not said:
            continue
        text = _together(said)
        if action.code not in measured and len(text) <= _INLINE and "\n" not in text:
            words[f"progress.{action.code}"] = text.rstrip("。")
        else:
            paragraphs[f"practice.{action.initiative}"].append(f"{action.name}：{text}")
    return words | {slot: "\n".join(texts) for slot, texts in paragraphs.items()}


def _told(cycle: Cycle, organization_id: int) -> dict[tuple[str, str], Told]:
    """Return what the unit told by action and heading; where it told nothing, what the units directly below told."""
    rows = (
        Passage.objects.filter(
            report__cycle=cycle,
            report__state__in=APPROVED,
            report__place__path__contains=f"/{organization_id}/",
        )
        .exclude(text="")
        .select_related("report__place")
        .order_by("report__place__rank")
    )
    own: dict[tuple[str, str], Told] = {}
    below: dict[tuple[str, str], Told] = defaultdict(list)
    for each in rows:
        place = each.report.place
        if place.organization_id == organization_id:
            own[each.action, each.heading] = [("", each.text)]
        elif ids_in(place.path)[-2] == organization_id:
            below[each.action, each.heading].append((place.short_name, each.text))
    return {**below, **own}


def _together(said: Sequence[tuple[str, str]]) -> str:
    """Return words as one text: its own as they stand; those of several units by name, each cut, and all of them bounded."""
    if len(said) == 1 and said[0][0] == "":
        return said[0][1]
    lines: list[str] = []
    length = 0
    for number, (name, text) in enumerate(said):
        line = f"{name}：{_cut(' '.join(text.split()))}"
        length += len(line)
        if length > MOST_CHARACTERS and lines:
            lines.append(f"另有{len(said) - number}个单位报送了情况。")
            break
        lines.append(line)
    return "\n".join(lines)


def _cut(text: str) -> str:
    """Cut a text at the end of a sentence, or with an ellipsis where its first sentence is too long."""
    if len(text) <= MOST_OF_ONE_UNIT:
        return text
    end = text.rfind("。", 0, MOST_OF_ONE_UNIT)
    return text[: end + 1] if end > 0 else text[: MOST_OF_ONE_UNIT - 1] + "…"
