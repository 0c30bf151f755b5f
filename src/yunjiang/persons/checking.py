"""Whether values can be a person's, and how they are kept. Values come by the names of the fields, only those that are given."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext

from yunjiang.standards import code_tables
from yunjiang.standards.identifiers import citizens, documents, names, phones
from yunjiang.standards.identifiers.documents import Document

from . import sentences
from .models import IdentityKind, Person, Sex

WRITABLE = (
    "name", "sex", "birth_on", "ethnic_group", "identity_kind", "identity", "phone", "education", "political_status",
    "skill_level", "household_kind", "household_place", "native_place", "is_migrant_worker", "confirmed_on",
)  # fmt: skip


def check(values: Mapping[str, Any], person: Person | None = None) -> dict[str, str]:
    """Return what is wrong with the values, as sentences by field; `person` is whose record they would change."""
    return taken(values, person)[1]


def taken(values: Mapping[str, Any], person: Person | None = None) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values as they are kept, and what is wrong with them.

    A number of the citizens' kind says birth and sex, so those follow from it where they were not given. An empty value takes
    a field back, but never the name.
    """
    kept: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for field, value in values.items():
        try:
            kept[field] = _one(field, value)
        except ValidationError as problem:
            wrong[field] = " ".join(problem.messages)
    if "identity" in kept and "identity" not in wrong:
        _take_identity(kept, wrong, person)
    if person is None and not kept.get("name") and "name" not in wrong:
        wrong["name"] = str(sentences.NAME[names.Problem.EMPTY])
    return {field: value for field, value in kept.items() if field not in wrong}, wrong


def _one(field: str, value: Any) -> Any:
    """Return one value as it is kept. Raises ValidationError with the sentence."""
    if field not in WRITABLE:
        raise ValidationError(gettext("There is no such field in a person's record."))
    if field == "name":
        return _identified(str(value or ""), names.normal, names.problem, sentences.NAME, may_be_empty=False)
    if field == "phone":
        return _identified(
            str(value or ""), phones.normal, partial(phones.problem, of_person=True), sentences.PHONE
        )
    if field == "identity":
        return str(value or "").strip()  # its kind decides, and may come after it
    if field == "ethnic_group":
        return _ethnic_group(str(value or "").strip())
    return _plain(field, value)


def _identified(
    text: str,
    normal: Any,
    problem: Any,
    said: Mapping[Any, Promise],
    *,
    may_be_empty: bool = True,
) -> str:
    kept: str = normal(text)
    if not kept and may_be_empty:
        return ""
    found = problem(text)
    if found is not None:
        raise ValidationError(str(said[found]))
    return kept


def _ethnic_group(text: str) -> str:
    if not text:
        return ""
    try:
        return code_tables.ethnic_codes()[text]
    except KeyError:
        raise ValidationError(gettext("There is no such ethnic group in GB/T 3304.")) from None


def _plain(name: str, value: Any) -> Any:
    try:
        field = Person._meta.get_field(name)
    except FieldDoesNotExist:  # WRITABLE names only fields
        raise AssertionError(name) from None
    assert isinstance(field, models.Field)
    if isinstance(value, str):
        value = value.strip()
        labels = {str(label): code for code, label in field.flatchoices}
        value = labels.get(value, value)
    if value in (None, ""):
        return field.get_default() if not field.null else None
    if isinstance(value, datetime):
        value = value.date()
    cleaned = field.clean(value, None)
    if isinstance(cleaned, date) and not citizens.EARLIEST_BIRTH <= cleaned <= timezone.localdate():
        raise ValidationError(gettext("This is no possible day."))
    return cleaned


def _take_identity(kept: dict[str, Any], wrong: dict[str, str], person: Person | None) -> None:
    """Take the number after its document, and what it says of birth and sex."""
    if not kept["identity"]:
        kept["identity_kind"] = ""
        return
    kind = Document(
        kept.get("identity_kind") or (person.identity_kind if person else "") or IdentityKind.RESIDENT
    )
    found = documents.problem(kind, kept["identity"], timezone.localdate())
    if found is not None:
        wrong["identity"] = str(sentences.IDENTITY[found])
        return
    number = kept["identity"] = documents.normal(kind, kept["identity"])
    kept["identity_kind"] = kind.value
    if not documents.tells_birth_and_sex(kind, number):
        return
    born, sex = citizens.birth_on(number), citizens.sex(number)
    if kept.get("birth_on") not in (None, born):
        wrong["birth_on"] = gettext("The day of birth is not the one in the identity number.")
    if kept.get("sex", Sex.UNKNOWN) not in (Sex.UNKNOWN, Sex.UNSTATED, sex):
        wrong["sex"] = gettext("The sex is not the one in the identity number.")
    kept["birth_on"], kept["sex"] = born, sex
