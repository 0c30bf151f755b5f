"""Which heading of a sheet goes where: proposed by name, corrected by a person, and remembered for the next sheet alike."""

from collections.abc import Mapping, Sequence

from django.utils import timezone

from yunjiang.ledger.intake.headings import normal
from yunjiang.organizations.models import Organization
from yunjiang.standards.national_cryptography import sm3

from ..declaration import Register
from ..models import RememberedMapping
from . import columns
from .columns import Wanted
from .refusals import ColumnsRefused


def suggested(
    register: type[Register],
    headings: Sequence[str],
    organization: Organization,
    wanted: Mapping[str, Wanted],
) -> dict[str, str]:
    """Return the path for each heading that is known: as it was decided for such a sheet before, or else by its name."""
    kept = RememberedMapping.objects.filter(
        register=register.code, organization=organization, headings=fingerprint(headings)
    ).first()
    if kept is not None:
        return {name: path for name, path in kept.mapping.items() if path in wanted and name in headings}
    known: dict[str, str] = {}
    for path, column in wanted.items():
        for name in column.names:
            known.setdefault(normal(name), path)
    found: dict[str, str] = {}
    for name in headings:
        path = known.get(normal(name), "")
        if name and path and path not in found.values():
            found[name] = path
    return found


def agreed(
    register: type[Register],
    headings: Sequence[str],
    chosen: Mapping[str, str],
    wanted: Mapping[str, Wanted],
) -> dict[str, str]:
    """Return the mapping that a person chose among the wanted columns. Raises ColumnsRefused."""
    mapping = {name: path for name, path in chosen.items() if name in headings and path in wanted}
    paths = list(mapping.values())
    twice = [wanted[path].name for path in dict.fromkeys(paths) if paths.count(path) > 1]
    missing = [wanted[path].name for path in columns.key_of(register) if path in wanted and path not in paths]
    if twice or missing:
        raise ColumnsRefused(missing, twice)
    return mapping


def remember(
    register: type[Register], headings: Sequence[str], organization: Organization, mapping: Mapping[str, str]
) -> None:
    """Keep a mapping for the next sheet with these headings from this unit."""
    RememberedMapping.objects.update_or_create(
        register=register.code,
        organization=organization,
        headings=fingerprint(headings),
        defaults={"mapping": dict(mapping), "changed_at": timezone.now()},
    )


def fingerprint(headings: Sequence[str]) -> str:
    """Return what tells sheets with the same headings, in whatever order, from others."""
    return sm3("\x1f".join(sorted(normal(each) for each in headings if each)).encode()).hex()
