"""Every problem that can be found has its sentence, in both languages."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from yunjiang.plans import problem, sentences
from yunjiang.plans.problem import Problem

ROOM = Path(problem.__file__).parent
RAISED = re.compile(r"(?:error|warning|speak|_unknown|_refuse|\))\(\s*\"([a-z0-9_]+)\"")


def codes_in_the_source() -> set[str]:
    return {
        code
        for file in ROOM.rglob("*.py")
        if "tests" not in file.parts
        for code in RAISED.findall(file.read_text())
    }


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    assert codes_in_the_source() == set(sentences.SENTENCES)


@pytest.mark.parametrize("code", sorted(sentences.SENTENCES))
def test_every_sentence_is_there_in_chinese_with_the_same_facts(code: str) -> None:
    english = sentences.SENTENCES[code]
    with translation.override("zh-hans"):
        chinese = translation.gettext(english)
    assert chinese != english
    facts = re.compile(r"%\((\w+)\)s")
    assert set(facts.findall(chinese)) == set(facts.findall(english))
    assert chinese.count("%%") == english.count("%%")


def test_a_problem_says_what_is_wrong_and_what_may_be_meant() -> None:
    found = problem.error("unknown_measure", 7, given="pm25", where="A1-1", suggestion="pm25_mean")
    with translation.override("en"):
        assert found.sentence() == (
            "A1-1: there is no measure “pm25”. Declare it under measures or correct the code. Perhaps “pm25_mean”?"
        )
    with translation.override("zh-hans"):
        assert (
            found.sentence() == "A1-1：没有计量项“pm25”。请在measures中声明，或更正代码。也许是“pm25_mean”？"
        )


def test_without_django_a_problem_still_says_its_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Problem, "wording", None)
    assert problem.error("deadline_missing", 3, indicator="A1").sentence() == "deadline_missing, indicator=A1"


def test_every_refusal_is_there_in_chinese() -> None:
    source = (ROOM / "refusals.py").read_text() + (ROOM / "services.py").read_text()
    messages = [
        "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', call))
        for call in re.findall(r'\b_\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)', source)
    ]
    assert len(messages) > 8
    with translation.override("zh-hans"):
        assert [each for each in messages if translation.gettext(each) == each] == []
        plural = translation.ngettext(
            "The plan has %(count)s error and was not loaded. Line %(line)s: %(sentence)s",
            "The plan has %(count)s errors and was not loaded. The first, line %(line)s: %(sentence)s",
            2,
        )
    assert plural.startswith("规划有")
