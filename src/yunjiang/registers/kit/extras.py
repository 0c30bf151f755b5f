"""Local columns: what a unit keeps beside the register's own fields. Typed, shown, imported and exported, never counted."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.organizations.models import ids_in

from .declaration import Register
from .models import ExtraField, ExtraKind, Record

TEXT_LENGTH = 200


def fields_for(register: type[Register], path: str, day: date | None = None) -> list[ExtraField]:
    """Return the local columns that hold on a day for records at a path: those of their unit and of all units above it."""
    day = day or timezone.localdate()
    rows = ExtraField.objects.filter(
        Q(until_on=None) | Q(until_on__gt=day), register=register.code, since_on__lte=day
    )
    above = ids_in(path) if path.strip("/") else []
    return list(rows.filter(organization__in=above).order_by("id"))


def taken(
    register: type[Register], record: Record, values: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return a record's local columns with the values put in, and what is wrong with them by key; an empty value clears one."""
    known = {each.key: each for each in fields_for(register, record.path)}
    held = dict(record.extra or {})
    problems = {}
    for key, value in values.items():
        if key not in known:
            problems[key] = _("There is no such column for this unit.")
            continue
        try:
            read = parse(known[key], value)
        except ValueError as wrong:
            problems[key] = str(wrong)
            continue
        if read is None:
            held.pop(key, None)
        else:
            held[key] = read
    return held, problems


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
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(_("“%(text)s” is not a number; write digits only.") % {"text": text}) from None
    if not number.is_finite() or abs(number.adjusted()) > 20:
        raise ValueError(_("“%(text)s” is not a number; write digits only.") % {"text": text})
    return format(number, "f")


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text.replace("/", "-").replace(".", "-")).isoformat()
    except ValueError:
        raise ValueError(_("“%(text)s” is not a day; write it as 2024-05-31.") % {"text": text}) from None


def _yes_no(value: Any, text: str) -> bool:
    if isinstance(value, bool):
        return value
    known = {"是": True, "否": False, "true": True, "false": False, "1": True, "0": False}
    if text.lower() not in known:
        raise ValueError(_("Write 是 or 否, not “%(text)s”.") % {"text": text})
    return known[text.lower()]
