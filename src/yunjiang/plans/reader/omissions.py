"""What a document leaves open, said in the draft so that nobody makes it up."""

from collections.abc import Iterator, Sequence

from .reading import Reading


def omissions(reading: Reading, unresolved: Sequence[str]) -> Iterator[dict[str, str]]:
    """Yield what is open, with the field of the plan file; `unresolved` are bodies that no organization was found for."""
    names = "、".join(dict.fromkeys(unresolved))
    silent = "部分行动原文没有写明。" if reading.responsible else "原文没有写明。"
    named = f"原文提到：{names}；待对应到组织。" if names else silent
    yield {"what": "牵头单位", "field": "lead", "note": named}
    yield {"what": "配合单位", "field": "support", "note": named}
    if reading.first_year is None:
        yield {"what": "起始年份", "note": "原文没有写明，按发文年份或最早的时限暂定。"}
    if reading.last_year is None:
        yield {"what": "终止年份", "note": "原文没有写明，按最晚的时限暂定。"}
    if not any(each.baseline is not None for each in reading.targets):
        yield {"what": "基期值", "field": "baseline", "note": "原文没有给出。"}
    if not any(each.nature for each in reading.targets):
        yield {"what": "约束性与预期性的区分", "field": "nature", "note": "原文没有说明。"}
    yield {"what": "进程要求", "field": "trajectory", "note": "原文没有规定，按均匀推进。"}
    yield {"what": "年度目标", "field": "milestones", "note": "原文没有给出。"}
    yield {"what": "统计口径和填报单位", "note": "原文没有规定，计量项由系统按指标逐个列出，待牵头单位核定。"}
