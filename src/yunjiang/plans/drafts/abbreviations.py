"""How bodies are usually abbreviated, and the one form in which long and short names of the same body are alike."""

import re
import unicodedata

from yunjiang.plans.reader.scripts import in_simplified

# Long forms with the short ones that documents use for them, the longer of two that begin alike first.
_SHORT = {
    "人力资源社会保障": ("人力资源保障", "人力社保", "人社"),
    "发展改革": ("发改",),
    "经济信息化": ("经信",),
    "工业信息化": ("工信",),
    "住房城乡建设": ("住建",),
    "卫生健康": ("卫健",),
    "生态环境": ("环境保护", "环保"),
    "自然资源规划": ("自规", "资规"),
    "文化广电旅游": ("文广旅",),
    "文化旅游": ("文旅",),
    "教育体育": ("教体",),
    "林业草原": ("林草",),
    "农业农村": ("农业",),
    "交通运输": ("交通",),
    "应急管理": ("应急",),
    "医疗保障": ("医保",),
    "国有资产监管": ("国资监管", "国资"),
    "市场监管": ("市监",),
    "退役军人事务": ("退役军人",),
    "政务服务管理": ("政务服务", "政务管理"),
    "机关事务管理": ("机关事务",),
    "地方金融监管": ("地方金融", "金融监管"),
    "广播电视": ("广电",),
    "科学技术": ("科技",),
    "乡村振兴": ("乡振",),
    "统一战线工作": ("统战",),
    "网络安全信息化委办": ("网信办",),
    "全面深化改革办": ("深化改革办", "深改办", "改革办"),
    "机构编制办": ("编制办", "编办"),
    "妇女联合会": ("妇联",),
    "工商业联合会": ("工商联",),
    "科学技术协会": ("科协",),
    "残疾人联合会": ("残联",),
    "归国华侨联合会": ("侨联",),
    "文学艺术界联合会": ("文联",),
    "社会科学界联合会": ("社科联",),
    "供销合作社联合社": ("供销合作社", "供销社"),
    "高级人民法院": ("高级法院", "高院"),
    "中级人民法院": ("中级法院", "中院"),
    "人民检察院": ("检察院",),
}
_PAIRS = [(short, full) for full, known in _SHORT.items() for short in known]
# What differs between a name and its usual forms beside the abbreviations.
_EVENED = (
    (re.compile(r"[和与及、\s]|\([^()]*\)"), ""),
    (re.compile(r"委员会"), "委"),
    (re.compile(r"办公[室厅]"), "办"),
    (re.compile(r"人民政府"), "政府"),
    (re.compile(r"监督管理"), "监管"),
    (re.compile(r"(?<=改革|编制)委办"), "办"),
    (re.compile(r"^(?:共青团|团)委$"), "团委"),
)


def plainly(name: str) -> str:
    """Return a name as it is compared: simplified, widths folded, without what lists leave at its ends."""
    told = in_simplified(unicodedata.normalize("NFKC", name)).strip(" :：,，。;；")
    return re.sub(r"^(?:(?:责任|牵头|配合)(?:部门|单位)[:：]|由)|等(?:部门|单位)?$", "", told)


def evened(name: str, places: tuple[str, ...], levels: str) -> str:
    """Return a plain name in its long form, without the place it belongs to, said by name (云南省) or by level (省).

    What is said to belong to another place or level keeps that, and so is unlike.
    """
    told = name.removeprefix("中共")
    youth = "共青团" if told.startswith("共青团") else ""
    told = told.removeprefix(youth)
    place = next((each for each in places if told.startswith(each) and len(told) > len(each)), "")
    told = youth + told.removeprefix(place)
    if levels and not place:
        told = re.sub(rf"^[{levels}](?=..)|(?<=^团)[{levels}](?=委$)", "", told)
    for pattern, wanted in _EVENED:
        told = pattern.sub(wanted, told)
    for short, full in _PAIRS:
        if short in told and full not in told:
            return told.replace(short, full, 1)
    return told
