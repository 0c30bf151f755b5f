"""The tab that tells what was done: how a record came, sheets by their names, and a long history page by page."""

from typing import Any

import pytest
from django.test import Client

from yunjiang.files import keeping
from yunjiang.files.kinds import Kind
from yunjiang.registers.kit import history, writing
from yunjiang.registers.kit.models import ChangeSet, Deed, Difference, IntakeBatch
from yunjiang.registers.kit.tests.sample.register import Places
from yunjiang.registers.unions.models import Post
from yunjiang.registers.unions.tests import hall as halls
from yunjiang.web.tests.registers.world import HERE, World

pytestmark = pytest.mark.django_db


def test_what_is_added_by_hand_says_so(officer: Client, world: World) -> None:
    text = officer.get(f"{HERE}{world.place().pk}/history/").text
    assert "<h2>登记<small>" in text
    assert "导入" not in text


def test_an_import_and_its_undoing_name_the_sheet_and_give_no_reason(
    officer: Client, world: World, batch: Any
) -> None:
    place = world.place()
    told = {"register": "sample-places", "by": world.officer, "reason": "场所.xlsx", "batch": batch}
    for number, deed in enumerate((Deed.INTAKE, Deed.UNDO), 2):
        made = ChangeSet.objects.create(deed=deed, **told)
        Difference.objects.create(
            change_set=made,
            register="sample-places",
            record=place.pk,
            revision=number,
            before='{"seats":1}',
            after='{"seats":2}',
        )
    text = officer.get(f"{HERE}{place.pk}/history/").text
    assert "<h2>导入<small>" in text
    assert "<h2>撤销导入<small>" in text
    assert text.count(f'<a href="{HERE}import/{batch.pk}/">场所.xlsx</a>') == 2
    assert "原因：" not in text


def test_a_long_history_goes_on_page_by_page(
    officer: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = world.place(seats=0)
    for seats in range(1, 6):
        writing.change(Places, place, {"seats": seats}, by=world.officer)
    whole = history.leaf
    monkeypatch.setattr(history, "leaf", lambda register, record, before: whole(register, record, before, 4))
    first = officer.get(f"{HERE}{place.pk}/history/").text
    assert first.count("<li id=") == 4
    further = whole(Places, place, 0, 4).further
    assert f'href="{HERE}{place.pk}/history/?before={further}"' in first
    second = officer.get(f"{HERE}{place.pk}/history/?before={further}").text
    assert second.count("<li id=") == 2
    assert f'href="{HERE}{place.pk}/history/"' in second
    for odd in ("x", "-1", str(2**63)):
        assert officer.get(f"{HERE}{place.pk}/history/?before={odd}").status_code == 400


def test_a_record_leads_to_its_person_where_the_reader_may_open_it(client: Client) -> None:
    hall = halls.build()
    post = hall.post(hall.union(), name="某甲")
    link = f'<a href="/persons/{post.person_id}/">某甲</a>'
    client.force_login(hall.officer)
    assert link in client.get(f"/registers/union-posts/{post.pk}/").text
    Post.objects.update(voided_at=post.created_at)  # a person of no register is reached by nobody
    assert link not in client.get(f"/registers/union-posts/{post.pk}/").text


@pytest.fixture
def batch(world: World) -> IntakeBatch:
    return IntakeBatch.objects.create(
        register="sample-places",
        organization=world.cast.wuhua,
        path="/",
        file=keeping.keep_ours(b"x", Kind.CSV),
        file_name="场所.xlsx",
    )


def test_what_one_request_wrote_together_is_shown_as_far_as_it_may_be_read(
    officer: Client, world: World
) -> None:
    first, second, far = (
        world.place("K-1"),
        world.place("K-2"),
        world.place("Q-1", organization=world.cast.qujing),
    )
    officer.post(
        f"{HERE}bulk/",
        {"what": "change:sort", "record": [first.pk, second.pk], "sort": "sport"},
    )
    alone = officer.get(f"{HERE}{far.pk}/history/")
    assert alone.status_code == 403
    made = ChangeSet.objects.get(deed=Deed.BULK)
    here = f"/registers/together/{made.request_id}/"
    assert here in officer.get(f"{HERE}{first.pk}/history/").text
    told = officer.get(here).text
    assert all(f"{HERE}{each.pk}/history/" in told for each in (first, second))
    assert "体育" in told or "健身" in told
    officer.force_login(world.other)
    assert officer.get(here).status_code == 404
