"""目标调整建议: which targets the forecast puts in doubt, and the office's proposal."""

from collections.abc import Iterator

from yunjiang.assessment.rules.judgement import Likelihood
from yunjiang.documents.drafting import Draft, paragraphs
from yunjiang.documents.layout.blocks import Block, Heading
from yunjiang.documents.number import What
from yunjiang.documents.phrase import phrase
from yunjiang.documents.wording import clause, listing, quoted, sentence


def blocks(draft: Draft) -> Iterator[Block]:
    """Write the chapter on adjusting targets."""
    yield Heading(1, phrase("目标调整建议"))
    doubtful = [
        each
        for each in draft.material.appraisals
        if each.judgement.forecast.likelihood is Likelihood.UNLIKELY
    ]
    if doubtful:
        among = f"likelihood:{Likelihood.UNLIKELY.value}"
        count = draft.cited.said(What.INDICATOR_COUNT, among=among)
        names = listing(quoted(each.indicator.name) for each in doubtful)
        yield from paragraphs(
            sentence(clause("按现有进度推算预计难以如期完成的指标有", count, "，为", names))
        )
    else:
        yield from paragraphs(sentence("按现有数据推算，没有预计难以如期完成的指标"))
    yield draft.slot(
        "target_adjustment",
        "目标调整建议",
        "是否建议调整及理由；调整目标须报原批准机关同意；不建议调整的写“无”",
    )
