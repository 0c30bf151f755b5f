"""What is to be there by when without a number."""

import pytest

from yunjiang.plans.reader.reading import read

from .documents import SCHEME


def milestones(sentence: str, heading: str = "发展目标") -> list[tuple[str, str]]:
    found = read(f"茶乡振兴方案（2031—2035年）\n一、{heading}\n{sentence}\n二、种好茶\n采茶500吨。")
    return [(each.text, each.due) for each in found.milestones]


def test_a_thing_without_a_number_is_a_milestone_with_its_year() -> None:
    assert [(each.text, each.due) for each in read(SCHEME).milestones] == [("建成就业大数据平台", "2024")]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "到2035年，基本建成绿色、安全的茶产业体系，茶农生活品质明显提高，产茶900吨。",
            [("基本建成绿色、安全的茶产业体系", "2035"), ("茶农生活品质明显提高", "2035")],
        ),
        ("2033年6月底前，新茶市投用。", [("新茶市投用", "2033-06")]),
        ("2033年6月30日前出台茶园保护办法。", [("出台茶园保护办法", "2033-06-30")]),
        ("2032年第三季度，启用溯源平台。", [("启用溯源平台", "2032-09")]),
        ("老茶厂改造2032年开工，2034年投产。", [("老茶厂改造2032年开工", "2032"), ("2034年投产", "2034")]),
        ("——茶文化更加繁荣。", [("茶文化更加繁荣", "2035")]),
        ("2030年，已基本建成茶园道路。", []),
        ("到2035年，建成茶市3个。", []),
    ],
)
def test_what_is_to_be_there_is_told_with_its_day(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert milestones(sentence) == expected


def test_what_is_done_without_a_day_is_one_where_it_is_a_new_thing() -> None:
    sentence = "搭建茶叶溯源平台，完善茶园管理系统，不断提升采茶水平。"
    assert milestones(sentence, "加强管理") == [("搭建茶叶溯源平台", "2035")]


def test_rows_of_a_table_of_tasks_are_milestones_by_their_day() -> None:
    found = read(
        "茶县2031年工作要点任务分解表\n序号\t领域\t工作任务\t完成时限\t牵头单位\n"
        "1\t种茶\t修订老茶园改造办法\t3月底前\t县农业局\n2\t采茶\t采茶500吨\t年底前\t县供销社\n"
    )
    assert [(each.text, each.due) for each in found.milestones] == [("修订老茶园改造办法", "2031-03")]
    assert [each.bodies for each in found.responsible] == [("县农业局",), ("县供销社",)]


def test_a_row_with_a_target_in_another_cell_is_none() -> None:
    found = read(
        "茶县2031年工作要点任务分解表\n工作任务\t年度目标\t完成时限\t牵头单位\n"
        "新建茶叶市场\t3个\t年底前\t县供销社\n修订茶园改造办法\t印发实施\t3月底前\t县农业局\n"
    )
    assert [each.text for each in found.milestones] == ["修订茶园改造办法"]
    assert len(found.targets) == 1
