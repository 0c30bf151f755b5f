"""What was typed into fields that name another thing, turned into what a form keeps; a script has usually done it already."""

from collections.abc import Iterable

from django.http import QueryDict
from django.utils import timezone

from yunjiang.access.models import User
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Organization
from yunjiang.organizations.refusals import TreeRefusal
from yunjiang.registers.kit import filters, lists, registry
from yunjiang.registers.kit.forms import OfferField, RecordForm

TEXT, WAS = "__text", "__was"  # what is typed beside a link's number, and what stood there


def named(form: RecordForm, sent: QueryDict, user: User) -> QueryDict:
    """Return what was sent with a number for every link that was only named; one that names nothing stays without."""
    data = sent.copy()
    for path, field in _links(form):
        typed = " ".join(sent.get(path + TEXT, "").split())
        if path + TEXT not in sent or (data.get(path) and typed == sent.get(path + WAS, typed)):
            continue
        if not typed:
            data[path] = ""
        elif not _is_taken(field, data.get(path, ""), typed):
            data[path] = _number(field, typed, user)
    return data


def _links(form: RecordForm) -> Iterable[tuple[str, OfferField]]:
    return [(path, field) for path, field in form.fields.items() if isinstance(field, OfferField)]


def _is_taken(field: OfferField, number: str, typed: str) -> bool:
    """Say whether the number that came is of what was typed, as after a choice from the offers."""
    if not number.isdecimal():
        return False
    if field.target is Organization:
        found = organizations.standings_of([int(number)], timezone.localdate())
        return any(each.name == typed for each in found.values())
    return True


def _number(field: OfferField, typed: str, user: User) -> str:
    if field.target is Organization:
        try:
            return str(organizations.resolve(typed).pk)
        except TreeRefusal:
            return ""
    for register in registry.every():
        if register.model is field.target:
            wanted = filters.parse(register, {filters.SEARCH: [typed]})
            rows = lists.page(register, user, wanted, size=2).rows
            return str(rows[0].pk) if len(rows) == 1 else ""
    return ""
