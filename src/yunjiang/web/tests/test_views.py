"""Addresses under names: kept, shown to units, opened by today's permission, changed and removed by their owner alone."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from yunjiang.access.models import AuditRecord
from yunjiang.access.tests.cast import Cast
from yunjiang.web import saved_views
from yunjiang.web.models import SavedView
from yunjiang.web.refusals import NameTaken, NameUnusable, NoPageHere, TooManyViews

QUJING = "/?unit=530300&on=2023-12-31&data=demonstration"


@pytest.fixture
def of_clerk(cast: Cast) -> SavedView:
    """Return a view of Qujing's clerk, shown to nobody else."""
    return saved_views.save(cast.clerk, "年底", QUJING)


@pytest.fixture
def of_owner(cast: Cast) -> SavedView:
    """Return a view of the provincial office, shown to who may see Qujing's figures."""
    return saved_views.save(cast.owner, "全省年底", "/?unit=530000", shared_with=cast.qujing)


def test_a_page_is_saved_with_what_was_chosen_on_it(clerk: Client, cast: Cast) -> None:
    answer = clerk.post("/views/", {"name": " 年底  总览 ", "address": QUJING})
    assert answer.headers["Location"] == QUJING
    kept = SavedView.objects.get()
    assert (kept.owner, kept.name, kept.address) == (cast.clerk, "年底 总览", QUJING)
    assert "年底 总览" in clerk.get("/views/").text
    assert clerk.get(f"/views/{kept.pk}/").headers["Location"] == QUJING


def test_a_view_says_which_page_it_looks_at(clerk: Client, cast: Cast) -> None:
    for name, address in (
        ("甲", "/registers/members/?state=current"),
        ("乙", "/members/transfers/?side=out"),
        ("丙", "/indicators/1.1.1/"),
    ):
        saved_views.save(cast.clerk, name, address)
    for page in (clerk.get("/views/").text, clerk.get("/views/", {"part": "menu"}).text):
        told = [page.partition(f">{name}")[2][:60] for name in "甲乙丙"]
        assert ["工会会员" in told[0], "转会" in told[1], "指标" in told[2]] == [True] * 3


def test_the_menu_has_the_views_and_the_form_for_this_page(clerk: Client, of_clerk: SavedView) -> None:
    menu = clerk.get("/views/", {"part": "menu", "address": QUJING}).text
    assert f"/views/{of_clerk.pk}/" in menu
    assert "曲靖市" in menu
    assert "<html" not in menu


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "javascript:alert(1)",
        "",
        "indicators/1.1.1/",
        "/no/such/page/",
        "/sign-out/",
        "/account/sessions/1/end/",
        "/views/1/remove/",
        "/?x=" + "y" * 1000,
        "/\n/elsewhere.example",
        "http://[",
    ],
)
def test_only_pages_of_this_site_are_kept(address: str) -> None:
    with pytest.raises(NoPageHere):
        saved_views.address_of(address)


def test_what_only_a_part_of_a_page_asked_for_is_not_kept() -> None:
    assert saved_views.address_of("/changes/?unit=530000&part=brief") == "/changes/?unit=530000"


@pytest.mark.django_db
def test_a_bad_address_is_told_and_nothing_kept(clerk: Client) -> None:
    page = clerk.post("/views/", {"name": "外", "address": "//elsewhere.example/"}, follow=True)
    assert page.redirect_chain[-1][0] == "/views/"
    assert "elsewhere.example" in page.content.decode()
    assert not SavedView.objects.exists()


def test_names_are_told_apart(of_clerk: SavedView, cast: Cast) -> None:
    with pytest.raises(NameTaken):
        saved_views.save(cast.clerk, "年底", "/work/")
    saved_views.save(cast.owner, "年底", "/work/")
    for name in ("", "  ", "长" * 81):
        with pytest.raises(NameUnusable):
            saved_views.save(cast.clerk, name, "/work/")


def test_there_is_an_end_to_them(cast: Cast) -> None:
    rows = [SavedView(owner=cast.clerk, name=str(n), address="/") for n in range(saved_views.MOST)]
    SavedView.objects.bulk_create(rows)
    with pytest.raises(TooManyViews):
        saved_views.save(cast.clerk, "又一个", "/")


