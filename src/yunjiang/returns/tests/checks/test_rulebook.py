"""The rules as data: the house's own are sound, and a site's own change what they name and nothing else."""

import pytest

from yunjiang.returns import checking, wording
from yunjiang.returns.rules import across, checks
from yunjiang.returns.rules.rulebook import BadRules, Scope, Weight, house, read
from yunjiang.returns.tests.checks.lines import line, sheet


def over(text: str):
    return read(f"version: own-1\n{text}", under=house())


def test_every_rule_is_run_and_every_rule_that_is_run_is_there() -> None:
    assert set(house().rules) == {*checks.SHEET, checks.LAST, *across.ACROSS}


def test_every_rule_has_a_name() -> None:
    assert set(wording.NAMES) == set(house().rules)


def test_what_looks_across_units_is_a_question_and_nothing_else_is() -> None:
    questions = {code for code, rule in house().rules.items() if rule.weight is Weight.QUESTION}
    assert questions == set(across.ACROSS)


def test_every_rule_says_where_it_comes_from() -> None:
    assert all(rule.source for rule in house().rules.values())


def test_a_site_may_change_a_threshold_and_nothing_else_changes() -> None:
    book = over("rules: {jump: {thresholds: {rise: 30}}}")
    assert book.version == "own-1"
    assert (book["jump"].thresholds["rise"], book["jump"].thresholds["fall"]) == (
        30,
        house()["jump"].thresholds["fall"],
    )
    leap = sheet(line(value=300, last=100))
    assert [each.rule for each in checks.check(leap)] == ["jump"]
    assert checks.check(leap, book) == []


def test_a_rule_can_be_switched_off_or_made_hard() -> None:
    leap = sheet(line(value=300, last=100))
    assert checks.check(leap, over("rules: {jump: {is_on: false}}")) == []
    [finding] = checks.check(leap, over("rules: {jump: {severity: hard}}"))
    assert finding.is_hard


def test_a_rule_can_be_narrowed() -> None:
    book = over("rules: {jump: {applies_to: {unit_kinds: [county], except_measures: [trained]}}}")
    assert book["jump"].scope == Scope(unit_kinds=("county",), except_measures=("trained",))
    assert checks.check(sheet(line(value=300, last=100), kind="county"), book) == []
    assert checks.check(sheet(line("other", value=300, last=100), kind="department"), book) == []
    assert checks.check(sheet(line("other", value=300, last=100), kind="county"), book)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("rules: {no_such_rule: {is_on: false}}", "no_such_rule: there is no such rule"),
        ("rules: {jump: {thresholds: {rize: 1}}}", "jump.thresholds.rize"),
        ("rules: {jump: {thresholds: {rise: often}}}", "jump.thresholds.rise"),
        ("rules: {jump: {thresholds: {rise: -1}}}", "jump.thresholds.rise"),
        ("rules: {jump: {severity: severe}}", "jump.severity"),
        ("rules: {jump: {severity: question}}", "jump.severity"),
        ("rules: {heaping: {severity: hard}}", "heaping.severity"),
        ("rules: {jump: {is_on: perhaps}}", "jump.is_on"),
        ("rules: {jump: {when: always}}", "jump.when"),
        ("rules: {jump: {applies_to: {kind: [flow]}}}", "jump.applies_to.kind"),
        ("rules: {jump: {applies_to: {kinds: flow}}}", "jump.applies_to.kinds"),
        ("rules: []", "rules: there are none"),
        ("rulez: {}", "rulez: unknown field"),
        ("size_measures: staff\nrules: {jump: {is_on: false}}", "size_measures"),
        ("rules: {jump: [", "this is not YAML"),
    ],
)
def test_what_cannot_be_meant_is_refused(text: str, problem: str) -> None:
    with pytest.raises(BadRules) as refused:
        over(text)
    assert any(each.startswith(problem) for each in refused.value.problems)


def test_a_file_without_a_version_is_refused() -> None:
    with pytest.raises(BadRules, match="version"):
        read("rules: {jump: {is_on: false}}", under=house())


def test_the_sites_own_file_is_in_force(settings, tmp_path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("version: own-2\nrules: {jump: {is_on: false}}", "utf-8")
    settings.YUNJIANG_RETURN_RULES = str(path)
    assert not checking.book().is_on("jump")
    settings.YUNJIANG_RETURN_RULES = ""
    assert checking.book().is_on("jump")
