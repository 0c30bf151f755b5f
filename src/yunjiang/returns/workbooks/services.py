"""What goes out and how it is read: a workbook to fill in, and what one that came in says."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.translation import gettext as _

from yunjiang.access import permission, trail
from yunjiang.access.models import User
from yunjiang.access.permission import Act
from yunjiang.organizations.models import Organization
from yunjiang.standards.national_cryptography import hmac_sm3

from .. import rights
from ..models import Cycle, Return
from . import gathering, reading, writing
from .form import Form, Shape
from .reading import Reading
from .refusals import NothingToFill


@dataclass(frozen=True)
class Template:
    """A workbook to fill in, and what it is called."""

    content: bytes
    name: str


def keys() -> list[bytes]:
    """Return the keys of the checksums, the one that is written with first; older secrets of the site are still read."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [hmac_sm3(force_bytes(secret), b"yunjiang.returns.workbooks") for secret in secrets]


def template(reports: Sequence[Return], by: User, *, shape: Shape | None = None) -> Template:
    """Return the workbook of some returns of one cycle: of a unit, or of all below a prefecture.

    `shape` chooses between a sheet for each unit and one sheet for all; one unit has its own sheet, several have one for all
    unless told otherwise. Raises NothingToFill, and permission.Refused where the person may not read a return.
    """
    if not reports:
        raise NothingToFill()
    for each in reports:
        if not rights.may_read_whole(by, each):
            permission.require(by, Act.SEE_ENTRIES, each.organization)
    cycle = reports[0].cycle
    form = gathering.form(cycle, reports, by)
    facts = {"units": len(reports), "cycle": form.cycle}
    trail.note(
        "returns.take_template",
        subject=f"cycle:{cycle.pk}",
        organization_id=reports[0].organization_id,
        facts=facts,
    )
    content = writing.write(form, key=keys()[0], written_at=timezone.localtime(), shape=shape)
    return Template(content, _file_name(form))


def fillable(cycle: Cycle, organization: Organization, by: User) -> list[Return]:
    """Return the returns of a unit and of those below it that the person may fill in, open or not, in the tree's order."""
    below = gathering.returns_below(cycle, organization)
    # As it stood last: a unit that was merged away since the cycle was opened may still owe its return.
    may_fill = permission.reached_organizations(by, Act.FILL_RETURNS)
    may = set(may_fill.values_list("organization_id", flat=True))
    return [each for each in below if each.organization_id in may]


def read(content: bytes, cycle: Cycle, organization: Organization, by: User | None = None) -> Reading:
    """Return what a workbook says, read for a unit and all below it; nothing is written."""
    reports = gathering.returns_below(cycle, organization)
    return reading.read(content, gathering.form(cycle, reports, by), keys=keys())


def _file_name(form: Form) -> str:
    first = form.units[0].short_name
    units = first
    if len(form.units) > 1:
        units = _("%(first)s and others, %(count)d units") % {"first": first, "count": len(form.units)}
    return f"{form.cycle_name} {units}.xlsx".replace("/", "-").replace("\\", "-")
