"""下一步要求 of the bulletin: what must come from whom by when."""

from collections.abc import Iterator

from yunjiang.assessment.rules.judgement import Status
from yunjiang.documents.drafting import Draft, paragraphs
from yunjiang.documents.layout.blocks import Block, Heading
from yunjiang.documents.material import Appraisal
from yunjiang.documents.phrase import Phrase, phrase
from yunjiang.documents.sentences.shortfall import late
from yunjiang.documents.states import chosen
from yunjiang.documents.wording import clause, listing, quoted, sentence


def blocks(draft: Draft) -> Iterator[Block]:
    """Write the chapter of demands."""
    yield Heading(1, phrase("下一步要求"))
    behind = late(draft.cited)
    unreported = chosen(draft.material.appraisals, Status.NOT_REPORTED.value)
    yield from paragraphs(
        _demand("对滞后的", behind, "责任单位要逐项查找原因，明确措施、时限和责任人"),
        _demand("对未报送的", unreported, "有关单位要尽快补报"),
    )
    yield draft.slot("demands", "下一步要求", "工作要求、整改时限和反馈方式")


def _demand(lead: str, appraisals: list[Appraisal], closing: str) -> Phrase:
    if not appraisals:
        return ()
    names = listing((quoted(each.indicator.name) for each in appraisals), at_most=5)
    return sentence(clause(lead, names, "指标"), closing)
