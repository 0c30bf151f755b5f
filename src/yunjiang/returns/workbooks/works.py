"""Taking large workbooks beside the pages: kept at once, taken when a worker is free, found again by the job."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunjiang.access.models import User
from yunjiang.background import services as background
from yunjiang.background.models import Job
from yunjiang.background.progress import Progress
from yunjiang.background.works import Work
from yunjiang.files import answering, keeping
from yunjiang.files.keeping import Source
from yunjiang.files.kinds import Kind
from yunjiang.files.models import KeptFile
from yunjiang.organizations.models import Organization

from ..models import Cycle
from .outcomes import Mode
from .package import FILE_AT_MOST
from .taking import take_content

CODE = "returns.take_workbook"


def begin(
    cycle: Cycle,
    organization: Organization,
    stream: Source,
    name: str,
    *,
    by: User,
    mode: Mode = Mode.WHOLE,
    overwrites: bool = False,
) -> Job:
    """Keep a workbook and have it taken in the background; the job's outcome names the upload.

    Raises files.refusals.FileRefused where the file is not even kept; `take` would say of the same file what is wrong with it.
    """
    file = keeping.keep(
        stream, f"{name.rpartition('.')[0] or name}.xlsx", allowed={Kind.XLSX}, limit=FILE_AT_MOST
    )
    arguments = {
        "cycle": cycle.pk,
        "organization": organization.pk,
        "file": file.pk,
        "name": name,
        "by": by.pk,
        "mode": str(mode),
        "overwrites": overwrites,
    }
    return background.start(CODE, _("Take in “%(name)s”") % {"name": name}, arguments, by=by.username)


def perform(arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Take a kept workbook. Done again after a breakdown it changes nothing that it has changed already."""
    cycle = Cycle.objects.select_related("plan_version__plan__owner").get(pk=arguments["cycle"])
    outcome = take_content(
        cycle,
        Organization.objects.get(pk=arguments["organization"]),
        answering.content(KeptFile.objects.get(pk=arguments["file"])),
        arguments["name"],
        by=User.objects.get(pk=arguments["by"]),
        mode=Mode(arguments["mode"]),
        overwrites=arguments["overwrites"],
    )
    return {
        "upload": outcome.upload.pk if outcome.upload else None,
        "is_taken": outcome.is_taken,
        "changes": outcome.changed_count,
    }


WORKS = (Work(CODE, gettext_lazy("Take a workbook in"), perform),)
