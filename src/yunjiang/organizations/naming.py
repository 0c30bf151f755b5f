"""Finding the organization that a text means: key, code (also a former one), name, short name or pinyin."""

import unicodedata
from collections.abc import Iterator
from datetime import date

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Length
from django.utils import timezone

from .models import Organization, Standing, ids_in
from .refusals import AmbiguousOrganization, UnknownOrganization

REGION_SUFFIXES = ("省", "市", "州", "县", "区")

_WIDE = str.maketrans("()", "（）")  # names keep the brackets of official documents


def resolve(text: str, day: date | None = None) -> Organization:
    """Return the organization that a text means on a day (today unless said).

    Tried in this order, and the first that finds anything decides: key, code, name, short name (the suffix 市, 州, 县 or 区
    may be missing), name behind the name of a unit above it (红河州泸西县), pinyin, initials. Units that answer on the day
    come before those that answered on another day; so former codes and names keep working.
    Raises UnknownOrganization, AmbiguousOrganization.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    by_key = Organization.objects.filter(key=text).first()
    if by_key is not None:
        return by_key
    day = day or timezone.localdate()
    for candidates in _candidates(text):
        found = {each.organization_id: each for each in candidates.order_by("valid_from")}
        if len(found) > 1:
            then = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
            that_day = {each.organization_id: each for each in candidates.filter(then, valid_from__lte=day)}
            found = that_day or found
        if len(found) > 1:
            raise AmbiguousOrganization(text, sorted(f"{each.name} ({each.code})" for each in found.values()))
        if found:
            return next(iter(found.values())).organization
    raise UnknownOrganization(text, _near(text))


def _candidates(text: str) -> Iterator[QuerySet[Standing]]:
    if not text:
        return
    standings = Standing.objects.select_related("organization")
    yield standings.filter(code=text)
    yield standings.filter(name__in={text, text.translate(_WIDE)})
    yield standings.filter(short_name__in=(text, *(text + suffix for suffix in REGION_SUFFIXES)))
    yield _behind_names_above(text, standings)
    latin = latin_key(text)
    if latin:
        yield standings.filter(pinyin=latin)
        yield standings.filter(initials=latin)


def _behind_names_above(text: str, standings: QuerySet[Standing]) -> QuerySet[Standing]:
    """Find units whose name ends the text, when what stands before it names a unit above."""
    whole = standings.annotate(whole=Value(text))
    endings = whole.filter(
        Q(whole__endswith=F("name")) | Q(whole__endswith=F("short_name")), parent__isnull=False
    )
    fitting = []
    for each in endings.annotate(length=Length("name")).order_by("-length"):
        for name in (each.name, each.short_name):
            before = text.removesuffix(name)
            if before == text or not before:
                continue
            above = Standing.objects.filter(organization__in=ids_in(each.path)[:-1])
            if above.filter(Q(name=before) | Q(short_name=before) | Q(name__startswith=before)).exists():
                fitting.append(each.pk)
    return standings.filter(pk__in=fitting)


def latin_key(text: str) -> str:
    """Return the form in which pinyin is stored and compared: small letters only, ü as v; empty for any other text."""
    small = text.casefold().replace("ü", "v")
    letters = "".join(each for each in small if each not in " '’·-")
    return letters if letters.isascii() and letters.isalpha() else ""


def _near(text: str) -> list[str]:
    """Return the names of a few units that contain the text, for the refusal's hint."""
    if len(text) < 2:
        return []
    rows = Standing.objects.filter(Q(name__contains=text) | Q(pinyin__startswith=latin_key(text) or text))
    return sorted({each.name for each in rows.order_by("rank")[:3]})
