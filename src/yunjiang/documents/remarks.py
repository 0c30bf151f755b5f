"""The remarks that stand under tables and on the first page: what the numbers are, as of when, from which data set."""

from yunjiang.standards.periods import day_label

from .material import Material
from .phrase import Phrase, phrase

_DATA_SETS = {
    "operational": "业务数据",
    "published": "公开发布值，按来源原文列示，不作汇总和推算",
    "demonstration": "演示数据，由程序生成，不反映真实情况",
}
RUNNING_HEADS = {"operational": "", "published": "公开发布值", "demonstration": "演示数据"}
NOTICES = {
    "operational": "",
    "published": "本文数值为公开发布值，按来源原文列示，未经核实汇总",
    "demonstration": "演示数据　由程序生成　不反映真实情况　不得作为公文使用",
}

CAVEATS = {
    "operational": "",
    "published": "公开发布值只反映已经公开的部分，没有见到发布不等于没有完成，据此作出的评价仅供参考。",
    "demonstration": "",
}


def as_of(material: Material) -> Phrase:
    """Return the note of a table: the day of the data, the ledger position, and which data set it is."""
    return phrase(
        f"注：数据截至{day_label(material.on)}，取自总账第{material.position}号入账；数据集：{_DATA_SETS[material.data_set]}。"
    )


def rounding() -> Phrase:
    """Return the note on rounding."""
    return phrase("完成率和差距按未舍入的数值计算，四舍五入后列示，合计数可能不等于分项之和。")
