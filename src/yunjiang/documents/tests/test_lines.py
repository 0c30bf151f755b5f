from hypothesis import given
from hypothesis import strategies as st

from yunjiang.documents.layout.lines import broken, width

PLAN = "《云南省新时代产业工人队伍建设改革“十四五”规划》"


def test_a_short_title_stays_on_one_line():
    assert broken(("关于", "开展学习的", "通知"), 20) == ["关于开展学习的通知"]


def test_a_long_title_breaks_where_words_end():
    assert broken(("关于", PLAN, "2023年度", "实施情况的", "报告"), 20) == [
        "关于《云南省新时代产业工人队伍建设改革",
        "“十四五”规划》2023年度实施情况的报告",
    ]


def test_numbers_and_brackets_are_never_torn():
    for limit in range(6, 24):
        lines = broken(("昆明市关于", PLAN, "2023年度", "实施情况的", "报告"), limit)
        assert not any(line.startswith(("》", "”", "的")) or line.endswith(("《", "“")) for line in lines)
        assert any("2023" in line for line in lines)


@given(
    st.lists(st.text("云南省产业工人《》“”2023年度的报告", min_size=1, max_size=8), min_size=1, max_size=6)
)
def test_breaking_loses_nothing_and_keeps_the_limit(segments):
    lines = broken(segments, 40)
    assert "".join(lines) == "".join(segments)
    assert all(width(line) <= 40 for line in lines)
