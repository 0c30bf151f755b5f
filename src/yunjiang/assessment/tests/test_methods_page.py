"""The examples of docs/methods.md come out as the page says."""

import re
from operator import attrgetter
from pathlib import Path

import pytest
from django.utils import translation

from yunjiang.assessment import wording
from yunjiang.assessment.rules.methods import METHODS
from yunjiang.assessment.rules.methods.comparison import compare
from yunjiang.assessment.rules.status import VERSION
from yunjiang.assessment.tests.journal import facts

PAGE = (Path(__file__).parents[4] / "docs" / "methods.md").read_text("utf-8")
EXAMPLES = re.findall(r"```journal\n(.*?)```", PAGE, re.DOTALL)


def said(comparison, name):
    """Return what a comparison says under the name that the page uses."""
    judgement = comparison.judgement
    if name == "status":
        return str(wording.status_of(judgement))
    if name == "forecast.likelihood":
        return str(wording.LIKELIHOODS[judgement.forecast.likelihood])
    if name in METHODS:
        return next(each.category for each in comparison.results if each.method == name)
    return str(attrgetter(name)(judgement))


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_of_the_page(example):
    journal = "\n".join(line for line in example.splitlines() if not line.startswith("=>"))
    comparison = compare(facts(journal))
    claims = [line[3:].split(" ", 1) for line in example.splitlines() if line.startswith("=>")]
    assert claims
    with translation.override("zh-hans"):
        for name, claim in claims:
            if name == "reason":
                assert claim in comparison.judgement.reasons
            elif name == "parting":
                method, cause = claim.split()
                causes = next(each.causes for each in comparison.partings if each.method == method)
                assert cause in causes
            else:
                assert said(comparison, name) == claim


def test_the_page_speaks_of_the_rules_in_force():
    assert f"规则版本：{VERSION}" in PAGE
    assert len(EXAMPLES) > 10
    for method in METHODS:
        assert method == "yunjiang" or f"| {method} |" in PAGE
