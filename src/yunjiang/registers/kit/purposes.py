"""For which of the purposes that persons' data serves (`persons.purposes`) somebody may see a masked field whole."""

from collections.abc import Sequence

from yunjiang.persons import purposes
from yunjiang.persons.purposes import Purpose
from yunjiang.persons.refusals import PurposeUnknown

from . import subjects
from .declaration import Register
from .refusals import PurposeMissing, PurposeNotForThis, UnknownPurpose


def of(code: str) -> Purpose:
    """Return a purpose by its code. Raises PurposeMissing for an empty one, UnknownPurpose."""
    if not code:
        raise PurposeMissing()
    try:
        return purposes.of(code)
    except PurposeUnknown:
        raise UnknownPurpose(code, list(purposes.every())) from None


def allowed(register: type[Register], path: str) -> Sequence[Purpose]:
    """Return the purposes for which a masked column is shown whole; those that rest on consent where a person could give it."""
    named = register.masked[path].purposes
    if named:
        return [purposes.of(code) for code in named]
    has_person = bool(subjects.link_of(register, path))
    return [each for each in purposes.every().values() if has_person or not each.needs_consent]


def require(register: type[Register], path: str, code: str) -> Purpose:
    """Return the purpose if a masked column is shown for it. Raises PurposeMissing, UnknownPurpose, PurposeNotForThis."""
    purpose = of(code)
    possible = allowed(register, path)
    if purpose not in possible:
        raise PurposeNotForThis(purpose.name, [each.name for each in possible])
    return purpose
