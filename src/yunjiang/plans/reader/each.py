"""What each place or body is to have: 每个街道有1所…, 各县至少建成2个…, 每个企业培育1个…."""

import re

_BODY = (
    r"(?:县域?|乡镇|镇|乡|街道?|区|市|州|省|院校|学校|高校|校|园|院|社区|村|园区|单位|县城|企业|医院|机构|基地|片区|网格|集群|"
    r"产业|行业|领域|流域)"
)
_VERB = (
    r"(?:拥有|建有|设有|配有|配备|有|新建|建成|建设|建立|建|设立|设置|设|创建|创办|办好|办|培育|培养|打造|组建|形成|"
    r"布局|开设|选树|发展|引进|落实|确定|实施|推出|制定)"
)
_EACH = re.compile(
    rf"(?P<each>(?:每一?(?:个|所|家|座|条)?|各|全部|所有)[^，。；：、\d每各]{{0,8}}?{_BODY}(?:（[^（）]{{1,12}}）)?)"
    rf"(?:至少|最少|每年|都|均|要|应当?|须|需|力争|原则上|各|普遍|重点|集中力量|着力|分别|可|能|也|将|再)*{_VERB}(?:不少于|不低于|至少|最少|约|近|超过|有)*$"
)


def each(left: str) -> str:
    """Return of whom each is to have what follows in a clause: 每个街道; nothing where nobody is told."""
    told = _EACH.search(left)
    return told["each"] if told else ""


def leading(left: str) -> str:
    """Return the words by which each is to have what follows, for the later members of a list: 每个街道有."""
    told = _EACH.search(left)
    return told.group() if told else ""
