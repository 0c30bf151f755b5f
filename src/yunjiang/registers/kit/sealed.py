"""Sealed fields of registers: a text becomes sealed bytes, a mask and a keyed digest, as far as the model keeps them."""

from typing import Any

from django.db import models

from yunjiang.access import sealing
from yunjiang.access.sealing import rotation

from . import registry
from .declaration import Mask
from .models import Record

REQUEST = "kit.request"
OBJECTION = "kit.objection"
BULK_ACT = "kit.bulk_act"


def context(model: type[models.Model], field: str) -> str:
    """Return the context under which a register's own sealed field is sealed; never to change."""
    return f"{model._meta.label_lower}.{field}"


def take(record: Record, field: models.Field[Any, Any], text: str, mask: Mask) -> str:
    """Seal a text into a field, with mask and keyed digest (`<field>_key`) beside it; return what is wrong, or nothing."""
    text = "".join(text.split())
    if not text and not field.null:
        return str(field.error_messages["null"])
    named = context(type(record), field.name)
    held = getattr(record, field.attname)
    if held is not None and text and sealing.open_(held, named) == text:
        return ""
    setattr(record, field.attname, sealing.seal(text, named) if text else None)
    if mask.column:
        setattr(record, mask.column, mask.hide(text) if mask.hide is not None and text else "")
    if hasattr(record, f"{field.name}_key"):
        setattr(record, f"{field.name}_key", sealing.index(text, named) if text else None)
    return ""


def keep_current() -> None:
    """Have everything that the kit and its registers seal sealed again when the key changes; for AppConfig.ready."""
    rotation.keep(
        rotation.SealedColumn("kit.ChangeRequest", "wanted", REQUEST),
        rotation.SealedColumn("kit.Objection", "sealed_person", OBJECTION),
        rotation.SealedColumn("kit.BulkAct", "wanted", BULK_ACT),
    )
    for register in registry.every():
        for field in register.model._meta.concrete_fields:
            if isinstance(field, models.BinaryField) and field.name in register.masked:
                label = register.model._meta.label
                rotation.keep(rotation.SealedColumn(label, field.name, context(register.model, field.name)))
