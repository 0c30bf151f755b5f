from django.test import Client

from yunjiang.web.pages.indicator import Portrait
from yunjiang.web.tests.world import LOOK


def portrait(client: Client, code: str, **changes: str) -> Portrait:
    answer = client.get(f"/indicators/{code}/", {**LOOK, **changes})
    assert answer.status_code == 200
    shown: Portrait = answer.context["portrait"]
    return shown


def test_it_works(owner: Client) -> None:
    said = "".join(each.text for each in portrait(owner, "1.1.1").lead)
    assert said.startswith("职工合理化建议为300 件，为目标1,000 件的30%；至本日应达600 件，明显滞后")


def test_the_plans_own_words_are_quoted(owner: Client) -> None:
    quotes = [fact.lines for fact in portrait(owner, "1.1.1").facts if fact.is_quote]
    assert quotes == [["职工提出合理化建议累计1000件"]]


def test_what_the_plan_leaves_open_is_said_to_be_so(owner: Client) -> None:
    facts = {fact.label: fact.lines for fact in portrait(owner, "1.1.2").facts}
    assert facts["牵头单位"] == ["规划没有给出"]
    assert facts["基期值"] == ["规划没有给出"]


def test_a_formula_is_written_with_names(owner: Client) -> None:
    facts = {fact.label: fact.lines for fact in portrait(owner, "1.1.2").facts}
    assert facts["计算公式"] == ["Σ 已建工会的企业 ÷ Σ 企业 × 100%"]


def test_the_lead_is_named(owner: Client) -> None:
    facts = {fact.label: fact.lines for fact in portrait(owner, "1.1.1").facts}
    assert facts["牵头单位"] == ["昆明市"]


def test_other_rules_stand_beside_ours_and_say_why_they_part(owner: Client) -> None:
    methods = {told.method: told for told in portrait(owner, "1.1.1").methods}
    assert len(methods) >= 4
    assert any(told.causes for told in methods.values())


def test_the_chart_has_value_course_and_target(owner: Client) -> None:
    chart = portrait(owner, "1.1.1").chart
    assert chart["target"] == 1000
    assert chart["actual"][-1] == ["2023-12-31", 300.0]
    assert chart["required"][-1] == ["2025-12-31", 1000.0]


def test_who_is_silent_is_named(owner: Client) -> None:
    covered = portrait(owner, "1.1.3").covered
    assert covered is not None
    assert [unit.name for unit in covered.silent] == ["昆明市", "曲靖市"]
    assert covered.reported == []


def test_a_value_missing_is_said_and_not_drawn(owner: Client) -> None:
    shown = portrait(owner, "1.1.3")
    assert "".join(each.text for each in shown.lead) == "评选工匠：未报送。"
    assert shown.chart["actual"] == []


def test_an_indicator_that_the_plan_does_not_have_is_not_found(owner: Client) -> None:
    answer = owner.get("/indicators/9.9.9/", LOOK)
    assert answer.status_code == 404
    assert "规划中没有编号为9.9.9的指标" in answer.text


def test_another_prefectures_clerk_is_refused(clerk: Client) -> None:
    assert clerk.get("/indicators/1.1.1/", {**LOOK, "unit": "530100"}).status_code == 403
