"""Every code has a word, and every word is said in Chinese."""

from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.utils import translation

from yunjiang.assessment import refusals, wording
from yunjiang.assessment.rules.changes import Turn
from yunjiang.assessment.rules.judgement import Likelihood, PaceUnit, Reason, Severity, Status
from yunjiang.assessment.rules.methods import METHODS, Leaning
from yunjiang.assessment.rules.methods.comparison import Cause
from yunjiang.assessment.tests.journal import judged

CATALOGUE = Path(wording.__file__).parent / "locale/zh_Hans/LC_MESSAGES/django.po"
TABLES = [
    (wording.STATUSES, Status),
    (wording.SEVERITIES, Severity),
    (wording.REASONS, Reason),
    (wording.LIKELIHOODS, Likelihood),
    (wording.PACES, PaceUnit),
    (wording.METHODS, METHODS),
    (wording.LEANINGS, Leaning),
    (wording.CAUSES, Cause),
    (wording.TURNS, Turn),
]


@pytest.mark.parametrize(("words", "codes"), TABLES)
def test_every_code_has_a_word_in_both_languages(words, codes):
    assert set(words) == set(codes)
    for word in words.values():
        with translation.override("en"):
            english = str(word)
        with translation.override("zh-hans"):
            assert str(word) != english


def test_the_statuses_are_the_official_words():
    with translation.override("zh-hans"):
        assert [str(word) for word in wording.STATUSES.values()] == [
            "提前完成",
            "完成",
            "快于预期",
            "基本符合预期",
            "滞后",
            "未完成",
            "未报送",
            "尚无数据",
            "暂不评价",
        ]
        assert wording.status_of(judged("cumulative >= 100 名\n2023-12-31 1\non 2023-12-31")) == "严重滞后"
        assert wording.status_of(judged("cumulative >= 100 名\n2023-12-31 100\non 2023-12-31")) == "提前完成"


def test_a_refusal_speaks_chinese():
    with translation.override("zh-hans"):
        assert "第9号" in str(refusals.PositionAhead(9, 4))


def test_the_compiled_catalogue_is_fresh():
    with CATALOGUE.open("rb") as source, CATALOGUE.with_suffix(".mo").open("rb") as compiled:
        written = {str(each.id): each.string for each in read_po(source) if each.id}
        read = {str(each.id): each.string for each in read_mo(compiled) if each.id}
    assert written == read
    assert all(written.values())
