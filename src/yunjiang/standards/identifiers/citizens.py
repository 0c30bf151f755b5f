"""The citizen identification number, GB 11643-1999: where first registered, when born, which sex, and a check character.

The residence permit of people from Hong Kong, Macao and Taiwan (81, 82, 83) and the permanent residence card of foreigners of
2023 (9, province, nationality) are built alike. The first six digits are the place of first registration and never change, so
they need not be a division of today: only the province is asked.
"""

import re
from datetime import date

from .folding import compact
from .problems import Problem

# GB/T 2260: the province-level divisions.
PROVINCES = {
    "11": "北京市", "12": "天津市", "13": "河北省", "14": "山西省", "15": "内蒙古自治区",
    "21": "辽宁省", "22": "吉林省", "23": "黑龙江省",
    "31": "上海市", "32": "江苏省", "33": "浙江省", "34": "安徽省", "35": "福建省", "36": "江西省", "37": "山东省",
    "41": "河南省", "42": "湖北省", "43": "湖南省", "44": "广东省", "45": "广西壮族自治区", "46": "海南省",
    "50": "重庆市", "51": "四川省", "52": "贵州省", "53": "云南省", "54": "西藏自治区",
    "61": "陕西省", "62": "甘肃省", "63": "青海省", "64": "宁夏回族自治区", "65": "新疆维吾尔自治区",
    "71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区", "83": "台湾地区（居住证）",
}  # fmt: skip

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # 2^(18 - position) mod 11: ISO 7064 MOD 11-2
CHECK_CHARACTERS = "10X98765432"  # by the weighted sum modulo 11
EARLIEST_BIRTH = date(
    1880, 1, 1
)  # nobody older can be a member; the standard's own example was born on this day
_SHORT = re.compile(r"[1-9][0-9]{14}")
_LONG = re.compile(r"[1-9][0-9]{16}[0-9X]")


def normal(text: str) -> str:
    """Return the number as it is kept: narrow, without spaces, X in capitals, 15 digits completed to 18."""
    number = compact(text)
    return completed(number) if _SHORT.fullmatch(number) else number


def completed(number: str) -> str:
    """Return the 18 characters that a number of 15 digits became: the century and the check character are added.

    Numbers ending 996 to 999 were given to people over a hundred years old: born in the 1800s. Raises ValueError for anything
    but 15 digits.
    """
    if not _SHORT.fullmatch(number):
        raise ValueError(f"15 digits, the first not 0, are needed, and there are {len(number)} characters")
    century = "18" if number[12:] in ("996", "997", "998", "999") else "19"
    body = number[:6] + century + number[6:]
    return body + check_character(body)


def check_character(body: str) -> str:
    """Return the 18th character for the first 17 digits."""
    return CHECK_CHARACTERS[
        sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11
    ]


def problem(text: str, today: date | None = None) -> Problem | None:
    """Say why a text cannot be such a number, or None. `today` is the day after which nobody can have been born."""
    number = normal(text)
    if not number:
        return Problem.EMPTY
    if len(number) != 18:
        return Problem.LENGTH
    if not _LONG.fullmatch(number) or not number.isascii():
        return Problem.CHARACTERS
    if province(number) is None:
        return Problem.PROVINCE
    born = _day(number)
    if born is None or not EARLIEST_BIRTH <= born <= (today or date.today()):
        return Problem.BIRTH
    if check_character(number[:17]) != number[17]:
        return Problem.CHECK_DIGIT
    return None


def province(number: str) -> str | None:
    """Return the two digits of the province in which it was first given, or None when there is no such province."""
    digits = number[1:3] if number.startswith("9") else number[:2]
    return digits if digits in PROVINCES else None


def birth_on(number: str) -> date:
    """Return the day of birth. Raises ValueError for a number that has none."""
    born = _day(number)
    if born is None:
        raise ValueError("the number holds no day of the calendar")
    return born


def sex(number: str) -> str:
    """Return the sex as GB/T 2261.1 writes it: 1 male, 2 female."""
    return "1" if int(number[16]) % 2 else "2"


def age(born_on: date, day: date) -> int:
    """Return how many years old somebody is on the day; born on 29 February, one is older on 1 March of common years."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def is_permanent_resident(number: str) -> bool:
    """Say whether it is a foreigner's permanent residence card of 2023."""
    return number.startswith("9")


def is_residence_permit(number: str) -> bool:
    """Say whether it is the residence permit of somebody from Hong Kong, Macao or Taiwan."""
    return number[:2] in ("81", "82", "83")


def _day(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
