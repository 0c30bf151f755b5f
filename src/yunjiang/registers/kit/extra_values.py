"""What a local column holds: text, decimal as text, day as text, yes or no; read from what somebody wrote."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from .models import ExtraField, ExtraKind

TEXT_LENGTH = 200
_YES, _NO = ("是", "有", "√", "yes", "true", "1"), ("否", "无", "没有", "×", "no", "false", "0")


def parse(field: ExtraField, value: Any) -> Any:
    """Return what is kept of a value: text, decimal as text, day as text, yes or no; None for nothing. Raises ValueError."""
    text = "" if value is None else str(value).strip()
    if not text:
        return None
    match ExtraKind(field.kind):
        case ExtraKind.NUMBER:
            return _number(text)
        case ExtraKind.DAY:
            return _day(text)
        case ExtraKind.CHOICE:
            if text not in field.choices:
                raise ValueError(
                    _("“%(text)s” is none of: %(choices)s.")
                    % {"text": text, "choices": "、".join(map(str, field.choices))}
                )
            return text
        case ExtraKind.YES_NO:
            return _yes_no(value, text)
        case ExtraKind.TEXT:
            if len(text) > TEXT_LENGTH:
                raise ValueError(_("Write at most %(count)d characters.") % {"count": TEXT_LENGTH})
            return text.replace("\x00", "")


def _number(text: str) -> str:
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise ValueError(_("“%(text)s” is not a number; write digits only.") % {"text": text}) from None
    if not number.is_finite() or abs(number.adjusted()) > 20:
        raise ValueError(_("“%(text)s” is not a number; write digits only.") % {"text": text})
    # 12.50 and 12.5 are the same number, and equal texts.
    return format(number.normalize(), "f")


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text.replace("/", "-").replace(".", "-")).isoformat()
    except ValueError:
        raise ValueError(_("“%(text)s” is not a day; write it as 2024-05-31.") % {"text": text}) from None


def _yes_no(value: Any, text: str) -> bool:
    if isinstance(value, bool):
        return value
    said = text.lower()
    if said not in (*_YES, *_NO):
        raise ValueError(_("Write 是 or 否, not “%(text)s”.") % {"text": text})
    return said in _YES
