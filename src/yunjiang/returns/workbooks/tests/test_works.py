"""Large workbooks are taken beside the pages."""

import io

import pytest

from yunjiang.background import works
from yunjiang.background.models import Job
from yunjiang.files.refusals import FileRefused
from yunjiang.returns import workbooks
from yunjiang.returns.models import Upload
from yunjiang.returns.tests.world import World
from yunjiang.returns.workbooks.works import CODE, begin

from .forms import edited, value_at


class Reports:
    """A progress that nobody looks at."""

    def report(self, done: int, total: int = 0, note: str = "") -> None:
        pass


def template(world: World) -> bytes:
    return workbooks.template([world.report("wuhua")], world.people["clerk"]).content


def test_it_works(world: World) -> None:
    cycle = world.open("2024")
    content = edited(template(world), lambda book: setattr(value_at(book["wuhua"], "proposals"), "value", 12))
    job = begin(cycle, world.units["wuhua"], io.BytesIO(content), "五华.xlsx", by=world.people["clerk"])
    assert isinstance(job, Job)
    assert job.work == CODE
    outcome = works.find(CODE).perform(job.arguments, Reports())  # type: ignore[arg-type]
    upload = Upload.objects.get()
    assert outcome == {"upload": upload.pk, "is_taken": True, "changes": 1}
    assert world.report("wuhua").cells.get(question__code="proposals").value == 12
    again = works.find(CODE).perform(job.arguments, Reports())  # type: ignore[arg-type]
    assert again is not None
    assert again["changes"] == 0


def test_what_is_not_kept_is_not_queued(world: World) -> None:
    cycle = world.open("2024")
    with pytest.raises(FileRefused):
        begin(cycle, world.units["wuhua"], io.BytesIO(b"no workbook"), "五华.xlsx", by=world.people["clerk"])
    assert not Job.objects.filter(work=CODE).exists()
