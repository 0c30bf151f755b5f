"""How a merge remembers what was: both records, what pointed to them, what followers settled. One JSON text, sealed."""

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models

from yunjiang.access import sealing

from .models import Person
from .moving import Rows

CONTEXT = "persons.merge"
# Of the record itself, not of who somebody is: these go on counting.
_NOT_RESTORED = ("id", "revision", "created_at", "changed_at")


@dataclass
class Image:
    """What is needed to take a merge back: `moved` and `own` are the rows that pointed to each, `after` the revisions left."""

    kept: dict[str, Any]
    merged: dict[str, Any]
    moved: dict[str, Rows]
    own: dict[str, Rows]
    candidates: list[dict[str, Any]] = field(default_factory=list)
    followers: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    after: tuple[int, int] = (0, 0)


def sealed(image: Image) -> bytes:
    """Return an image as it is stored."""
    return sealing.seal(json.dumps(asdict(image), ensure_ascii=False), CONTEXT)


def opened(stored: bytes | memoryview) -> Image:
    """Return a stored image."""
    kept = json.loads(sealing.open_(stored, CONTEXT))
    for name in ("moved", "own"):  # JSON has no numbers as names
        kept[name] = {
            label: {int(pk): fields for pk, fields in rows.items()} for label, rows in kept[name].items()
        }
    kept["after"] = tuple(kept["after"])
    return Image(**kept)


def of(person: Person) -> dict[str, Any]:
    """Return every field of a person as JSON holds it."""
    return {each.attname: _plain(getattr(person, each.attname)) for each in Person._meta.concrete_fields}


def restore(person: Person, image: Mapping[str, Any]) -> None:
    """Set every field of a person as it was in an image; it is not saved."""
    for each in Person._meta.concrete_fields:
        if each.attname in image and each.name not in _NOT_RESTORED:
            value = image[each.attname]
            if isinstance(each, models.BinaryField) and value is not None:
                value = base64.b64decode(value)
            setattr(person, each.attname, each.to_python(value))


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value.isoformat() if isinstance(value, date | datetime) else value
