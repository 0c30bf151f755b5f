"""A return as it is laid before people: chapters by action, blocks by indicator, in them the questions with all beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yunjiang.plans import queries as plans
from yunjiang.returns import checking, queries, rights
from yunjiang.returns.models import Evidence, Origin, Remark, Return, State
from yunjiang.returns.sheets import Sheet, SheetCell, SheetSection, Slot
from yunjiang.returns.workbooks.form import REASONS
from yunjiang.standards import periods
from yunjiang.web.components.said import Crumb
from yunjiang.web.components.status import Mark
from yunjiang.web.pages.returns import beside, marks, offers, reading, speech, steps, texts
from yunjiang.web.pages.returns.beside import Progress
from yunjiang.web.pages.returns.offers import Offer
from yunjiang.web.pages.returns.reading import Reader


@dataclass(frozen=True)
class Asked:
    """One question as it stands on the page. `key` is what the page calls it when it saves; `row` its place on the keyboard."""

    key: str
    anchor: str
    row: int
    code: str
    name: str
    unit: str
    definition: str
    depth: int
    text: str
    is_unavailable: bool
    explanation: str
    is_open: bool
    last: str
    last_name: str
    offers: Sequence[Offer]
    findings: SafeString
    sort: str  # hard, soft or nothing
    wants_explanation: bool
    remarks: Sequence[Remark]
    evidence: Sequence[Evidence]
    origin: str
    part_of: str = ""
    has_parts: bool = False
    problem: str = ""


@dataclass(frozen=True)
class Block:
    """One indicator's questions under their heading; `told` is empty where the heading would only repeat the question."""

    indicator: str
    told: str
    lead: str
    is_accepted: bool
    remarks: Sequence[Remark]
    asked: Sequence[Asked]


@dataclass(frozen=True)
class Chapter:
    """One action of the plan with its indicators."""

    anchor: str
    name: str
    blocks: Sequence[Block]

    @property
    def asked(self) -> list[Asked]:
        return [each for block in self.blocks for each in block.asked]

    @property
    def told_count(self) -> str:
        answered = sum(bool(each.text or each.is_unavailable) for each in self.asked)
        return f"{answered}/{len(self.asked)}"

    @property
    def is_full(self) -> bool:
        return all(each.text or each.is_unavailable for each in self.asked)


@dataclass(frozen=True)
class Page:
    """The whole return as a person sees it."""

    report: Return
    crumbs: Sequence[Crumb]
    lead: str
    due: marks.Due
    mark: Mark
    where: str
    progress: Progress
    chapters: Sequence[Chapter]
    slots: Sequence[tuple[str, Slot]]
    from_registers: Sequence[Any]
    remarks: Sequence[Remark]
    steps: Sequence[steps.Told]
    may_fill: bool
    doors: Mapping[str, bool]
    is_whole: bool
    words: Mapping[str, str]
    user_id: int
    has_action_words: bool
    reasons: Sequence[str] = REASONS
    problems: Sequence[tuple[str, str, str]] = field(default=())  # sentence, name, anchor

    @property
    def sent_back(self) -> list[tuple[Asked, Remark]]:
        """Return the items that were sent back, each with the reason."""
        asked = [each for chapter in self.chapters for each in chapter.asked]
        return [(each, remark) for each in asked for remark in each.remarks]


def page(who: Reader, report: Return) -> Page:
    """Make the page's view model."""
    findings = checking.findings(report)
    readable = rights.readable_sections(who.user, report)
    laid = queries.sheet(report, findings=beside.while_filling(findings), sections=readable)
    may_fill = rights.may_fill(who.user, report)
    progress = beside.progress([report], {report.pk: findings})[report.pk]
    taken_for = [each.desk_id for each in laid.steps]
    names = marks.names(
        [report.desk_id, *taken_for, *(each.lead.pk for each in laid.sections)], report.cycle.tree_on
    )
    return Page(
        report=report,
        crumbs=reading.crumbs(report.cycle, report),
        lead=beside.lead(report, progress),
        due=marks.due_of(report),
        mark=marks.mark_of(report.state),
        where=_where(report, laid, names),
        progress=progress,
        chapters=_chapters(laid, may_fill, names),
        slots=[(f"{report.pk}|{slot.action}|{slot.heading}", slot) for slot in laid.slots],
        from_registers=laid.from_registers,
        remarks=laid.remarks,
        steps=steps.told(laid.steps, names),
        may_fill=may_fill,
        doors=_doors(who, report),
        is_whole=readable is None,
        words=speech.words(),
        user_id=who.user.pk,
        has_action_words=any(slot.action and slot.text for slot in laid.slots),
    )


