"""From the bar below a list to everything that fits it: asked once, done in the background, what was left out with reasons."""

import pytest
from django.test import Client

from yunjiang.access.models import AuditRecord
from yunjiang.background.progress import Progress
from yunjiang.registers.kit import fitting
from yunjiang.registers.kit.models import BulkAct
from yunjiang.registers.kit.tests.sample.models import Place, Sort
from yunjiang.web.tests.registers.world import HERE, World

pytestmark = pytest.mark.django_db
ALL = f"{HERE}bulk/all/"


def asked(officer: Client, **sent: object) -> str:
    answer = officer.post(ALL, sent)
    assert answer.status_code == 302, answer.text
    return str(answer.headers["Location"])


def finished() -> BulkAct:
    act = BulkAct.objects.get()
    fitting.perform({"act": act.pk}, Progress())
    act.refresh_from_db()
    assert act.job is not None
    act.job.state = "done"
    act.job.started_at = act.job.finished_at = act.finished_at
    act.job.save()
    return act


def test_the_bar_offers_those_picked_and_all_that_fit(officer: Client, world: World) -> None:
    world.place("K-1")
    world.place("K-2", sort=Sort.SPORT)
    text = officer.get(f"{HERE}?sort=sport&columns=name").text
    assert f'formaction="{ALL}"' in text
    assert "全部符合条件的 1 条" in text
    assert '<input type="hidden" name="sort" value="sport">' in text


def test_it_works(officer: Client, world: World) -> None:
    for number in range(3):
        world.place(f"K-{number}")
    world.place("K-9", sort=Sort.SPORT)
    page = officer.get(ALL, {"what": "change:seats", "sort": "reading"}).text
    assert "全部符合条件的 3 条" in page
    assert "类别：职工书屋" in page
    here = asked(officer, what="change:seats", sort="reading", seats="7", reason="统一更正")
    assert "排队中" in officer.get(here).text or 'id="job"' in officer.get(here).text
    assert officer.get(f"{here}progress/").status_code == 200
    finished()
    assert sorted(Place.objects.values_list("seats", flat=True)) == [7, 7, 7, 40]
    text = officer.get(here).text
    assert "已办理3条" in text
    assert officer.get(f"{here}progress/").headers["HX-Refresh"] == "true"


def test_what_was_left_out_is_told_with_reasons_and_as_a_file(officer: Client, world: World) -> None:
    world.place("K-1")
    opened = world.opened("K-2", name="=1+1书屋")
    here = asked(officer, what="move:file")
    finished()
    text = officer.get(here).text
    assert "未办理1条" in text
    assert f'href="{HERE}{opened.pk}/"' in text
    file = b"".join(officer.get(f"{here}left-out/").streaming_content).decode()  # type: ignore[attr-defined]
    assert f"{opened.pk},'=1+1书屋," in file
    assert AuditRecord.objects.filter(action="registers.export").exists()


def test_wrong_values_and_unreadable_filters_begin_nothing(officer: Client, world: World) -> None:
    world.place()
    assert officer.post(ALL, {"what": "change:seats", "seats": "many"}).status_code == 422
    assert officer.post(ALL, {"what": "change:seats", "seats": "1", "sort": "casino"}).status_code == 422
    assert officer.get(ALL, {"what": "change:number"}).status_code == 400
    assert not BulkAct.objects.exists()


def test_an_act_is_seen_by_who_asked_for_it(officer: Client, client: Client, world: World) -> None:
    world.place()
    here = asked(officer, what="change:seats", seats="7")
    client.force_login(world.second)
    for path in (here, f"{here}progress/", f"{here}left-out/"):
        assert client.get(path).status_code == 404
    client.force_login(world.auditor)
    assert client.post(ALL, {"what": "change:seats", "seats": "7"}).status_code == 403