def test_nobody_opens_renames_removes_or_restores_anothers(
    client: Client, cast: Cast, of_clerk: SavedView
) -> None:
    for person in (cast.owner, cast.colleague, cast.stranger):
        client.force_login(person)
        assert client.get(f"/views/{of_clerk.pk}/").status_code == 404
        for deed in ("change", "remove", "restore"):
            assert client.post(f"/views/{of_clerk.pk}/{deed}/", {"name": "我的"}).status_code == 404
        assert "年底" not in client.get("/views/").text
    of_clerk.refresh_from_db()
    assert (of_clerk.name, of_clerk.removed_at) == ("年底", None)


def test_a_shared_view_is_opened_but_changed_by_nobody_else(clerk: Client, of_owner: SavedView) -> None:
    assert "全省年底" in clerk.get("/views/").text
    assert clerk.get(f"/views/{of_owner.pk}/").status_code == 302
    for deed in ("change", "remove", "restore"):
        assert clerk.post(f"/views/{of_owner.pk}/{deed}/", {"name": "我的"}).status_code == 404


def test_a_shared_view_grants_nothing(clerk: Client, of_owner: SavedView) -> None:
    assert clerk.get(f"/views/{of_owner.pk}/", follow=True).status_code == 403


def test_who_may_not_see_the_units_figures_does_not_see_the_view(
    client: Client, cast: Cast, of_owner: SavedView
) -> None:
    client.force_login(cast.colleague)
    assert "全省年底" not in client.get("/views/").text
    assert client.get(f"/views/{of_owner.pk}/").status_code == 404


def test_a_role_that_ended_ends_the_view_with_it(clerk: Client, cast: Cast, of_owner: SavedView) -> None:
    cast.clerk.assignments.all().delete()
    assert clerk.get(f"/views/{of_owner.pk}/").status_code == 404


def test_nobody_shows_a_view_to_a_unit_he_may_not_see(clerk: Client) -> None:
    answer = clerk.post("/views/", {"name": "外", "address": QUJING, "unit": "530100"})
    assert answer.status_code == 403
    assert not SavedView.objects.exists()


def test_sharing_and_withdrawing_is_recorded_and_keeping_for_oneself_is_not(
    owner: Client, cast: Cast
) -> None:
    owner.post("/views/", {"name": "自用", "address": "/?unit=530000"})
    assert not AuditRecord.objects.filter(action__startswith="web.view").exists()
    owner.post("/views/", {"name": "共用", "address": "/?unit=530000", "unit": "530300"})
    kept = SavedView.objects.get(name="共用")
    owner.post(f"/views/{kept.pk}/change/", {"name": "共用", "unit": ""})
    told = AuditRecord.objects.filter(action__startswith="web.view").order_by("position")
    assert [each.action for each in told] == ["web.view_shared", "web.view_withdrawn"]
    assert {each.organization_id for each in told} == {cast.qujing.pk}


def test_a_view_is_renamed_and_shown_to_others(clerk: Client, of_clerk: SavedView, cast: Cast) -> None:
    clerk.post(f"/views/{of_clerk.pk}/change/", {"name": "年终", "unit": "530300"})
    of_clerk.refresh_from_db()
    assert (of_clerk.name, of_clerk.shared_with) == ("年终", cast.qujing)


def test_what_was_removed_comes_back(clerk: Client, of_clerk: SavedView) -> None:
    page = clerk.post(f"/views/{of_clerk.pk}/remove/", follow=True).content.decode()
    assert f"/views/{of_clerk.pk}/restore/" in page
    assert clerk.get(f"/views/{of_clerk.pk}/").status_code == 404
    clerk.post(f"/views/{of_clerk.pk}/restore/")
    assert clerk.get(f"/views/{of_clerk.pk}/").status_code == 302


def test_what_was_removed_does_not_come_back_under_a_name_taken_since(
    clerk: Client, of_clerk: SavedView, cast: Cast
) -> None:
    saved_views.remove(of_clerk)
    saved_views.save(cast.clerk, "年底", "/work/")
    clerk.post(f"/views/{of_clerk.pk}/restore/")
    of_clerk.refresh_from_db()
    assert of_clerk.removed_at is not None


def test_the_list_asks_no_query_a_row(
    owner: Client, cast: Cast, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    for n in range(12):
        unit = cast.qujing if n % 2 else cast.kunming
        saved_views.save(cast.owner, f"视图{n}", f"/?{urlencode({'n': n})}", shared_with=unit)
        saved_views.save(cast.clerk, f"视图{n}", "/work/", shared_with=cast.qujing)
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        assert owner.get("/views/").text.count("/change/") == 12
