"""The measures of GB/T 9704-2012 (clause 5 and 7), in the units of WordprocessingML.

Twips are twentieths of a point. The type area is 156 mm × 225 mm; 22 lines of 28.95 pt fill it (29 pt would give 21),
and 28 characters of 16 pt fit with 0.3 pt taken from each. A quarter of a point is enough for Word, but LibreOffice, which
reads the character grid beside it, then sets 27.
"""

PAGE_WIDTH = 11906  # A4, 210 mm
PAGE_HEIGHT = 16838  # 297 mm
MARGIN_TOP = 2098  # 37 mm, 天头
MARGIN_LEFT = 1588  # 28 mm, 订口
MARGIN_RIGHT = 1474  # 26 mm
MARGIN_BOTTOM = 1984  # 35 mm
TEXT_WIDTH = PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT  # 8844, 156 mm
TEXT_HEIGHT = PAGE_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM  # 12756, 225 mm

LINE = 579  # 28.95 pt exactly
CHARACTER_SPACING = -6  # −0.3 pt
GRID_LINE_PITCH = 579
GRID_CHARACTER_SPACE = -849  # for Word's docGrid: 28 characters of 16 pt in 156 mm
CHARACTER = 314  # the advance of one 3号 character on the grid
INDENT = 2 * CHARACTER

SIZE_2 = 44  # 二号, half points
SIZE_3 = 32  # 三号
SIZE_4 = 28  # 四号
SIZE_SMALL_4 = 24  # 小四
SIZE_5 = 21  # 五号
SIZE_SMALL_5 = 18  # 小五

MARK_DROP = 1984  # 35 mm from the top of the type area to the issuing authority's mark
PAGE_NUMBER_DROP = 397  # 7 mm from the type area to the dash of the page number
PAGE_NUMBER_LINE = 320  # exact height of the page number's line, the dash in its middle

EMU_PER_TWIP = 635


def millimetres(length: float) -> int:
    """Return a length in twips."""
    return round(length / 25.4 * 1440)
