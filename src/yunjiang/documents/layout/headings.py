"""The numerals of headings: 一、 then （一） then 1. then （1）."""

_DIGITS = "零一二三四五六七八九"


def chinese_numeral(number: int) -> str:
    """Write a number from 1 to 99 as 一 … 九十九."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    lead = "" if tens == 1 else _DIGITS[tens]
    return f"{lead}十{_DIGITS[ones] if ones else ''}"


class Numerals:
    """Counts headings; a heading of one level starts the levels below it afresh."""

    def __init__(self) -> None:
        self._counts = [0, 0, 0, 0]

    def next(self, level: int) -> str:
        """Return the numeral of the next heading at this level."""
        self._counts[level - 1] += 1
        for below in range(level, 4):
            self._counts[below] = 0
        count = self._counts[level - 1]
        return {
            1: f"{chinese_numeral(count)}、",
            2: f"（{chinese_numeral(count)}）",
            3: f"{count}. ",
            4: f"（{count}）",
        }[level]

    def restart(self) -> None:
        """Begin again at one, as an annex does."""
        self._counts = [0, 0, 0, 0]
