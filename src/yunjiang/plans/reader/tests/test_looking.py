"""What looks back over several paragraphs, and where it ends."""

import pytest

from .documents import read_by_rules


def values(*lines: str) -> list[str]:
    return [f"{each.value:f}" for each in read_by_rules("\n".join(["2024年某县工作报告", *lines])).targets]


AHEAD = "今年，我们要新建公园12个。"


@pytest.mark.parametrize(
    "lines",
    [
        ("过去五年，我们攻坚克难。新建道路70公里。", "建成学校30所，绿化率达到41%。", AHEAD),
        ("这是面貌显著变化的五年。", "城镇化率提高至61%，学校增至30所，村村通实现全覆盖。", AHEAD),
        ("本县治水取得积极进展，但形势依然严峻。25%的断面不达标。", "水土流失面积70平方公里。", AHEAD),
        ("粮食总产量70万吨、超额完成任务。发电3亿千瓦时。", AHEAD),
        ("一年来，我们做了以下工作：", "——坚持惠民生。改造小区32个。", "——坚持稳增长。新增企业22家。", AHEAD),
        ("回望五年，成绩来之不易。新建道路70公里。", AHEAD),
        ("2024年3月6日", "我县圆满完成各项任务。新建道路70公里。", AHEAD),
        ("目前，教育水平较高。建有学校30所。", AHEAD),
        ("通过三年创建，取得阶段性成果。新建道路70公里。", AHEAD),
        ("2023年，全县工作稳步推进。", "新增就业7000人。", AHEAD),
        ("到去年年底，入会率达到81%。", "中小企业建会率达到62%。", AHEAD),
        ("在任期最后一年的2023年，市场较快恢复。游客达7万人次，增长9%。", AHEAD),
    ],
)
def test_what_looks_back_goes_on_until_somebody_looks_ahead(lines: tuple[str, ...]) -> None:
    assert values(*lines) == ["12"]


@pytest.mark.parametrize(
    "lines",
    [
        ("过去五年，我们攻坚克难。", "一、主要任务", "新建公园12个。"),
        ("近年来，教育发展较快。", "为进一步改善条件，制定本方案。", "新建公园12个。"),
        ("到2025年，治水取得明显成效。", "新建公园12个。"),
        ("一、发展目标", "治水体系更加健全。治水取得明显成效，新建公园12个。"),
        ("一、发展目标", "专栏1主要指标", "治水体系更加健全。治水取得明显成效。新建公园12个。"),
        ("今后努力实现以下三个方面目标。", "（一）转型取得重大进展。修复山林。", "新建公园12个。"),
        ("2024年，完善设施。", "2022年，建成公园3个，绿化率达到40%。", "新建公园12个。"),
    ],
)
def test_a_heading_or_an_aim_ends_it(lines: tuple[str, ...]) -> None:
    assert values(*lines) == ["12"]
