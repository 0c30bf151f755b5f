"""重点任务推进情况: initiative by initiative, its actions one by one, each indicator in a sentence, one chart."""

from collections.abc import Iterator

from yunjiang.documents import drawings
from yunjiang.documents.drafting import Draft, paragraphs
from yunjiang.documents.layout.blocks import Block, Heading
from yunjiang.documents.layout.headings import chinese_numeral
from yunjiang.documents.number import What
from yunjiang.documents.phrase import Phrase, Wording, phrase
from yunjiang.documents.sentences.standing import is_silent, standing, together
from yunjiang.documents.states import Among, kept_word, late_word
from yunjiang.documents.wording import clause, paragraph, quoted, sentence
from yunjiang.plans.document import Action, Initiative


def blocks(draft: Draft) -> Iterator[Block]:
    """Write the chapter on the plan's initiatives."""
    yield Heading(1, phrase("重点任务推进情况"))
    for initiative in draft.material.plan.initiatives:
        yield Heading(2, phrase(initiative.name))
        yield from paragraphs(_counted(draft, initiative))
        actions = [each for each in draft.material.plan.actions if each.initiative == initiative.code]
        for order, action in enumerate(actions, start=1):
            yield from paragraphs(_action(draft, order, action))
        yield draft.slot(
            f"practice.{initiative.code}",
            f"{initiative.name}：做法和典型",
            f"{quoted(initiative.name)}的主要做法、成效和一个典型案例",
        )
        chart = drawings.of_indicators(
            draft, f"{quoted(initiative.name)}指标完成进度", draft.material.of_initiative(initiative.code)
        )
        if chart:
            yield chart


def _counted(draft: Draft, initiative: Initiative) -> Phrase:
    """Say how many indicators an initiative has and how they stand."""
    code = initiative.code
    given = draft.material.of_initiative(code)
    if not given:
        return sentence("该项举措未设量化指标")

    def count(among: Among) -> Wording | None:
        number = draft.cited.said(What.INDICATOR_COUNT, indicator=code, among=among.value)
        return number if number is not None and number.value else None

    total, kept, late = count(Among.ALL), count(Among.IN_LINE), count(Among.LATE)
    if len(given) == 1:
        return ()
    return sentence(
        clause("共有量化指标", total),
        clause("其中", kept, kept_word(draft.material)),
        clause(late, late_word(draft.material)),
    )


def _action(draft: Draft, order: int, action: Action) -> Phrase:
    """Say of one action how its indicators stand, with blanks for its qualitative milestones and relations."""
    plan = draft.material.plan
    given = draft.material.of_action(action.code)
    said = [standing(draft.cited, each) for each in given if not is_silent(each)]
    said += together([each for each in given if is_silent(each)])
    qualitative = [(each.code, each.name) for each in plan.milestones if each.action == action.code]
    qualitative += [(each.code, each.name) for each in plan.relations if each.action == action.code]
    for code, name in qualitative:
        said.append(
            sentence(clause(f"{quoted(name)}：", draft.blank(f"progress.{code}", f"进展情况 {name}")))
        )
    if not said:
        blank = draft.blank(f"progress.{action.code}", f"进展情况 {action.name}")
        said.append(sentence(clause("未设量化指标，进展情况：", blank)))
    return paragraph(f"{chinese_numeral(order)}是{action.name}。", *said)
