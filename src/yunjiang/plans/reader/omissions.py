"""What a document leaves open, said in the draft so that nobody makes it up."""

from collections.abc import Collection, Iterator, Sequence

from .items import KIND_NAMES, Head, ReadItem


def omissions(
    head: Head, items: Sequence[ReadItem], unsettled: Sequence[str], reporters: Collection[str]
) -> Iterator[dict[str, str]]:
    """Yield what is open, with the field of the plan file; `unsettled` bodies found no organization or no action."""
    indicators = [each.values for each in items if each.kind == "indicator"]
    names = "、".join(dict.fromkeys(unsettled))
    is_said = any(each.kind == "body" for each in items)
    silent = "部分行动原文没有写明。" if is_said else "原文没有写明。"
    named = f"原文提到：{names}；待对应到组织。" if names else silent
    yield {"what": "牵头单位", "field": "lead", "note": named}
    yield {"what": "配合单位", "field": "support", "note": named}
    if head.first_year is None:
        yield {"what": "起始年份", "note": "原文没有写明，按发文年份或最早的时限暂定。"}
    if head.last_year is None:
        yield {"what": "终止年份", "note": "原文没有写明，按最晚的时限暂定。"}
    if not any(each["baseline"] for each in indicators):
        yield {"what": "基期值", "field": "baseline", "note": "原文没有给出。"}
    if not any(each["nature"] for each in indicators):
        yield {"what": "约束性与预期性的区分", "field": "nature", "note": "原文没有说明。"}
    yield {"what": "进程要求", "field": "trajectory", "note": "原文没有规定，按均匀推进。"}
    yield {"what": "年度目标", "field": "milestones", "note": "原文没有给出。"}
    named = "、".join(KIND_NAMES.get(each, each) for each in reporters)
    owed = f"没有写明的暂由{named}填报，不相加的由规划单位自己填报，" if named else ""
    note = f"原文没有规定，{owed}计量项由系统按指标逐个列出，待牵头单位核定。"
    yield {"what": "统计口径和填报单位", "note": note}
