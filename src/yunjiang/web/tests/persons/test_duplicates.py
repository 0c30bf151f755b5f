"""The desk of possible duplicates."""

import pytest
from django.urls import reverse

from yunjiang.persons.models import CandidateState, Merge

from .conftest import NUMBER, World


def test_it_works(world: World) -> None:
    answer = world.officer.get("/persons/duplicates/")
    assert answer.status_code == 200
    assert "刀安娜" in answer.text
    assert "姓名、出生日期、电话相同" in answer.text
    assert NUMBER not in answer.text


def test_a_desk_shows_only_pairs_of_ones_own_units(world: World) -> None:
    answer = world.stranger.get("/persons/duplicates/")
    assert answer.status_code == 200
    assert "刀安娜" not in answer.text
    assert world.stranger.get(f"/persons/duplicates/{world.pair.pk}/").status_code == 404


@pytest.mark.parametrize("address", ["/persons/duplicates/", "/persons/duplicates/1/"])
def test_who_checks_no_records_does_not_enter(world: World, address: str) -> None:
    assert world.client(world.hall.cast.stranger).get(address).status_code == 403


def test_side_by_side_with_masks_and_what_is_attached(world: World) -> None:
    text = world.officer.get(f"/persons/duplicates/{world.pair.pk}/").text
    assert "530*************31" in text
    assert "138****8000" in text
    assert NUMBER not in text
    assert "云南景洪" in text
    # Only the second has it, so that it survives unless somebody says otherwise.
    assert 'name="field-native_place" value="second" checked' in text
    assert 'name="field-education" value="first" checked' in text


def merge(world: World, **sent: str) -> None:
    values = {"decision": "merge", "keep": "first", "reason": "同一人", **sent}
    world.officer.post(f"/persons/duplicates/{world.pair.pk}/", values)


def test_merged_and_taken_back(world: World) -> None:
    merge(world, **{"field-native_place": "second"})
    world.first.refresh_from_db()
    assert world.first.native_place == "云南景洪"
    assert world.first.union_posts.count() == 2
    page = world.officer.get(f"/persons/duplicates/{world.pair.pk}/").text
    assert "撤销合并" in page
    done = Merge.objects.get()
    answer = world.officer.post(reverse("merge-undo", args=[done.pk]), {"reason": "弄错了"}, follow=True)
    assert answer.status_code == 200
    world.second.refresh_from_db()
    assert world.second.merged_into is None
    assert world.second.union_posts.count() == 1


def test_the_other_may_stay(world: World) -> None:
    merge(world, keep="second", **{"field-identity": "first"})
    world.second.refresh_from_db()
    assert world.second.identity_mask == "530*************31"


def test_without_a_reason_nothing_is_done(world: World) -> None:
    merge(world, reason=" ")
    assert not Merge.objects.exists()


def test_dismissed_it_is_offered_no_more(world: World) -> None:
    address = f"/persons/duplicates/{world.pair.pk}/"
    world.officer.post(address, {"decision": "dismiss", "reason": "姐妹同号"})
    world.pair.refresh_from_db()
    assert world.pair.state == CandidateState.DIFFERENT
    assert "姐妹同号" in world.officer.get("/persons/duplicates/?state=decided").text
    merge(world)
    assert not Merge.objects.exists()


def test_another_prefectures_officer_takes_nothing_back(world: World) -> None:
    merge(world)
    address = reverse("merge-undo", args=[Merge.objects.get().pk])
    assert world.stranger.post(address, {"reason": "弄错了"}).status_code == 403
    assert Merge.objects.count() == 1


@pytest.mark.parametrize("query", ["?state=x", "?likeness=x", "?after=x"])
def test_what_cannot_be_read_is_refused(world: World, query: str) -> None:
    assert world.officer.get(f"/persons/duplicates/{query}").status_code == 400
