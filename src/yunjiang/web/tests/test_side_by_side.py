"""One indicator in many units at once, against another unit or another day."""

from datetime import date

import pytest
from django.test import Client

from yunjiang.access.tests.cast import Cast
from yunjiang.organizations import services as organizations
from yunjiang.web.pages.side_by_side import Together
from yunjiang.web.tests.world import LOOK


def together(client: Client, code: str = "1.1.2", **asked: str) -> Together:
    answer = client.get(f"/indicators/{code}/side-by-side/", {**LOOK, **asked})
    assert answer.status_code == 200
    found: Together = answer.context["together"]
    return found


def test_it_works(owner: Client) -> None:
    assert [(each.name, each.text) for each in together(owner).drawings] == [
        ("昆明市", "70"),
        ("曲靖市", "20"),
    ]


def test_all_are_drawn_on_one_scale(owner: Client) -> None:
    one, other = together(owner).drawings
    assert one.end is not None
    assert other.end is not None
    assert float(one.end[1]) < float(other.end[1])  # 70 stands above 20
    assert one.line == other.line != ""


def test_two_units_are_compared(owner: Client) -> None:
    shown = together(owner, unit="530100", **{"with": "530300"})
    assert [each.name for each in shown.columns] == ["昆明市 2023-12-31", "曲靖市 2023-12-31"]
    assert shown.differences[1] == "−50 个百分点"


def test_two_days_are_compared(owner: Client) -> None:
    shown = together(owner, "1.1.1", then="2022-12-31")
    assert [each.value.text for each in shown.columns] == ["300", "100"]
    assert shown.differences[1] == "−200 件"


def test_two_units_on_two_days(owner: Client) -> None:
    shown = together(owner, "1.1.1", unit="530100", then="2022-12-31", **{"with": "530300"})
    assert [each.value.text for each in shown.columns] == ["100", "100", "200", "0"]


def test_another_unit_is_only_compared_by_who_may_see_it(clerk: Client) -> None:
    address = "/indicators/1.1.1/side-by-side/"
    asked = {**LOOK, "unit": "530300", "with": "530100"}
    assert clerk.get(address, asked).status_code == 403
    assert together(clerk, unit="530300").units == []


@pytest.mark.parametrize("wrong", [{"then": "yesterday"}])
def test_what_cannot_be_read_is_refused_in_words(owner: Client, wrong: dict[str, str]) -> None:
    assert owner.get("/indicators/1.1.1/side-by-side/", {**LOOK, **wrong}).status_code == 400


def test_what_a_unit_did_before_it_moved_can_be_counted_where_it_stands_today(
    owner: Client, cast: Cast
) -> None:
    from yunjiang.ledger.posting import Line
    from yunjiang.web.tests import world

    line = Line("proposals", cast.wuhua.pk, date(2022, 6, 30), 50)
    world.post("return:2022/530102/proposals", line)
    organizations.move(cast.wuhua, on=date(2023, 6, 1), parent=cast.qujing)
    look = {**LOOK, "unit": "530300"}
    then = owner.get("/indicators/1.1.1/", look).context["portrait"]
    today = owner.get("/indicators/1.1.1/", {**look, "tree": "restated"})
    assert then.strip[0][1].text == "200"
    assert today.context["portrait"].strip[0][1].text == "250"
    assert "tree=restated" in today.context["selection"].query
