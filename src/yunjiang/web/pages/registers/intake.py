"""Bringing a sheet to a register: the file is handed in here, and every sheet that came is found again, with how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.files.kinds import Kind
from yunjiang.files.refusals import FileRefused
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Organization, Standing
from yunjiang.registers.kit import forms, scope
from yunjiang.registers.kit.declaration import Register
from yunjiang.registers.kit.forms import RecordForm
from yunjiang.registers.kit.intake import receiving
from yunjiang.registers.kit.intake import template as templates
from yunjiang.registers.kit.intake.refusals import NoIntake
from yunjiang.registers.kit.models import IntakeBatch, IntakeState
from yunjiang.registers.kit.refusals import RegisterRefusal
from yunjiang.web.components.said import Crumb
from yunjiang.web.pages.registers import naming, reading, writing
from yunjiang.web.templatetags.parts import Fault

PAGE = 30
UNIT = "organization"


@dataclass(frozen=True)
class Brought:
    """One sheet that came, as the list shows it."""

    batch: IntakeBatch
    href: str
    unit: str
    state: str
    told: str


def imports(request: HttpRequest, register: str) -> HttpResponse:
    """Take a sheet in, and list those that came. Raises Refused, Http404."""
    user, found = enter(request, register)
    faults: list[Fault] = []
    if request.method == "POST":
        form = belonging(user, found, request.POST)
        try:
            if form.is_valid():
                return redirect("register-batch", register, _received(request, user, found, form).pk)
        except (RegisterRefusal, FileRefused) as refusal:
            faults = [Fault(str(refusal), _("File"), "#file")]
    else:
        form = belonging(user, found)
    mine = IntakeBatch.objects.filter(
        scope.below(permission.reach(user, found.keeps)), register=found.code
    ).select_related("job", "received_by")
    before = request.GET.get("before", "")
    if before.isdecimal():
        mine = mine.filter(pk__lt=min(int(before), reading.LONGEST_NUMBER - 1))
    shown = list(mine.order_by("-pk")[: PAGE + 1])
    context = {
        "register": found,
        "lead": _("%(register)s: import a sheet") % {"register": found.name},
        "crumbs": [*writing.crumbs(found), Crumb(_("Import"))],
        "faults": faults,
        "form": form,
        "has_choice": form.errors or has_choice(user, found),
        "limit": receiving.LIMIT >> 20,
        "brought": _all_brought(shown[:PAGE]),
        "further": f"{request.path}?before={shown[PAGE - 1].pk}" if len(shown) > PAGE else "",
    }
    return render(
        request, "pages/registers/intake.html", context, status=422 if faults or form.errors else 200
    )


def template(request: HttpRequest, register: str) -> HttpResponse:
    """Hand the empty sheet out. Raises Refused, Http404."""
    user, found = enter(request, register)
    paths = permission.reach(user, found.keeps)
    response = HttpResponse(templates.write(found, paths), content_type=Kind.XLSX.media_type)
    name = content_disposition_header(True, f"{found.name}.xlsx")
    response.headers["Content-Disposition"] = name or "attachment"
    return response


def enter(request: HttpRequest, code: str) -> tuple[User, type[Register]]:
    """Return who asks and a register into which he may bring sheets somewhere. Raises Refused, Http404."""
    user, found = reading.register(request, code)
    reading.who(request, found.keeps)
    if found.intake is None:
        raise Http404(str(NoIntake(found)))
    return user, found


def homes(user: User, register: type[Register]) -> Sequence[Standing]:
    """Return the units that a person usually means: where he works, and the uppermost ones whose records he keeps."""
    today = timezone.localdate()
    paths = permission.reach(user, register.keeps, today)
    units = [int(path.strip("/").split("/")[-1]) for path in paths]
    own = user.organization
    if own is not None and scope.may(register, user, register.keeps, own):
        units.insert(0, own.pk)
    standing = organizations.standings_of(units, today)
    return [standing[unit] for unit in dict.fromkeys(units) if unit in standing]


def told(batch: IntakeBatch) -> str:
    """Say in a few words what a sheet came to."""
    if batch.state == IntakeState.RECEIVED:
        return ""
    parts = [ngettext("%(count)d row", "%(count)d rows", batch.row_count) % {"count": batch.row_count}]
    for count, words in (
        (batch.created_count, _("%(count)d new")),
        (batch.changed_count, _("%(count)d changed")),
        (batch.faulty_count, _("%(count)d with problems")),
    ):
        if count:
            parts.append(words % {"count": count})
    return " · ".join(parts)


def _all_brought(batches: Sequence[IntakeBatch]) -> list[Brought]:
    units = organizations.standings_of({each.organization_id for each in batches}, timezone.localdate())
    names = {number: each.name for number, each in units.items()}
    return [_brought(each, names.get(each.organization_id, "")) for each in batches]


def _brought(batch: IntakeBatch, unit: str) -> Brought:
    state = str(batch.get_state_display())
    if batch.job is not None and not batch.job.is_over:
        state = str(batch.job.get_state_display())
    href = reverse("register-batch", args=[batch.register, batch.pk])
    return Brought(batch, href, unit, state, told(batch))


def belonging(
    user: User, register: type[Register], sent: QueryDict | None = None, home: Standing | None = None
) -> RecordForm:
    """Return the one field of a sheet that is brought: the unit, of those whose records the person keeps, for the whole sheet.

    `home` is the unit that it belongs to unless somebody names another; the one that the person usually means without.
    """
    home = home or next(iter(homes(user, register)), None)
    initial = {UNIT: home.organization_id} if home is not None else {}

    def made(data: QueryDict | None) -> RecordForm:
        form = forms.form_for(register, user, paths=[UNIT], data=data, initial=initial)
        field = form.fields[UNIT]
        assert isinstance(field, forms.OfferField)
        field.label, field.required = _("The rows belong to"), True
        field.help_text = _(
            "One unit for the whole sheet, by a part of its name, its pinyin or the code. Rows that name a unit of their own "
            "go there."
        )
        field.error_messages |= dict.fromkeys(
            ("required", "invalid_choice"),
            _("No unit whose records you keep is known by this name; choose one of those offered."),
        )
        field.shown = home.name if home is not None else ""
        return form

    if sent is None:
        return made(None)
    is_asked = UNIT in sent or UNIT + naming.TEXT in sent  # who keeps one unit only is not
    if not is_asked and home is not None:
        sent = sent.copy()
        sent[UNIT] = str(home.organization_id)
    return made(naming.named(made(None), sent, user))


def has_choice(user: User, register: type[Register]) -> bool:
    """Say whether a person keeps the records of several units, so that a sheet may belong to one or another."""
    return forms.offers(Organization, register, user)[:2].count() > 1


def _received(request: HttpRequest, user: User, register: type[Register], form: RecordForm) -> IntakeBatch:
    upload = request.FILES.get("file")
    if upload is None:
        raise NothingChosen
    sheet = request.POST.get("sheet", "").strip()
    unit: Organization = form.cleaned_data[UNIT]
    return receiving.receive(register, unit, upload, upload.name or "", by=user, sheet=sheet)


class NothingChosen(RegisterRefusal):
    """A form that came without a file."""

    def __str__(self) -> str:
        return _("Choose the sheet first.")
