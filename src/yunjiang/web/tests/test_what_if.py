"""What if silent units reported: on the page beside what is."""

import pytest
from django.test import Client

from yunjiang.access.tests.cast import Cast
from yunjiang.ledger import posting
from yunjiang.web.pages.what_if import Rehearsal, Result
from yunjiang.web.tests.world import LOOK

# In 2024 nobody has reported: Qujing had 200 in 2023, Kunming 0.
LATER = {**LOOK, "on": "2024-12-31"}


def rehearsed(client: Client, **asked: object) -> Rehearsal:
    answer = client.get("/what-if/", {**LATER, **asked})
    assert answer.status_code == 200
    found: Rehearsal = answer.context["rehearsal"]
    return found


def one(client: Client, **asked: object) -> Result:
    [result] = rehearsed(client, indicator="1.1.1", **asked).results
    return result


def test_it_works(owner: Client) -> None:
    result = one(owner)
    assert (result.real.value.text, result.supposed.value.text, result.difference) == (
        "300",
        "500",
        "+200 件",
    )


def test_the_answer_is_a_sentence(owner: Client) -> None:
    lead = "".join(each.text for each in rehearsed(owner, indicator="1.1.1").lead)
    assert lead.startswith("如果2家未报机构按上期数报送，职工合理化建议将达到500 件")


def test_it_says_what_it_is(owner: Client) -> None:
    assert "推演" in owner.get("/what-if/", LATER).text
    assert one(owner).supposed.value.href == ""
    assert one(owner).real.value.href


def test_every_indicator_with_silent_units_can_be_rehearsed_at_once(owner: Client) -> None:
    assert [each.code for each in rehearsed(owner, indicator="all").results] == ["1.1.1", "1.1.2", "1.1.3"]
    assert len(rehearsed(owner).results) == 1


def test_units_can_be_left_out(owner: Client) -> None:
    assert one(owner, picked="1", units=["530100"]).supposed.value.text == "300"
    nobody = one(owner, picked="1")
    assert nobody.supposed == nobody.real.__class__(**{**vars(nobody.real), "value": nobody.supposed.value})


def test_numbers_of_ones_own(owner: Client) -> None:
    result = one(owner, assumption="own", **{"number-530100": "1,000"})
    assert result.supposed.value.text == "1,300"
    assert result.counted == 1


def test_what_is_no_number_is_said_beside_its_field_and_not_lost(owner: Client) -> None:
    shown = rehearsed(owner, indicator="1.1.1", assumption="own", **{"number-530100": "lots"})
    [row] = [each for each in shown.units if each.key == "530100"]
    assert row.number == "lots"
    assert row.fault


@pytest.mark.parametrize("text", ["-1", "NaN", "1e400", "Infinity"])
def test_odd_numbers_are_no_numbers(owner: Client, text: str) -> None:
    assert rehearsed(owner, indicator="1.1.1", assumption="own", **{"number-530100": text}).fault_count == 1


def test_nothing_is_written(owner: Client) -> None:
    before = posting.position()
    rehearsed(owner)
    rehearsed(owner, assumption="rate")
    assert posting.position() == before


def test_where_nobody_is_silent_it_says_so(owner: Client) -> None:
    shown = rehearsed(owner, data="published")
    assert "".join(each.text for each in shown.lead) == "没有未报机构，无需推演。"


def test_another_prefectures_clerk_is_refused(clerk: Client, cast: Cast) -> None:
    assert clerk.get("/what-if/", {**LOOK, "unit": "530100"}).status_code == 403
