"""One text for all files that say the same: the canonical form of a plan document and its digest.

Comments, layout, quoting, lines and the order in which coded things stand do not show in it; every fact does. What equals
the default of its field is left out, so that a field added to the format one day changes no digest of a plan without it.
"""

import dataclasses
import json
from datetime import date
from decimal import Decimal
from typing import Any

from yunjiang.plans.document import PlanDocument
from yunjiang.standards.national_cryptography import sm3

_NOT_FACTS = ("line",)


def canonical(document: PlanDocument) -> bytes:
    """Return the document as canonical JSON in UTF-8."""
    return json.dumps(_plain(document), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(document: PlanDocument) -> str:
    """Return the SM3 of the canonical form, in hexadecimal."""
    return sm3(canonical(document)).hex()


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        given = {
            field.name: getattr(value, field.name)
            for field in dataclasses.fields(value)
            if field.name not in _NOT_FACTS and getattr(value, field.name) != field.default
        }
        return {name: _plain(fact) for name, fact in given.items()}
    if isinstance(value, tuple):
        members = [_plain(each) for each in value]
        is_coded = all(isinstance(each, dict) and "code" in each for each in members)
        return sorted(members, key=lambda each: str(each["code"])) if is_coded else members
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    return value
