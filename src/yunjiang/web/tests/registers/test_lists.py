"""A register's list: filters, columns, pages by key, exports, and what is done to those picked."""

import pytest
from django.test import Client

from yunjiang.access.models import AuditRecord
from yunjiang.registers.kit.tests.sample.models import Place, Sort
from yunjiang.web.tests.registers.test_writing import rows
from yunjiang.web.tests.registers.world import HERE, World


def test_it_works(officer: Client, world: World) -> None:
    place = world.place()
    answer = officer.get(HERE)
    assert place.name in rows(answer)
    assert f"{HERE}{place.pk}/" in answer.text


@pytest.mark.parametrize(
    ("query", "finds"),
    [
        ("sort=reading&sort=sport", True),
        ("sort=rest", False),
        ("organization=530100", True),
        ("organization=昆明市", True),
        ("q=K-001", True),
        ("q=职工书屋", True),
        ("q=不存在", False),
        ("state=open", False),
    ],
)
def test_what_fits_the_filters_is_listed(officer: Client, world: World, query: str, finds: bool) -> None:
    place = world.place()
    answer = officer.get(f"{HERE}?{query}")
    assert (place.name in rows(answer)) == finds
    if not finds:
        assert "没有符合条件的记录" in answer.text


def test_a_wrong_value_is_told_and_leads_to_its_filter(officer: Client, world: World) -> None:
    world.place()
    answer = officer.get(f"{HERE}?opened_on__from=gestern")
    assert answer.status_code == 200
    assert 'href="#sieve-opened_on' in answer.text


def test_a_filter_can_be_taken_away_alone(officer: Client, world: World) -> None:
    world.place()
    text = officer.get(f"{HERE}?sort=reading&organization=530100").text
    assert f'href="{HERE}?organization=530100"' in text
    assert f'href="{HERE}?sort=reading"' in text


def test_columns_are_chosen_by_the_address(officer: Client, world: World) -> None:
    world.place()
    text = officer.get(f"{HERE}?columns=name&columns=keeper_phone").text
    assert "138****5678" in text
    assert "13812345678" not in text
    assert "座位数</th>" not in text


def test_pages_go_on_by_key(officer: Client, world: World) -> None:
    for n in range(53):
        world.place(f"K-{n:03}")
    first = officer.get(HERE)
    assert "53" in first.text
    further = (
        first.text.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    )
    second = officer.get(further)
    assert "K-052" in rows(second)
    assert "K-000" not in rows(second)
    assert officer.get(f"{HERE}?after=nonsense").status_code == 400


def test_an_export_hides_unless_a_purpose_is_given(officer: Client, world: World) -> None:
    world.place()
    sent = {"format": "csv", "columns": ["name", "keeper_phone"]}
    hidden = b"".join(officer.post(f"{HERE}export/", sent).streaming_content).decode()
    assert "138****5678" in hidden
    whole = b"".join(
        officer.post(f"{HERE}export/", {**sent, "purpose": "contact"}).streaming_content
    ).decode()
    assert "13812345678" in whole
    assert AuditRecord.objects.filter(action="registers.export").count() == 2


def test_an_export_of_what_cannot_be_understood_is_refused(officer: Client, world: World) -> None:
    answer = officer.post(f"{HERE}export/", {"opened_on__from": "gestern"})
    assert answer.headers["Location"] == HERE


def test_many_are_changed_at_once(officer: Client, world: World) -> None:
    places = [world.place(f"K-{n}") for n in range(3)]
    picked = [each.pk for each in places]
    page = officer.get(f"{HERE}bulk/", {"what": "change:sort", "record": picked})
    assert "将办理 3 条记录" in page.text
    answer = officer.post(f"{HERE}bulk/", {"what": "change:sort", "record": picked, "sort": "sport"})
    assert answer.headers["Location"] == HERE
    assert set(Place.objects.values_list("sort", flat=True)) == {Sort.SPORT}


def test_many_are_moved_on_and_the_others_left_out_with_the_reason(officer: Client, world: World) -> None:
    draft, filed = world.place("K-1"), world.opened("K-2")
    page = officer.get(f"{HERE}bulk/", {"what": "move:file", "record": [draft.pk, filed.pk]})
    assert "将办理 1 条记录" in page.text
    assert filed.name in page.text
    officer.post(f"{HERE}bulk/", {"what": "move:file", "record": [draft.pk]})
    draft.refresh_from_db()
    assert draft.state == "filed"


def test_another_units_records_are_not_among_many(officer: Client, world: World) -> None:
    place = world.place("Q-1", organization=world.cast.qujing)
    answer = officer.post(f"{HERE}bulk/", {"what": "change:sort", "record": [place.pk], "sort": "sport"})
    assert place.name not in answer.text
    place.refresh_from_db()
    assert place.sort == Sort.READING


def test_who_only_reads_is_offered_no_act(client: Client, world: World) -> None:
    world.place()
    client.force_login(world.auditor)
    text = client.get(HERE).text
    assert "bulk-bar" not in text
    assert f"{HERE}new/" not in text


def test_units_are_offered_as_far_as_one_keeps_records(officer: Client, world: World) -> None:
    text = officer.get(f"{HERE}offer/organization/?q=wh&for=form").text
    assert f'data-value="{world.cast.wuhua.pk}"' in text
    assert 'role="option"' not in officer.get(f"{HERE}offer/organization/?q=曲靖&for=form").text
