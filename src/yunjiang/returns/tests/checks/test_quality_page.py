"""docs/data-quality.md says of every rule what rules.yaml says."""

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from yunjiang.returns import wording
from yunjiang.returns.rules.rulebook import Rule, house, read

PAGE = (Path(__file__).parents[5] / "docs" / "data-quality.md").read_text("utf-8")
WEIGHTS = {"hard": "必须改正", "soft": "要说明", "question": "提问"}


def row(rule: Rule) -> str:
    """Return how the page's table begins a rule's line: code, name, weight, thresholds."""
    with override("zh-hans"):
        name = wording.name(rule.code)
    thresholds = "，".join(f"{each} {value:f}" for each, value in rule.thresholds.items())
    return f"| `{rule.code}` | {name} | {WEIGHTS[rule.weight]} | {thresholds} |"


@pytest.mark.parametrize("code", sorted(house().rules))
def test_every_rule_is_on_the_page_as_it_is_in_force(code: str) -> None:
    assert row(house()[code]) in PAGE


def test_the_page_names_the_version_and_the_measure_of_size() -> None:
    assert f"规则版本：{house().version}" in PAGE
    for measure in house().size_measures:
        assert f"`{measure}`" in PAGE


def test_every_source_that_is_no_choice_of_ours_is_named() -> None:
    for rule in house().rules.values():
        for source in rule.source.split("; "):
            if source != "house":
                assert source in PAGE


def test_the_example_of_own_rules_can_be_used() -> None:
    example = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert example is not None
    book = read(example[1], under=house())
    assert not book.is_on("part_equals")
    assert book["jump"].thresholds["floor"] == house()["jump"].thresholds["floor"]
