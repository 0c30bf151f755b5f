"""Why something cannot be the identifier that it is said to be."""

from enum import StrEnum


class Problem(StrEnum):
    """One reason each; the first that holds is told."""

    EMPTY = "empty"
    LENGTH = "length"  # not as long as its kind demands
    CHARACTERS = "characters"  # something stands in it that its kind does not have
    PROVINCE = "province"  # its first two digits name no province
    BIRTH = "birth"  # no day of the calendar, or one to come, or before 1880
    CHECK_DIGIT = "check_digit"  # mistyped: the check character says otherwise
    DEPARTMENT = "department"  # no such registering department or kind of body (GB 32100 table 1)
    INNER_CHECK = "inner_check"  # the organization code inside is odd: a warning, early conversions have it
    PRIVATE_USE = (
        "private_use"  # a character from before GB 18030-2022 gave it a code: it shows differently everywhere
    )


WARNINGS = frozenset({Problem.INNER_CHECK})
