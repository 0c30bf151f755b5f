"""What is done with batches beside the pages. Done again after a breakdown, each changes nothing that it has changed already."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yunjiang.access.models import User
from yunjiang.background.progress import Progress
from yunjiang.background.works import Daily, Work

from ..models import IntakeBatch, IntakeState
from . import answering, checking, clearing, committing, undoing

CHECK, COMMIT, UNDO, ANSWER = (f"registers.intake_{each}" for each in ("check", "commit", "undo", "answer"))


def _check(arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    batch = _batch(arguments)
    checking.check(batch, progress=lambda done, total: progress.report(done, total, _("Checking the rows.")))
    return {"batch": batch.pk}


def _commit(arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    batch = _batch(arguments)
    committing.commit(
        batch,
        User.objects.get(pk=arguments["by"]),
        leaves_faulty_out=arguments.get("leaves_faulty_out", False),
        progress=lambda done, total: progress.report(done, total, _("Writing the rows.")),
    )
    return {"batch": batch.pk}


def _undo(arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    batch = _batch(arguments)
    if batch.state != IntakeState.UNDONE:  # taken back already, before the machine stopped
        undoing.undo(batch, User.objects.get(pk=arguments["by"]), reason=arguments.get("reason", ""))
    return {"batch": batch.pk}


def _answer(arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    batch = _batch(arguments)
    answering.answer(batch)
    return {"batch": batch.pk}


def _batch(arguments: Mapping[str, Any]) -> IntakeBatch:
    return IntakeBatch.objects.select_related("file", "organization", "received_by").get(
        pk=arguments["batch"]
    )


WORKS = (
    Work(CHECK, gettext_lazy("Check a sheet"), _check),
    Work(COMMIT, gettext_lazy("Import a sheet"), _commit),
    Work(UNDO, gettext_lazy("Take an import back"), _undo),
    Work(ANSWER, gettext_lazy("Write the answer to a sheet"), _answer),
    Work(
        "registers.intake_clear",
        gettext_lazy("Clear away sheets that were not imported"),
        clearing.perform,
        recurs=Daily(time(2)),
    ),
)
