"""Finding records: by person, act, subject, unit, days and text, a page at a time, and only as far as one may read."""

import csv
from datetime import date, datetime
from io import StringIO

import pytest
import time_machine
from django.utils import timezone
from tests.unlocked import unlocked

from yunjiang.access import services, trail
from yunjiang.access.models import AuditRecord, Role, TrailHead, User
from yunjiang.access.tests.cast import FIRST_DAY, Cast, assemble, person
from yunjiang.access.trail import deeds, export, queries
from yunjiang.access.trail.queries import EVERYTHING, Reach, Sought
from yunjiang.access.trail.tests.conftest import KNOWN
from yunjiang.organizations.models import Organization

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def cast() -> Cast:
    return assemble()


def record(subject: str = "", organization: int | None = None, **more: object) -> None:
    trail.note("test.read", subject=subject, organization_id=organization, facts=more)


def found(below: int | None = None, reach: Reach = EVERYTHING, **sought: object) -> list[str]:
    page = queries.search(Sought(**sought), reach, below=below)  # type: ignore[arg-type]
    return [each.subject for each in page.records]


def test_the_newest_come_first_a_page_at_a_time() -> None:
    for number in range(1, 8):
        record(f"n:{number}")
    page = queries.search(Sought(), EVERYTHING, size=3)
    assert ([each.position for each in page.records], page.below) == ([7, 6, 5], 5)
    record("n:8")
    page = queries.search(Sought(), EVERYTHING, size=3, below=page.below)
    assert ([each.position for each in page.records], page.below) == ([4, 3, 2], 2)
    page = queries.search(Sought(), EVERYTHING, size=3, below=page.below)
    assert ([each.position for each in page.records], page.below) == ([1], None)


def test_by_person() -> None:
    li = User.objects.create(username="li", last_name="李四")
    for name, user in (("", li), ("李四的脚本", None), ("nightly work", None)):
        with trail.acting(name, user=user):
            record(f"by:{name or 'li'}")
    assert found(person="li") == ["by:li"]
    assert found(person="LI") == ["by:li"]
    assert found(person="李四") == ["by:李四的脚本", "by:li"]
    assert found(person="王") == []


def test_by_act_and_by_room() -> None:
    record("a:1")
    trail.note("test.change", subject="a:2")
    assert found(action="test.read") == ["a:1"]
    assert found(action="test") == ["a:2", "a:1"]
    assert found(action="tes") == []


def test_by_subject_and_by_its_kind() -> None:
    for subject in ("user:1", "user:11", "users:1"):
        record(subject)
    assert found(subject="user:1") == ["user:1"]
    assert found(subject="user") == ["user:11", "user:1"]


def test_by_unit_with_all_below_it(cast: Cast) -> None:
    record("p", cast.province.pk)
    record("k", cast.kunming.pk)
    record("w", cast.wuhua.pk)
    record("q", cast.qujing.pk)
    record("none")
    assert found(action="test", organization_id=cast.kunming.pk) == ["w", "k"]
    assert found(action="test", organization_id=cast.province.pk) == ["q", "w", "k", "p"]


def test_by_days_both_included_by_the_clock_of_the_site() -> None:
    for moment in ("2024-03-30T15:59Z", "2024-03-30T16:00Z", "2024-03-31T15:59Z", "2024-03-31T16:00Z"):
        with time_machine.travel(datetime.fromisoformat(moment), tick=False):
            record(moment)
    day = date(2024, 3, 31)
    assert found(first_on=day, last_on=day) == ["2024-03-31T15:59Z", "2024-03-30T16:00Z"]
    assert len(found(first_on=day)) == 3
    assert len(found(last_on=day)) == 3


def test_by_result_and_by_text_anywhere() -> None:
    record("a:1", sheet="五华区.xlsx")
    record("a:2")
    assert found(text="五华") == ["a:1"]
    assert found(text="A:") == ["a:2", "a:1"]
    assert found(text="100%") == []
    assert found(result="done") == ["a:2", "a:1"]
    assert found(result="refused") == []


