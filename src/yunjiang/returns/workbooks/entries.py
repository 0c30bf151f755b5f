"""What may be typed into the cells: numbers of their scale, words from lists; told before and refused by the program itself.

Only what Excel and WPS both know. Nothing here is trusted: reading checks everything again.
"""

from typing import Any

from django.utils.translation import gettext as _

from .form import REASONS, UNAVAILABLE, FormQuestion

_LEAST = -1_000_000_000_000_000
_TITLE, _MESSAGE = 32, 255  # characters that Excel allows


def number(question: FormQuestion, *, definition: bool = False) -> dict[str, Any]:
    """Return the validation of a cell that takes a number."""
    return {
        "validate": "decimal" if question.scale else "integer",
        "criteria": ">=",
        "value": _LEAST if question.is_signed else 0,
        "input_title": question.name[:_TITLE],
        "input_message": _message(question, definition),
        **_error(question),
    }


def number_or_unavailable(question: FormQuestion, first: str) -> dict[str, Any]:
    """Return the validation of a cell that takes a number or the word for what is not to be had; `first` is its first cell."""
    whole = "" if question.scale else f",{first}=INT({first})"
    whole = ("" if question.is_signed else f",{first}>=0") + whole
    return {
        "validate": "custom",
        "value": f'=OR(AND(ISNUMBER({first}){whole}),{first}="{UNAVAILABLE}")',
        "input_title": question.name[:_TITLE],
        "input_message": _message(question, True),
        **_error(question),
    }


def unavailable() -> dict[str, Any]:
    """Return the validation of the column that says a number is not to be had."""
    return {
        "validate": "list",
        "source": [UNAVAILABLE],
        "error_title": _("Not one of the choices"),
        "error_message": _("Choose “%(word)s” or leave the cell empty.") % {"word": UNAVAILABLE},
    }


def reason() -> dict[str, Any]:
    """Return the validation of the column of reasons."""
    return {
        "validate": "list",
        "source": list(REASONS),
        "error_title": _("Not one of the choices"),
        "error_message": _("Choose a reason from the list, and write the rest into the next column."),
    }


def _message(question: FormQuestion, definition: bool) -> str:
    sort = _("a whole number")
    if question.scale:
        sort = _("a number with at most %(scale)d decimals") % {"scale": question.scale}
    if not question.is_signed:
        sort = _("%(sort)s, not negative") % {"sort": sort}
    text = _("Unit: %(unit)s; %(sort)s. Zero is written 0.") % {"unit": question.unit, "sort": sort}
    return (f"{text}\n{question.definition}" if definition else text)[:_MESSAGE]


def _error(question: FormQuestion) -> dict[str, str]:
    text = _("Only a number counted in %(unit)s is taken here: no words, no units, no 万.")
    if not question.scale:
        text = _("Only a whole number counted in %(unit)s is taken here: no words, no units, no 万.")
    return {
        "error_title": _("Not such a number"),
        "error_message": (text % {"unit": question.unit})[:_MESSAGE],
        "error_type": "stop",
    }
