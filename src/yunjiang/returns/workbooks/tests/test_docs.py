"""docs/workbooks.md explains everything that can be said of a workbook, in the words in force."""

import re
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import gettext

from yunjiang.returns.workbooks.problems import NOTICES, PROBLEMS, REFUSALS, SENTENCES

PAGE = (Path(__file__).parents[5] / "docs" / "workbooks.md").read_text("utf-8")
ROWS = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", PAGE, re.MULTILINE))


def test_every_code_is_explained_and_no_other() -> None:
    assert set(ROWS) == set(SENTENCES)
    assert len(REFUSALS) + len(PROBLEMS) + len(NOTICES) == len(SENTENCES)


@pytest.mark.parametrize("code", SENTENCES)
def test_it_is_explained_in_the_words_in_force(code: str) -> None:
    with translation.override("zh-hans"):
        told = gettext(SENTENCES[code])
    pattern = ".+?".join(re.escape(part) for part in re.split(r"%\(\w+\)[sd]", told.replace("\n", " ")))
    assert re.fullmatch(pattern, ROWS[code])