def test_a_search_for_text_looks_through_a_stretch_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "SPAN", 4)
    for number in range(1, 11):
        record(f"n:{number}", rare=number == 2)
    first = queries.search(Sought(text="true"), EVERYTHING)
    assert ([each.position for each in first.records], first.below) == ([], 7)
    assert [each.position for each in queries.walk(Sought(text="true"), EVERYTHING)] == [2]


def reach_of(role: Role, unit: Organization) -> list[str] | None:
    user = person(f"{role}-{unit.pk}", unit)
    services.assign(user, role, unit, valid_from=FIRST_DAY)
    reach = queries.reach(user)
    return None if reach is None else sorted(found(reach=reach, action="test.read"))


def test_who_audits_the_root_reads_everything_and_who_audits_a_unit_what_is_below_it(cast: Cast) -> None:
    for subject, unit in (("p", cast.province), ("k", cast.kunming), ("w", cast.wuhua), ("none", None)):
        record(subject, unit.pk if unit else None)
    assert reach_of(Role.AUDIT_ADMINISTRATOR, cast.province) == ["k", "none", "p", "w"]
    assert reach_of(Role.AUDITOR, cast.province) == ["k", "none", "p", "w"]
    assert reach_of(Role.AUDITOR, cast.kunming) == ["k", "w"]
    for role in set(Role) - {Role.AUDITOR, Role.AUDIT_ADMINISTRATOR}:
        assert reach_of(role, cast.province) is None, role


def exported(sought: Sought, reach: Reach = EVERYTHING) -> list[list[str]]:
    text = "".join(export.lines(sought, reach, reason="yearly inspection"))
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text[1:])))


def test_an_export_is_recorded_and_holds_what_was_before_it() -> None:
    record("a:1")
    trail.register(deeds.ACTIONS)
    heading, *rows = exported(Sought(action="test.read"))
    assert [row[8] for row in rows] == ["a:1"]
    assert len(heading) == len(rows[0]) == 17
    assert rows[0][6] == "Read"
    assert rows[0][1].startswith(timezone.localdate().isoformat())
    (told,) = AuditRecord.objects.filter(action="trail.export")
    assert told.facts == '{"action":"test.read","newest":1,"reason":"yearly inspection","rows":1}'
    assert len(exported(Sought())) == 3


def test_an_export_that_cannot_be_recorded_is_not_given() -> None:
    trail.register(deeds.ACTIONS)
    with unlocked():
        TrailHead.objects.all().delete()
    with pytest.raises(trail.TrailUnwritable):
        export.lines(Sought(), EVERYTHING)


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", '=HYPERLINK("http://x")']
)
def test_no_cell_is_taken_for_a_formula(cell: str) -> None:
    with trail.acting(cell):
        record(cell)
    trail.register(deeds.ACTIONS)
    _, row = exported(Sought())
    assert row[2].startswith("'")
    assert row[8] == f"'{cell}"
    assert export.harmless("五华 = 1") == "五华 = 1"


def test_an_administrator_reads_that_figures_changed_and_not_which(cast: Cast) -> None:
    record("w", cast.wuhua.pk, cell="4711")
    watcher = person("watcher", cast.province)
    services.assign(watcher, Role.AUDIT_ADMINISTRATOR, cast.province, valid_from=FIRST_DAY)
    auditor = person("auditor", cast.kunming)
    services.assign(auditor, Role.AUDITOR, cast.kunming, valid_from=FIRST_DAY)
    for user, is_open in ((watcher, False), (auditor, True)):
        reach = queries.reach(user)
        assert reach is not None
        assert found(reach=reach, action="test.read") == ["w"]
        assert bool(found(reach=reach, text="4711")) is is_open
        [row] = exported(Sought(action="test.read"), reach)[1:]
        assert ("4711" in "".join(row)) is is_open


def test_acts_that_tell_no_figure_are_open_to_administrators(cast: Cast) -> None:
    trail.register(KNOWN, tell_figures=False)
    record("w", cast.wuhua.pk, cell="4711")
    watcher = person("watcher", cast.province)
    services.assign(watcher, Role.AUDIT_ADMINISTRATOR, cast.province, valid_from=FIRST_DAY)
    reach = queries.reach(watcher)
    assert reach is not None
    assert found(reach=reach, text="4711") == ["w"]
