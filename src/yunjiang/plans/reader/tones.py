"""How a stretch of a text sounds: whether its words tell of what has been and how things stand, or of what is wanted."""

import re
from bisect import bisect_left

_BEEN = re.compile(
    r"已(?!经批准)|截至|连续|同比|环比|上年|去年|年末|以来|累计完成|超额|圆满|显著|稳步|迈上|跃升|荣获|获批|获评|入选|首个|首次|先后|"
    r"现有|前列|位居|居全国|跃居|跨过|净增|投运|落地|成功|有效应对|统计|形势|严峻|突出问题|不足|矛盾|短板|未完成|达不到|仅|过去|现状|"
    r"了(?!解)|取得|成效|成就|历史性|基本形成|初步|明显|持续向好|记者|据悉|曾|发生|受灾|完成投资|不断"
)
_WANTED = re.compile(
    r"力争|到20\d\d年|确保|争取|不低于|不少于|不超过|以上|以内|左右|将|要(?!求|素|件|点)|着力|推进|加快|加强|实施|健全|支持|鼓励|探索|"
    r"落实|大力|开展|推动|引导|建立|每年|新建|培育|提升|达到|提高到|新增|打造|培训|改造"
)
_TOLD = ("略谈过去", "谈到过去", "半谈过去", "多谈过去")  # by fifths of the words


class Tones:
    """Where in a text the words of either kind stand."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._been, self._wanted = (
            [each.start() for each in kind.finditer(text)] for kind in (_BEEN, _WANTED)
        )

    def of(self, start: int, end: int) -> str:
        """Return how a stretch sounds, by the share of the words that tell of what has been."""
        been, wanted = (
            bisect_left(each, end) - bisect_left(each, start) for each in (self._been, self._wanted)
        )
        if not been:
            return "不谈过去" if wanted else "平"
        return _TOLD[min(5 * been // (been + wanted), len(_TOLD) - 1)]

    def line(self, place: int) -> tuple[int, int]:
        """Return where the paragraph around a place begins and ends."""
        end = self.text.find("\n", place)
        return self.text.rfind("\n", 0, place) + 1, len(self.text) if end < 0 else end
