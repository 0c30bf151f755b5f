"""Sentences: what, where, and what to do; patterns as questions."""

import pytest
from django.utils.translation import override

from yunjiang.returns import wording
from yunjiang.returns.rules.checks import check
from yunjiang.returns.rules.finding import Pattern
from yunjiang.returns.rules.sheet import Peers
from yunjiang.returns.tests.checks.lines import line, sheet, spread

SAID = [
    ("required", line(), "未填。确实为零的请填0；确实无法取得的，请标记“无法取得”。"),
    ("jump", line(value=128, last=12, last_period="2023"),
     "本期128人次，2023年12人次，增长9.7倍；请核实，确属实际情况的，请说明原因。"),
    ("jump", line(value=48, last=100, last_period="2024-Q3"),
     "本期48人次，2024年第三季度100人次，下降52%；请核实，确属实际情况的，请说明原因。"),
    ("jump", line(value=40, last=0, last_period="2023"), "本期40人次，2023年为0；请核实，确属实际情况的，请说明原因。"),
    ("ten_thousand", line(value=52, last=520_000, last_period="2023"),
     "本期52人次，2023年520000人次，约为万分之一，是否按“万”填报了？请核对计量单位，确属实际情况的，请说明原因。"),
    ("decimals", line(value="12.5"), "填了12.5人次，此项只能填整数。请更正。"),
    ("decimals", line(value="12.555", scale=2), "填了12.555人次，小数不能超过2位。请四舍五入。"),
    ("per_cent_bounds", line(value=950, unit="%", kind="level"),
     "填了950%，应在0至100%之间。请按百分数填写，95%填95。"),
    ("below_differs", line(value=100, below=(60, None, 80)),
     "本级填报100人次，下级已报的2个单位合计已达140人次，还有1个单位未报；请与下级核对，确属实际情况的，请说明原因。"),
    ("below_differs", line(value=100, below=(60, 80)),
     "本级填报100人次，下级2个单位合计140人次，相差40人次；请与下级核对，确属实际情况的，请说明原因。"),
    ("register_differs", line(value=100, register=140),
     "填报100人次，台账140人次，相差40人次；请核对填报数和台账，并说明差异原因。"),
    ("peers", line(value=900, peers=Peers(spread(range(100, 121)))),
     "本期900人次，与21个同类单位相差较大，同类单位一般约110人次（偏离度106.6）；请核实，确属实际情况的，请说明原因。"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "given", "said"), SAID, ids=[f"{rule}-{n}" for n, (rule, *_) in enumerate(SAID)]
)
def test_sentences(rule: str, given, said: str) -> None:
    [finding] = [each for each in check(sheet(given)) if each.rule == rule]
    with override("zh-hans"):
        assert wording.sentence(finding) == said


def test_parts_are_named() -> None:
    whole = line("a", name="技能人才", value=10)
    [finding] = check(sheet(whole, line("b", name="高技能人才", value=11, part_of="a")))
    with override("zh-hans"):
        assert (
            wording.sentence(finding)
            == "“高技能人才”11人次，是“技能人才”10人次的其中数，不能大于总数。请更正其中一项。"
        )
        assert wording.placed(finding).startswith("高技能人才：")


def test_every_rule_can_be_said_in_both_languages() -> None:
    same = [line(f"q{n}", value=n * 11, last=n * 11, last_period="2023") for n in range(1, 7)]
    series = (1000, 1010, 990, 1005, 995)
    sheets = [
        sheet(line(value=0, is_unavailable=True), line("b", is_unavailable=True)),
        sheet(line(value=-1), line("b", value=10**13), line("c", value=128, last=12, explanation="属实", last_period="2023")),
        sheet(line(value=90, standing=100, standing_period="2024-Q1"), is_to_date=True),
        sheet(line("skilled_workers", kind="level", value=995, last=1000, last_period="2023")),
        sheet(*same),
        sheet(line(value=1100, history=series), line("b", value=900, history=series)),
        sheet(line(value=540, history=(100, 300) * 4)),
        sheet(line("a", value=20), line("b", value=20, part_of="a")),
        sheet(
            line("trained", value=10),
            line("trained;sex=F", value=6, breakdown=(("sex", "F"),), part_of="trained"),
            line("trained;sex=M", value=5, breakdown=(("sex", "M"),), part_of="trained"),
        ),
        sheet(line(value=52, history=(500_000,) * 3), line("b", value=520_000, history=(52,) * 3)),
        sheet(line(value=52, register=520_000), line("b", value=520_000, register=52)),
        sheet(line(value=150, last=100, last_period="2023"), line("b", value=520_000, last=52, last_period="2023")),
        *(sheet(given) for _, given, _ in SAID),
        sheet(line("a", value=10), line("b", value=11, part_of="a")),
    ]  # fmt: skip
    findings = [finding for each in sheets for finding in check(each)]
    assert {each.rule for each in findings} == set(wording.SENTENCES) | set(wording._SPECIAL)
    for language in ("zh-hans", "en"):
        with override(language):
            for finding in findings:
                assert "%(" not in wording.sentence(finding)
                assert wording.name(finding.rule)


def test_patterns_ask_and_accuse_nobody() -> None:
    names = {n: f"第{n}县" for n in range(1, 10)}
    patterns = [
        Pattern("heaping", (1,), (), 0.6, 30, 0.001,
                {"index": 380, "round": 23, "count": 30, "commonest": 0, "is_round": True}),
        Pattern("heaping", (1, 2), (), 0.3, 90, 0.0001,
                {"index": 110, "round": 20, "count": 90, "commonest": 7, "is_round": False}),
        Pattern("at_target", (1, 2), (), 0.5, 16, 0.002,
                {"name": "培训人次", "exact": 7, "over": 3, "under": 0, "count": 16, "band": 2}),
        Pattern("identical_sheets", tuple(names), (), 1, 40, facts={"same": 12, "units": 9}),
        Pattern("copied_sheets", (3,), (), 1, 12, facts={"same": 12, "count": 12, "period": "2023"}),
    ]  # fmt: skip
    with override("zh-hans"):
        said = [wording.question(each, names) for each in patterns]
    assert all(each.endswith("？") for each in said)
    assert said[0].startswith("第1县：30个数中有23个以0或5结尾")
    assert said[3].startswith("第1县、第2县、第3县、第4县、第5县、第6县等（另有3个）有12项填报数完全相同")
    for accusing in ("造假", "弄虚作假", "虚报", "瞒报", "违规"):
        assert not any(accusing in each for each in said)
