"""What fits while somebody types into a field that names another thing: units of one's own, records of registers one may read."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Standing
from yunjiang.organizations.naming import latin_key
from yunjiang.registers.kit import columns, filters, lists, putting, registry
from yunjiang.registers.kit.columns import Kind
from yunjiang.registers.kit.declaration import Register
from yunjiang.registers.kit.refusals import RegisterRefusal
from yunjiang.web.pages.registers import reading

SHOWN = 12
LONGEST = 60


@dataclass(frozen=True)
class Offer:
    """One thing that fits: `value` is what a form keeps, `told` what tells it from others of its name."""

    value: str
    name: str
    told: str


def offer(request: HttpRequest, register: str, field: str) -> HttpResponse:
    """Answer with what fits the text, as options of a list. Raises Refused, Http404."""
    user, found = reading.register(request, register)
    try:
        column = columns.column(found, field)
    except RegisterRefusal:
        raise Http404(_("There is no such field.")) from None
    text = request.GET.get("q", "").strip().replace("\0", "")[:LONGEST]
    if column.kind == Kind.UNIT:
        is_form = request.GET.get("for") == "form"
        if is_form and field in found.elsewhere:
            visible = organizations.at(timezone.localdate())
        else:
            visible = permission.visible_organizations(user, act=found.keeps if is_form else found.reads)
        offers = _units(visible, text) if text else []
    else:
        target = _register_of(column.field.related_model if column.is_relation else None)
        offers = _records(user, target, text) if text else []
    context = {"offers": offers[:SHOWN], "has_more": len(offers) > SHOWN}
    return render(request, "pages/registers/offers.html", context)


def _units(visible: QuerySet[Standing], text: str) -> Sequence[Offer]:
    rows = _fitting(visible, text)[: SHOWN + 1]
    return [
        Offer(str(each.organization_id), each.name, " ".join((each.get_kind_display(), each.code)).strip())
        for each in rows
    ]


def _fitting(visible: QuerySet[Standing], text: str) -> QuerySet[Standing]:
    fits = Q(name__contains=text) | Q(short_name__contains=text) | Q(code__startswith=text)
    latin = latin_key(text)
    if latin:
        fits |= Q(pinyin__startswith=latin) | Q(initials__startswith=latin)
    return visible.filter(fits).order_by("path", "rank", "code")


def _register_of(model: object) -> type[Register]:
    """Return the register whose records a link leads to: only those are found by typing. Raises Http404."""
    for each in registry.every():
        if each.model is model:
            return each
    raise Http404(_("Nothing is offered for this field."))


def _records(user: User, register: type[Register], text: str) -> Sequence[Offer]:
    wanted = filters.parse(register, {filters.SEARCH: [text]})
    rows = (
        lists.page(register, user, wanted, size=SHOWN + 1).rows
        if register.reads in permission.acts_anywhere(user)
        else []
    )
    return [Offer(str(each.pk), putting.title(register, each), f"#{each.pk}") for each in rows]
