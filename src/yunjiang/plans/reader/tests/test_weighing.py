"""How sure a reading is, by its signs; what too much speaks against is passed over, and both are told."""

from decimal import Decimal

import pytest

from yunjiang.plans.reader import weighing
from yunjiang.plans.reader.reading import read
from yunjiang.plans.reader.tones import Tones
from yunjiang.plans.reader.weighing import ALWAYS, LEAST, Scales, Weights, ours

from .documents import SCHEME, read_by_rules

# A report of what was built, of which rules alone cannot tell that nothing is promised.
REPORT = (
    "某县水利建设纪实\n全县形势喜人，成绩取得实属不易，群众生活明显改善，面貌显著变化，各项工作位居前列。\n"
    "新修渠道成功投运，灌区不断延伸，渠道总长320公里，首次通水的村庄达到45个，历史性迈上新台阶。"
)


def test_weights_are_few_rounded_and_in_order() -> None:
    lines = weighing.FILE.read_text("utf-8").splitlines()
    signs = [line.split("\t")[0] for line in lines[1:]]
    assert lines[0].split("\t") == list(weighing.COLUMNS)
    assert signs == sorted(set(signs))
    assert ALWAYS in signs
    assert len(signs) < 200
    assert all(len(each.rpartition(".")[2]) == 2 for line in lines[1:] for each in line.split("\t")[1:])


def test_signs_add_up_to_a_probability() -> None:
    weights = {ALWAYS: 0.0, "标题：目标": 2.0, "句：补贴": -1.0}
    assert weighing.probability(weights, []) == pytest.approx(0.5)
    assert weighing.probability(weights, ["标题：目标"]) == pytest.approx(0.8808, abs=1e-4)
    assert weighing.probability(weights, ["标题：目标", "句：补贴", "不知道的"]) == pytest.approx(
        0.7311, abs=1e-4
    )


@pytest.mark.parametrize(("weight", "told"), [(0.0, "0.5"), (30.0, "0.99"), (-30.0, "0.01")])
def test_nothing_is_quite_sure(weight: float, told: str) -> None:
    assert Scales({ALWAYS: weight}, (), Tones("")).confidence([]) == Decimal(told)


def test_the_reasons_are_what_weighs_most_and_not_all_have() -> None:
    weights = Weights(
        {"全文：平": 3.0, "括号内": -1.2, "后：以上": 0.9, "句长：中": 0.5, "单位：个": 0.4},
        {"全文：平": 0.99, "括号内": 0.1, "后：以上": 0.2, "句长：中": 0.1, "单位：个": 0.1},
    )
    assert weights.reasons(weights.of) == "－括号内，＋后：以上，＋句长：中"
    assert weights.reasons(["不知道的"]) == ""


def test_words_of_the_past_make_a_reading_less_sure() -> None:
    plan = (
        "某县水利行动方案（2023—2025年）\n一、主要目标\n到2025年，渠道总长达到320公里，加快建设，确保通水。"
    )
    (wanted,) = read(plan).targets
    told = read_by_rules(REPORT).targets
    assert len(told) == 2
    assert max(each.confidence for each in told) < wanted.confidence
    assert all("－全文：多谈过去" in ours().reasons(each.signs) for each in told)


def test_what_is_too_little_sure_is_kept_apart() -> None:
    whole = f"{REPORT}\n一、下一步目标\n到2025年，加快建设，推进改造，新建泵站12座以上。\n二、保障措施\n加强领导。"
    by_rules, weighed = read_by_rules(whole), read(whole)
    assert {each.value for each in by_rules.targets} == {
        each.value for each in (*weighed.targets, *weighed.unlikely)
    }
    assert all(each.confidence < LEAST for each in weighed.unlikely)
    assert all(each.confidence >= LEAST for each in weighed.targets)
    assert by_rules.unlikely == []


def test_the_same_document_is_weighed_the_same() -> None:
    assert [each.confidence for each in read(SCHEME).targets] == [
        each.confidence for each in read(SCHEME).targets
    ]


@pytest.mark.parametrize(
    ("text", "tone"),
    [
        ("渠道三条。", "平"),
        ("力争建成，确保通水。", "不谈过去"),
        ("力争通水，确保安全，加快建设，去年开工。", "谈到过去"),
        ("成绩显著，圆满收官。", "多谈过去"),
    ],
)
def test_a_stretch_sounds_by_the_share_of_its_words(text: str, tone: str) -> None:
    assert Tones(text).of(0, len(text)) == tone


def test_only_the_words_of_a_stretch_are_heard() -> None:
    text = "成绩显著。\n力争通水。"
    tones = Tones(text)
    assert tones.line(7) == (6, 11)
    assert tones.of(*tones.line(7)) == "不谈过去"
