"""Finding the unit that a text means, in the packaged province."""

from datetime import date

import pytest

from yunjiang.organizations import queries, services
from yunjiang.organizations.models import Kind
from yunjiang.organizations.refusals import AmbiguousOrganization, UnknownOrganization


@pytest.fixture(autouse=True)
def _yunnan(db: None) -> None:
    services.load_yunnan()


READINGS = {
    "530102": "530102",
    "５３０１０２": "530102",
    "yn-zgh": "yn-zgh",
    "zgh": "yn-zgh",
    "省产改办": "yn-cgb",
    "五华区": "530102",
    " 五华区 ": "530102",
    "禄劝彝族苗族自治县": "530128",
    "禄劝县": "530128",
    "禄劝": "530128",
    "昆明": "530100",
    "云南": "530000",
    "云南省": "530000",
    "红河州泸西县": "532527",
    "红河泸西县": "532527",
    "昆明市盘龙区": "530103",
    "云南省昆明市": "530100",
    "kunming": "530100",
    "Lüchun": "532531",
    "pu'er": "530800",
    "Yao an": "532325",
}
FORMER = {"潞西市": "533103", "香格里拉县": "533401", "533421": "533401", "530630": "530681"}
SEVERAL = {
    "楚雄": {"楚雄市 (532301)", "楚雄彝族自治州 (532300)"},
    "yiliang": {"宜良县 (530125)", "彝良县 (530628)"},
    "大理": {"大理市 (532901)", "大理白族自治州 (532900)"},
}


def test_it_works() -> None:
    assert {text: queries.resolve(text).key for text in READINGS} == READINGS


def test_former_names_and_codes_work_on_any_day() -> None:
    for day in (None, date(2010, 6, 1), date(2024, 1, 1)):
        assert {text: queries.resolve(text, day).key for text in FORMER} == FORMER


def test_a_text_that_means_several_units_is_refused_with_their_codes() -> None:
    for text, candidates in SEVERAL.items():
        with pytest.raises(AmbiguousOrganization) as refusal:
            queries.resolve(text)
        assert set(refusal.value.candidates) == candidates


def test_the_day_decides_between_units_that_answered_at_different_times() -> None:
    assert queries.resolve("luxi", date(2026, 1, 1)).key == "532527"
    with pytest.raises(AmbiguousOrganization):
        queries.resolve("luxi", date(2010, 6, 1))


def test_a_name_that_several_units_gave_up_is_refused_too() -> None:
    for key in ("530102", "530103"):
        unit = queries.resolve(key)
        services.rename(unit, on=date(2020, 1, 1), name="老城区", short_name=f"老城区{key}")
        services.rename(unit, on=date(2021, 1, 1), name=f"新城区{key}", short_name=f"新城区{key}")
    with pytest.raises(AmbiguousOrganization):
        queries.resolve("老城区", date(2024, 1, 1))


def test_a_text_that_means_nothing_is_refused_with_what_is_near() -> None:
    with pytest.raises(UnknownOrganization) as refusal:
        queries.resolve("彝族苗族")
    assert refusal.value.near == ("禄劝彝族苗族自治县",)
    assert str(refusal.value) == "没有找到“彝族苗族”这一单位，请核对代码或全称。是否指：禄劝彝族苗族自治县。"
    for text in ("", "广东省", "530199", "广东省昆明市"):
        with pytest.raises(UnknownOrganization):
            queries.resolve(text)


@pytest.mark.parametrize("typed", ["铝业公司（昆明）工会", "铝业公司(昆明)工会"])
def test_brackets_are_the_same_narrow_or_wide(typed: str) -> None:
    union = services.open_organization(
        "u-al",
        on=date(2021, 1, 1),
        kind=Kind.UNION,
        code="",
        name="铝业公司（昆明）工会",
        short_name="铝业公司工会",
        parent=queries.resolve("530100"),
    )
    assert queries.resolve(typed) == union
