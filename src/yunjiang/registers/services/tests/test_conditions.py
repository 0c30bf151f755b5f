"""The rule of a service as a form with rows, and as a sentence."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from yunjiang.registers.services.conditions import told
from yunjiang.registers.services.models import Service
from yunjiang.registers.services.rules import Rule

EVERYBODY = {"states": ["member"], "needs_qualified": "yes"}


def entered(rule: dict[str, Any]) -> Any:
    """Return the rule that a form gives for what was sent."""
    return Service._meta.get_field("rule").formfield().clean(rule)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("sent", "rule"),
    [
        (EVERYBODY, {}),
        (EVERYBODY | {"months": "12"}, {"months": 12}),
        (EVERYBODY | {"age_from": "35", "age_to": "60"}, {"age_from": 35, "age_to": 60}),
        (EVERYBODY | {"sex": "2", "is_migrant_worker": "no"}, {"sex": "2", "is_migrant_worker": False}),
        (EVERYBODY | {"new_forms": ["courier", "*"]}, {"new_forms": ["*"]}),
        ({"states": ["member", "retained"]}, {"states": ["member", "retained"], "needs_qualified": False}),
    ],
)
def test_what_is_entered_is_a_rule_without_what_does_not_matter(sent: dict[str, Any], rule: Any) -> None:
    assert entered(sent) == rule
    Rule.read(rule)


@pytest.mark.parametrize(
    ("sent", "row"),
    [
        ({"needs_qualified": "yes"}, "states"),
        (EVERYBODY | {"months": "一年"}, "months"),
        (EVERYBODY | {"months": "-3"}, "months"),
        (EVERYBODY | {"age_from": "200"}, "age_from"),
        (EVERYBODY | {"age_from": "60", "age_to": "35"}, "age_to"),
        (EVERYBODY | {"sex": "3"}, "sex"),
        (EVERYBODY | {"new_forms": ["pilot"]}, "new_forms"),
        (EVERYBODY | {"states": ["dead"]}, "states"),
    ],
)
def test_what_cannot_be_is_refused_at_its_row(sent: dict[str, Any], row: str) -> None:
    with pytest.raises(ValidationError) as refused:
        entered(sent)
    assert [each.code for each in refused.value.error_list] == [row]


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(ValidationError) as refused:
        entered({"months": "x", "age_to": "999"})
    assert {each.code for each in refused.value.error_list} == {"states", "months", "age_to"}


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ({}, "在会会员，信息合格"),
        ({"age_from": 35, "age_to": 60, "sex": "2"}, "在会会员，信息合格，35至60周岁，女职工"),
        ({"new_forms": ["courier", "trucker"]}, "在会会员，信息合格，快递员或货车司机"),
        ({"states": ["member", "retained"], "needs_qualified": False}, "在会或保留会籍会员"),
        ({"months": 6, "is_migrant_worker": True}, "在会会员，信息合格，入会满6个月，农民工"),
    ],
)
def test_a_rule_is_a_sentence(rule: dict[str, Any], sentence: str) -> None:
    with translation.override("zh-hans"):
        assert told(rule) == sentence


def test_a_rule_that_nobody_can_read_says_so() -> None:
    with translation.override("zh-hans"):
        assert "sexes" in told({"sexes": 3})
