"""Finding units by what people write in a file, without asking the database for every row."""

from datetime import date

from django.utils.translation import gettext as _

from yunjiang.organizations import queries
from yunjiang.organizations.models import Organization, Standing
from yunjiang.organizations.naming import REGION_SUFFIXES
from yunjiang.organizations.refusals import AmbiguousOrganization, UnknownOrganization

from .problems import Wrong


class Naming:
    """The units by key, code and name; what these do not settle is asked of `organizations`, once for every text and day."""

    def __init__(self) -> None:
        self._keys = dict(Organization.objects.values_list("key", "pk"))
        codes: dict[str, set[int]] = {}
        names: dict[str, set[int]] = {}
        short_names: dict[str, set[int]] = {}
        for organization, code, name, short_name in Standing.objects.values_list(
            "organization", "code", "name", "short_name"
        ):
            codes.setdefault(code, set()).add(organization)
            names.setdefault(name, set()).add(organization)
            for text in (short_name, *(short_name.removesuffix(suffix) for suffix in REGION_SUFFIXES)):
                short_names.setdefault(text, set()).add(organization)
        self._texts = (codes, names, short_names)
        self._asked: dict[tuple[str, str | None], int] = {}
        self._unknown: dict[str, Wrong] = {}

    def find(self, text: str, day: str | None) -> tuple[int]:
        """Return the number of the unit that a text means on a day. Raises Wrong."""
        text = text.strip()
        found = self._keys.get(text)
        if found is not None:
            return (found,)
        for known in self._texts:
            units = known.get(text)
            if units and len(units) == 1:
                return (next(iter(units)),)
            if units:
                break
        return (self._ask(text, day),)

    def _ask(self, text: str, day: str | None) -> int:
        if text in self._unknown:
            raise self._unknown[text]
        if (text, day) not in self._asked:
            try:
                when = date.fromisoformat(day) if day else None
                self._asked[text, day] = queries.resolve(text, when).pk
            except UnknownOrganization as refusal:
                near = _(" Perhaps: %(names)s.") % {"names": "、".join(refusal.near)} if refusal.near else ""
                self._unknown[text] = Wrong("organization_unknown", text=text, near=near)
                raise self._unknown[text] from refusal
            except AmbiguousOrganization as refusal:
                raise Wrong(
                    "organization_ambiguous", text=text, names="、".join(refusal.candidates)
                ) from refusal
        return self._asked[text, day]
