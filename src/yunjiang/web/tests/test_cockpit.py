from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from yunjiang.access.tests.cast import Cast
from yunjiang.ledger.posting import Line
from yunjiang.plans import queries as plans
from yunjiang.plans import services
from yunjiang.web.components.overview import Row
from yunjiang.web.tests import world
from yunjiang.web.tests.world import LOOK


def rows(client: Client, **changes: str) -> dict[str, Row]:
    answer = client.get("/", {**LOOK, **changes})
    assert answer.status_code == 200
    return {row.code: row for group in answer.context["overview"].groups for row in group.rows}


def lead(client: Client, **changes: str) -> str:
    return "".join(each.text for each in client.get("/", {**LOOK, **changes}).context["overview"].lead)


def test_it_works(owner: Client) -> None:
    shown = rows(owner)
    assert shown["1.1.1"].value.text == "300"
    assert shown["1.1.1"].completion == "30%"
    assert shown["1.1.1"].required.text == "600"


def test_the_lead_sentence_counts_every_indicator(owner: Client) -> None:
    assert lead(owner) == "3项指标中0项达到序时进度，2项滞后，1项本期未报。"


def test_a_ratio_is_the_sum_over_the_sum(owner: Client) -> None:
    assert rows(owner)["1.1.2"].value.text == "45"


def test_what_was_not_reported_is_not_shown_as_zero(owner: Client) -> None:
    missing = rows(owner)["1.1.3"]
    assert missing.value.text == ""
    assert missing.mark.shape == "○"


def test_what_cannot_be_expected_to_be_met_comes_first_and_then_what_wants_attention(owner: Client) -> None:
    assert list(rows(owner)) == ["1.1.1", "1.1.2", "1.1.3"]
    groups = owner.get("/", LOOK).context["overview"].groups
    assert [each.title for each in groups] == ["预计难以完成（1项）", "其余指标（2项）"]


def test_what_changed_is_fetched_behind_the_page(owner: Client) -> None:
    assert 'hx-get="/changes/?unit=530000' in owner.get("/", LOOK).text


def test_the_plans_order_is_one_click_away(owner: Client) -> None:
    titles = [each.title for each in owner.get("/", {**LOOK, "order": "plan"}).context["overview"].groups]
    assert titles == ["1 建功立业", "1.1 群众性创新"]


def test_a_status_can_be_picked_out(owner: Client) -> None:
    assert list(rows(owner, status="not_reported")) == ["1.1.3"]


def test_a_day_before_a_posting_does_not_know_it(owner: Client) -> None:
    assert rows(owner, on="2022-12-31")["1.1.1"].value.text == "100"


def test_a_past_position_shows_what_was_known_then(owner: Client) -> None:
    assert rows(owner, asof="4")["1.1.1"].value.text == "380"
    assert "按当时所知" in owner.get("/", {**LOOK, "asof": "4"}).text


def test_data_sets_never_mix(owner: Client, cast: Cast) -> None:
    world.publish(
        cast, Decimal(900), date(2023, 6, 30), title="通报", url="https://example.org/", quote="超900件"
    )
    assert rows(owner)["1.1.1"].value.text == "300"
    published = rows(owner, data="published")["1.1.1"]
    assert (published.value.sign, published.value.text) == ("≥", "900")


def test_demonstration_data_say_so_on_every_page(owner: Client) -> None:
    assert "由程序生成" in owner.get("/", LOOK).text
    assert "由程序生成" not in owner.get("/", {**LOOK, "data": "published"}).text


def test_an_empty_data_set_says_how_to_begin(owner: Client) -> None:
    assert "“业务数据”尚无入账" in owner.get("/", {**LOOK, "data": "operational"}).text


def test_without_a_wish_the_first_data_set_that_has_anything_is_shown(owner: Client) -> None:
    assert owner.get("/").context["selection"].data_set == "demonstration"


def test_the_units_below_are_ranked_and_whoever_cannot_be_is_not(owner: Client) -> None:
    places = owner.get("/", {**LOOK, "indicator": "1.1.2"}).context["overview"].places
    assert [(place.rank, place.name) for place in places.rows] == [(1, "昆明市"), (2, "曲靖市")]
    unranked = owner.get("/", {**LOOK, "indicator": "1.1.1"}).context["overview"].places
    assert [place.rank for place in unranked.rows] == [None, None]


def test_units_can_be_ranked_by_what_they_gained(owner: Client, cast: Cast) -> None:
    line = [
        Line("unions", cast.qujing.pk, date(2023, 12, 31), 35),
        Line("enterprises", cast.qujing.pk, date(2023, 12, 31), 100),
    ]
    world.post("return:2023/530300/unions", *line)  # 20 % became 35 %, while Kunming stayed at 70 %
    asked = {**LOOK, "indicator": "1.1.2", "rank": "progress", "over": "year"}
    places = owner.get("/", asked).context["overview"].places
    assert [(place.rank, place.name, place.gain) for place in places.rows] == [
        (1, "曲靖市", "+15"),
        (2, "昆明市", "±0"),
    ]


def test_of_sums_the_gain_is_in_points_of_the_own_target(owner: Client, cast: Cast) -> None:
    indicator = plans.document(plans.current()).indicator("1.1.1")
    services.allocate(
        indicator,
        cast.province,
        {cast.kunming.pk: Decimal(400), cast.qujing.pk: Decimal(500)},
        decided_on=date(2021, 3, 1),
        by="tests",
        is_demonstration=True,
    )
    asked = {**LOOK, "indicator": "1.1.1", "rank": "progress"}
    places = owner.get("/", asked).context["overview"].places
    assert [(place.name, place.gain) for place in places.rows] == [("曲靖市", "+40"), ("昆明市", "±0")]
    row = rows(owner, unit="530300")["1.1.1"]
    assert (row.target.text, row.part) == ("500", "占规划总目标50%")


def test_a_prefecture_sees_its_own(clerk: Client) -> None:
    answer = clerk.get("/")
    assert answer.context["selection"].place.name == "曲靖市"


def test_a_unit_without_units_below_has_no_tiles(owner: Client) -> None:
    assert owner.get("/", {**LOOK, "unit": "530102"}).context["overview"].places is None


def test_another_prefectures_clerk_is_refused(clerk: Client) -> None:
    answer = clerk.get("/", {**LOOK, "unit": "530100"})
    assert answer.status_code == 403
    assert "无权查看昆明市的指标数值" in answer.text


def test_who_has_no_role_is_told_whom_to_ask(client: Client, cast: Cast) -> None:
    client.force_login(cast.stranger)
    answer = client.get("/")
    assert answer.status_code == 403
    assert "请向安全管理员申请授权" in answer.text


@pytest.mark.parametrize("wrong", [{"on": "2023-13-01"}, {"data": "all"}, {"asof": "-1"}])
def test_what_cannot_be_read_is_refused_in_words(owner: Client, wrong: dict[str, str]) -> None:
    answer = owner.get("/", {**LOOK, **wrong})
    assert answer.status_code == 400
    assert "请返回总览重新选择" in answer.text


def test_an_unknown_unit_is_not_found(owner: Client) -> None:
    assert owner.get("/", {**LOOK, "unit": "999999"}).status_code == 404


def test_without_a_plan_the_page_says_how_to_load_one(client: Client, db: None) -> None:
    from yunjiang.access.tests import cast as casting

    client.force_login(casting.assemble().owner)
    answer = client.get("/")
    assert answer.status_code == 404
    assert "yunjiang plan load" in answer.text