def _doors(who: Reader, report: Return) -> dict[str, bool]:
    """Say what this person may do to the return from here."""
    sections = reading.sections(report)
    return {
        "submit": rights.may_submit(who.user, report),
        "withdraw": rights.may_withdraw(who.user, report),
        "review": rights.may_review(who.user, report),
        "accept": bool(rights.acceptable(who.user, sections)),
        "reopen": bool(rights.reopenable(who.user, sections)),
        "extend": rights.may_manage(who.user, report.cycle),
    }


def _where(report: Return, laid: Sheet, names: Mapping[int | None, str]) -> str:
    """Say with whom the return lies now."""
    if report.desk_id is not None and report.state == State.SUBMITTED:
        return _("with %(unit)s for review") % {"unit": names[report.desk_id]}
    if report.state == State.APPROVED:
        leads = {
            marks.lead_name(report, each.lead.pk, names)
            for each in laid.sections
            if not each.section.is_accepted
        }
        return _("with %(units)s for acceptance") % {"units": _("、").join(sorted(leads))}
    return ""


def _chapters(laid: Sheet, may_fill: bool, names: Mapping[int | None, str]) -> list[Chapter]:
    plan = plans.document(laid.cycle.plan_version)
    action_of = {each.code: each.action for each in plan.indicators}
    actions = {each.code: each.name for each in plan.actions}
    last_names = {
        each.last_code: periods.parse(each.last_code).label for each in laid.cells if each.last_code
    }
    grouped: dict[str, list[Block]] = {}
    row = 0
    for section in laid.sections:
        asked = []
        wholes = {each.part_of for each in section.cells if each.part_of}
        for cell in _parts_below(section.cells):
            is_open = may_fill and not section.section.is_accepted
            one = _asked(laid, cell, row, is_open, last_names)
            asked.append(replace(one, has_parts=cell.code in wholes))
            row += 1
        action = action_of.get(section.section.indicator, "")
        grouped.setdefault(action, []).append(_block(laid.report, section, asked, names))
    return [
        Chapter(f"a-{code.replace('.', '-')}", f"{code} {actions.get(code, '')}".strip(), blocks)
        for code, blocks in grouped.items()
    ]


def _parts_below(cells: Sequence[SheetCell]) -> list[SheetCell]:
    """Return cells with the parts of a whole right below it."""
    here = {each.code for each in cells}
    parts: dict[str, list[SheetCell]] = {}
    for each in cells:
        parts.setdefault(each.part_of if each.part_of in here else "", []).append(each)
    ordered: list[SheetCell] = []
    waiting = parts.pop("", [])[::-1]
    while waiting:
        each = waiting.pop()
        ordered.append(each)
        waiting += parts.pop(each.code, [])[::-1]
    return ordered


def _block(
    report: Return, section: SheetSection, asked: Sequence[Asked], names: Mapping[int | None, str]
) -> Block:
    indicator = section.section
    is_repeated = len(asked) == 1 and asked[0].name == indicator.name
    return Block(
        indicator=indicator.indicator,
        told="" if is_repeated else indicator.name,
        lead=marks.lead_name(report, section.lead.pk, names),
        is_accepted=indicator.is_accepted,
        remarks=section.remarks,
        asked=asked,
    )


def _asked(laid: Sheet, cell: SheetCell, row: int, is_open: bool, last_names: Mapping[str, str]) -> Asked:
    kept = cell.cell
    soft = any(not each.is_hard for each in cell.findings)
    return Asked(
        key=f"{laid.report.pk}|{cell.code}",
        anchor=f"q{kept.pk}",
        row=row,
        code=cell.code,
        name=cell.question.name,
        unit=cell.question.unit,
        definition=cell.question.definition,
        depth=1 if cell.part_of else 0,
        text=texts.shown(kept.value),
        is_unavailable=kept.is_unavailable,
        explanation=kept.explanation,
        is_open=is_open,
        last=texts.shown(cell.last),
        last_name=last_names.get(cell.last_code, ""),
        offers=offers.of(cell),
        findings=beside.drawn(cell.findings),
        sort="hard" if any(each.is_hard for each in cell.findings) else "soft" if soft else "",
        wants_explanation=soft or bool(kept.explanation) or kept.is_unavailable,
        remarks=cell.remarks,
        evidence=cell.evidence,
        origin=str(Origin(kept.origin).label) if kept.origin in (Origin.REGISTER, Origin.LAST_TIME) else "",
        part_of=cell.part_of,
    )
