import pytest
from django.test import Client

from yunjiang.access.tests.cast import Cast
from yunjiang.assessment import services
from yunjiang.plans import queries as plans
from yunjiang.web.pages import runs as page
from yunjiang.web.tests.world import LOOK, ON


def freeze(cast: Cast) -> int:
    places = [cast.province.pk, cast.kunming.pk]
    run = services.run(plans.current(), places, on=ON, data_set="demonstration", by="tests")
    return run.pk


def test_it_works(owner: Client, cast: Cast) -> None:
    freeze(cast)
    [shown] = owner.get("/runs/", LOOK).context["runs"]
    assert [(mark.shape, count) for mark, count in shown.counts] == [("◆", 1), ("◆", 1), ("○", 1)]


def test_a_run_opens_the_overview_as_it_was_known(owner: Client, cast: Cast) -> None:
    freeze(cast)
    [shown] = owner.get("/runs/", LOOK).context["runs"]
    assert "按当时所知" in owner.get(shown.href).text


def test_a_unit_that_was_not_judged_has_none(owner: Client, cast: Cast) -> None:
    freeze(cast)
    assert owner.get("/runs/", {**LOOK, "unit": "530300"}).context["runs"] == []


def test_a_list_goes_on_by_key(owner: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "PAGE", 1)
    older, newer = freeze(cast), freeze(cast)
    first = owner.get("/runs/", LOOK)
    assert [each.run.pk for each in first.context["runs"]] == [newer]
    assert [each.run.pk for each in owner.get(first.context["further"]).context["runs"]] == [older]


def test_a_key_that_cannot_be_read_is_refused(owner: Client) -> None:
    assert owner.get("/runs/", {**LOOK, "before": "x"}).status_code == 400


def test_another_prefectures_clerk_is_refused(clerk: Client) -> None:
    assert clerk.get("/runs/", LOOK).status_code == 403
