"""What a part of a document does, told by its heading: it looks back, sets principles or goals, says what is done."""

import re
from enum import StrEnum


class Role(StrEnum):
    """What a part of a document does."""

    BACKGROUND = "background"  # what has been reached, what the situation is
    PRINCIPLE = "principle"
    GOAL = "goal"
    TASK = "task"
    SAFEGUARD = "safeguard"
    BOX = "box"  # 专栏, tables
    OTHER = "other"


# Whatever else a heading says, it looks back: “十五”时期发展成就, 过去五年工作回顾, 2020年工作总结.
_LOOKS_BACK = re.compile(
    r"回顾|成就(?:$|显著|巨大|斐然|突出|[与和及、。])|过去(?:的)?[一三五几]年|[一三五几]年来|年以来的?工作|"
    r"(?:工作|情况|年度?)总结$|取得.{0,6}(?:成绩|成效|进展|成就)|(?:完成|进展|执行|落实|实施|开展)情况(?:通报|如下)?$"
)
# What a heading is about that names what was found, all of it: 发展环境, 主要问题与挑战, 我省现有基础. In a longer one 环境 or
# 基础 is what is worked at.
_WHEN = (
    r"[“”十一二三四五六七八九]*(?:规划)?(?:时期|期间|期)?|20\d\d年(?:度)?(?:全[年省市县])?|上(?:一)?年度?|上半年|"
    r"前?[一二三]季度|近年来"
)
_WHOSE = r"我[国省市县区州]|全[国省市县区州]|本[省市县区州]"
_OF = (
    r"主要|存在|发展|工作|现实|规划|编制|形势|环境|面临|现有|基本|突出|有关|目前|困难|建设|事业|自然|区位|经济|社会|"
    r"区域|阶段性|实施|取得"
)
_FOUND = r"基础|环境|形势|机遇|挑战|问题|概况|成效|成绩|经验|做法|情况|进展|不足|短板|困难|优势|[县区市]情|必要性|重要性|条件"
_SITUATION = re.compile(
    rf"^(?:{_WHEN})?的?(?:{_WHOSE})?的?(?:(?:{_OF})的?)*(?:{_FOUND})(?:条件)?(?:$|[与和及、。])|"
    r"现[状况]|背景(?!调查|下)|(?:工作|发展|建设|主要|实施)成效|面临的?(?:新|主要|突出|诸多|严峻|重大)*(?:形势|机遇|挑战|问题|困难)|"
    r"重要意义|重大意义|(?:发展|变化)趋势|(?:需求|市场|供需|形势)(?:预测|分析|研判)|(?:典型经验|工作亮点|质量状况|资源禀赋|的必要性|名词解释)$|"
    r"(?:申报|支持|奖[补励]|补[贴助]|扶持|认定|适用)(?:条件|对象|标准|范围)$"
)
# Words that make of 基础 or 环境 in a heading what is worked at and not what is found.
_DOES = re.compile(
    r"夯实|筑牢|打牢|做实|优化|改善|强化|加强|营造|保护|治理|解决|整治|提升|推进|建设(?!成效|情况|基础|概况)|完善|"
    r"健全|构建|创新|破解|防范|补齐|(?<=.)发展(?=环境$)|美化"
)
# 2022年工作回顾和2023年工作安排: what stands below looks both ways.
_AND_AHEAD = re.compile(
    r"(?:及|和|与|、|暨|以及).*(?:目标|计划|安排|打算|任务|思路|展望|下一?步|今后|重点工作)"
)

_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.PRINCIPLE, re.compile(r"原则|指导思想|总体思路")),
    (
        Role.SAFEGUARD,
        re.compile(
            r"保障(?!性|房)|组织(?:实施|推进)|(?<!党)组织领导|实施机制|监督|评估|保证|强化落实|组织落实|"
            r"(?:工作|有关|相关|几点|实施)要求|^要求$"
        ),
    ),
    (Role.GOAL, re.compile(r"目标|指标")),
    (
        Role.TASK,
        re.compile(
            r"任务|举措|措施|行动|工程|重点|推进|加强|提升|完善|建设|深化|健全|实施|大力|"
            r"促进|强化|推动|构建|优化|打造|扩大|提高|发展|培育"
        ),
    ),
)
_READ = 40  # characters of a heading that tell its role


def role_of(title: str) -> Role:
    """Return what the part does that a heading stands over."""
    short = title[:_READ]
    if _is_background(short):
        return Role.BACKGROUND
    return next((role for role, pattern in _ROLES if pattern.search(short)), Role.OTHER)


def _is_background(title: str) -> bool:
    if _AND_AHEAD.search(title):
        return False
    if _LOOKS_BACK.search(title):
        return True
    return _SITUATION.search(title) is not None and _DOES.search(title) is None
