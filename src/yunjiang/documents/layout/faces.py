"""The typefaces that GB/T 9704 documents name. Word and WPS resolve the names; no font file is shipped.

Latin letters and digits in running text are Times New Roman: the standard is silent, 仿宋_GB2312's own digits are too
light beside it, and every office machine has it. The page number alone is 宋体 throughout, as clause 7.5 says.
"""

SMALL_SONG = "方正小标宋简体"
FANGSONG = "仿宋_GB2312"
KAI = "楷体_GB2312"
HEI = "黑体"
SONG = "宋体"
LATIN = "Times New Roman"

ALL = (SMALL_SONG, FANGSONG, KAI, HEI, SONG, LATIN)


def fonts(east_asian: str, latin: str = LATIN) -> str:
    """Write a w:rFonts that names the face for every script, so that no theme font can step in."""
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east_asian}" w:cs="{latin}"/>'
