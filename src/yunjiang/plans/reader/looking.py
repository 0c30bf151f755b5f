"""Which way a document looks, sentence after sentence: back at what has been reached, or ahead at what is wanted.

What looks back goes on over the paragraphs behind it, until a heading comes or somebody looks ahead.
"""

import re
from collections.abc import Sequence

from .periods import Mention
from .roles import Role
from .structure import Part

# A paragraph that opens like this tells how it went: 过去五年，…; 近年来，…; 这是实力显著提升的五年。
_OPENS_BACK = re.compile(
    r"[—●■◆•]*(?:(?:回顾|回首|回望)[^，。；：]{0,16}[，：]|(?:刚刚)?过去(?:的)?(?:[一二两三四五几\d]{0,2}年|[“\"]?十[一二三四五]?五)|"
    r"(?:这|近)?[一二两三四五几\d]{1,2}年来[，：]|近(?:几|些|两)?年来?[，：]|[多历]年来|这[一二三四五]年，|[一二两三四五\d]{1,2}年间，|经过(?:多年|几年|近年)|上年度，|"
    r"(?:目前|当前)，(?![^。]*(?:要|应|须|正是|重点|关键))|"
    r"截[至止](?:目前|去年|上年|20\d\d年)|(?:到|至)?去年(?:年?底|年?末)?，|[^，。；：]{0,14}以来[，：]|"
    r"这是[^，。；]{2,24}的[一二三四五]年)"
)
# What has come of it, and how things stand; as long as nobody has looked ahead before.
_SITUATION = re.compile(
    r"形势(?:依然|仍然|仍|十分|更加|日趋|日益)*严峻|(?:问题|矛盾)[^，。；]{0,12}(?:依然|仍然|仍|十分|日益|比较|较为|越来越|更加)(?:突出|严重|存在|尖锐)|"
    r"取得了|取得(?:积极|显著|明显|历史性|重大|长足|阶段性|丰硕|可喜)的?(?:进展|成效|成绩|成就|成果)|(?:圆满|顺利|超额)完成|胜利收官|(?:差距|短板)(?:较大|(?:依然|仍)?明显)"
)
_LEADS_IN = re.compile(r"(?:据(?:悉|了解|介绍|统计)，)?在?[^，。；：]{0,16}")
_AHEAD = re.compile(
    r"力争|争取|目标[是为：]|今后|下一?步|未来[一二三五几\d]|必须|(?:^|[，；：])(?:我们|全[省市县区州]|各[级地][^，。；]{0,8})?(?:要|将)(?![素点求军])|"
    r"特?制定(?:本|如下)|提出(?:以下|如下)|现(?:就|将)|打算|(?:^|[，：])计划"
)

_DAY = re.compile(r"\d{1,2}日(?!之?前|以前)")
_WITHIN_A_STRETCH = ("point", "dash", "lead")  # marks of parts that go on with what was said above them


class Looking:
    """What has been read so far, as far as it tells which way the next sentence looks."""

    def __init__(self) -> None:
        self._line: int | None = None
        self._part: Part | None = None
        self._is_back = False
        self._lasts = False  # over the paragraphs that follow
        self._has_looked_ahead = False  # since the last heading, or by that heading: 发展目标

    def is_back(self, sentence: str, line: int, part: Part, known: Sequence[Mention]) -> bool:
        """Say whether a sentence looks back by what stands before it and by how it begins."""
        if part is not self._part and part.mark not in _WITHIN_A_STRETCH:
            self._part = part
            self._lasts = False
            self._has_looked_ahead = any(each.role == Role.GOAL for each in part.path)
        opens = line != self._line
        if opens:
            self._line, self._is_back = line, self._lasts
        if _AHEAD.search(sentence) or any(_is_ahead(each, sentence) for each in known):
            self._has_looked_ahead = True
            self._lasts = False
            if opens:
                self._is_back = False
        elif opens and _OPENS_BACK.match(sentence):
            self._is_back = self._lasts = True
        elif opens and _opens_with_past(sentence, known):
            self._is_back, self._lasts = True, not self._has_looked_ahead
        elif not self._has_looked_ahead and _SITUATION.search(sentence):
            self._is_back = True
            self._lasts = self._lasts or opens
        return self._is_back

    def read(self, *, tells_past: bool) -> None:
        """Take in what was made of the sentence: what promises something does not look back."""
        self._lasts = self._lasts and (tells_past or not self._is_back)
        self._is_back = tells_past


def _is_ahead(mention: Mention, sentence: str) -> bool:
    """Say whether a year lies ahead; the day on which somebody writes does not."""
    return not (mention.is_past or mention.is_of_a_case or _DAY.match(sentence, mention.end))


def _opens_with_past(sentence: str, known: Sequence[Mention]) -> bool:
    """Say whether a sentence begins with a year that is past: 2010年，…; 据悉，在任期最后一年的2010年，…."""
    if not known or not known[0].is_past:
        return False
    return known[0].start <= 1 or bool(
        _LEADS_IN.fullmatch(sentence[: known[0].start]) and sentence[known[0].end : known[0].end + 1] == "，"
    )
