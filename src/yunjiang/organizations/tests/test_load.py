"""Loading the packaged province, once and again."""

import re
from datetime import date

import pytest

from yunjiang.organizations import queries, services
from yunjiang.organizations.models import Event, EventKind, Kind, Organization, Standing
from yunjiang.organizations.refusals import NoDivisions
from yunjiang.organizations.region import load_region

TODAY = date(2026, 9, 30)


@pytest.fixture
def yunnan(db: None) -> services.Loaded:
    return services.load_yunnan()


def _everything() -> list[tuple[object, ...]]:
    return [
        *Standing.objects.order_by("id").values_list(),
        *Event.objects.order_by("id").values_list(),
        *Organization.objects.order_by("id").values_list(),
    ]


def test_it_works(yunnan: services.Loaded) -> None:
    kinds = list(queries.at(TODAY).values_list("kind", flat=True))
    assert kinds.count(Kind.PROVINCE) == 1
    assert kinds.count(Kind.PREFECTURE) == 16
    assert kinds.count(Kind.COUNTY) == 129
    assert kinds.count(Kind.DEPARTMENT) >= 30
    assert kinds.count(Kind.FUNCTIONAL_AREA) == 7
    assert yunnan.opened_count == Organization.objects.count() == len(kinds)


def test_a_second_load_changes_nothing(yunnan: services.Loaded) -> None:
    before = _everything()
    assert services.load_yunnan() == services.Loaded(0, 0, 0, 0)
    assert _everything() == before


def test_a_load_leaves_alone_what_happened_since(yunnan: services.Loaded) -> None:
    wuhua = queries.resolve("530102")
    services.rename(wuhua, on=date(2026, 1, 1), name="五华新区", short_name="五华新区")
    services.load_yunnan()
    assert queries.standing(wuhua.pk, TODAY).name == "五华新区"


def test_every_region_answers_to_its_code_of_today_and_to_its_former_code(yunnan: services.Loaded) -> None:
    for standing in Standing.objects.select_related("organization"):
        assert queries.resolve(standing.code, standing.valid_from) == standing.organization
    assert queries.resolve("530121") == queries.resolve("呈贡县") == queries.resolve("530114")
    assert queries.resolve("530422").key == "530481"


def test_lufeng_is_one_organization_under_two_codes(yunnan: services.Loaded) -> None:
    lufeng = queries.resolve("532302")
    assert queries.resolve("532331") == lufeng
    before = queries.standing(lufeng.pk, date(2021, 2, 1))
    after = queries.standing(lufeng.pk, date(2021, 2, 2))
    assert (before.code, before.name, before.kind) == ("532331", "禄丰县", "county")
    assert (after.code, after.name, after.kind) == ("532302", "禄丰市", "county")
    assert before.path == after.path
    kinds = Event.objects.filter(organization=lufeng).values_list("kind", flat=True)
    assert list(kinds) == [EventKind.OPENED, EventKind.RENAMED, EventKind.RECODED]


def test_lufengs_new_code_breaks_no_series(yunnan: services.Loaded) -> None:
    lufeng = queries.resolve("532302")
    assert queries.footnotes(lufeng.pk, date(2020, 12, 31), date(2025, 12, 31)) == []


def test_weixi_gave_two_townships_to_deqin(yunnan: services.Loaded) -> None:
    weixi, deqin = queries.resolve("533423"), queries.resolve("533422")
    diqing, province = queries.resolve("533400"), queries.resolve("530000")
    for tree in ("as_then", "restated"):
        notes = queries.footnotes_of(
            [weixi.pk, deqin.pk, diqing.pk, province.pk], date(2020, 12, 31), date(2025, 12, 31), tree=tree
        )
        [(on, sentence)] = notes[weixi.pk]
        assert on == date(2024, 9, 27)
        assert "维西傈僳族自治县" in sentence
        assert "德钦县" in sentence
        assert "叶枝镇" in sentence
        assert notes[deqin.pk] == notes[weixi.pk]
        assert notes[diqing.pk] == notes[province.pk] == []


def test_a_series_that_ends_before_the_change_or_starts_with_it_has_no_footnote(
    yunnan: services.Loaded,
) -> None:
    weixi = queries.resolve("533423")
    assert queries.footnotes(weixi.pk, date(2020, 12, 31), date(2024, 9, 26)) == []
    assert queries.footnotes(weixi.pk, date(2024, 9, 27), date(2025, 12, 31)) == []


def test_mohan_lies_in_mengla_and_reports_to_kunming_since_the_end_of_2022(yunnan: services.Loaded) -> None:
    mohan = queries.resolve("磨憨")
    assert [each.key for each in queries.located_in(mohan.pk, TODAY)] == ["532823"]
    above = {on: queries.ancestors(mohan.pk, on)[-1].short_name for on in (date(2022, 12, 30), TODAY)}
    assert above == {date(2022, 12, 30): "西双版纳州", TODAY: "昆明市"}
    assert queries.break_dates() == [date(2022, 12, 31)]


def test_sixteen_prefectures_have_tiles_of_their_own(yunnan: services.Loaded) -> None:
    prefectures = Organization.objects.filter(standings__kind=Kind.PREFECTURE).distinct()
    tiles = [queries.tile(each) for each in prefectures]
    assert len(tiles) == len(set(tiles)) == 16
    assert queries.tile(queries.resolve("昆明市")) == (2, 4)
    assert queries.tile(queries.resolve("530102")) is None


def test_the_reform_office_and_the_departments_are_known(yunnan: services.Loaded) -> None:
    names = {
        "yn-cgb": "省产改办",
        "yn-zgh": "省总工会",
        "yn-rst": "省人力资源社会保障厅",
        "yn-zzb": "省委组织部",
    }
    for key, short_name in names.items():
        assert queries.resolve(short_name).key == key
    notes = Event.objects.filter(organization__key="yn-zgh").values_list("note", flat=True)
    assert "未列牵头单位" in notes[0]


def test_rebuilding_from_the_events_finds_nothing_wrong(yunnan: services.Loaded) -> None:
    assert services.rebuild() == 0


def test_it_takes_few_queries(db: None, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(60):
        services.load_yunnan()


@pytest.mark.django_db
def test_a_folder_without_divisions_is_refused(tmp_path):
    with pytest.raises(NoDivisions, match=re.escape(str(tmp_path))):
        load_region(tmp_path)
