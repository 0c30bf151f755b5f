"""Text made comparable, and every character's place in the original."""

import pytest

from yunjiang.plans.reader.plain import plain

WRAPPED = "到2025年，全省新增城镇就业人数累计达到\n三百万人以上，城镇调查失业率控制在5.5%以内。"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("２０２５年达到９５％", "2025年达到95%"),
        ("到 2025 年，达到 95 %", "到2025年，达到95%"),
        ("培训1,250人,其中女性300人", "培训1,250人，其中女性300人"),
        ("打造1-2个", "打造1—2个"),
        ("打造1～2个", "打造1—2个"),
        ("職業培訓達到3萬人次", "职业培训达到3万人次"),
        ("二〇二五年底前", "2025年底前"),
        ("建设(含改造)200套", "建设（含改造）200套"),
        ("Python API 接口", "Python API接口"),
        ("零\u200b宽字符", "零宽字符"),
    ],
)
def test_ways_of_writing_are_evened_out(raw: str, text: str) -> None:
    assert plain(raw).text == text


def test_wrapped_lines_are_joined() -> None:
    assert plain(WRAPPED).text == WRAPPED.replace("\n", "")


def test_a_line_that_ends_a_sentence_or_begins_a_heading_is_not_joined() -> None:
    raw = "为了促进高质量充分就业，特制定本方案，现印发给你们。\n一、总体要求\n（一）指导思想。坚持就业优先。"
    assert plain(raw).text == raw


@pytest.mark.parametrize("raw", [WRAPPED, "　　到 2025 年， 達到 ９５ ％。\n\n二、保障", "a b  c\td", ""])
def test_every_character_knows_where_it_stood(raw: str) -> None:
    made = plain(raw)
    assert len(made.origin) == len(made.text) + 1
    assert list(made.origin) == sorted(made.origin)
    assert made.origin[-1] == len(raw)


def test_a_span_is_told_in_the_original() -> None:
    raw = "就业：到 2025 年，新增 300 万人。"
    made = plain(raw)
    start = made.text.index("新增")
    first, last = made.span(start, start + len("新增300万人"))
    assert raw[first:last] == "新增 300 万人"


def test_words_are_those_of_the_original_without_line_breaks() -> None:
    made = plain(WRAPPED)
    assert made.words(made.text.index("累计"), made.text.index("以上") + 2) == "累计达到三百万人以上"


def test_names_are_told_in_the_characters_of_the_document() -> None:
    made = plain("職業培訓達到3萬人次。")
    assert made.as_written("职业培训", 0, len(made.text)) == "職業培訓"
    assert plain("职业培训").as_written("职业培训", 0, 4) == "职业培训"


def test_a_row_that_lost_its_cells_gets_them_back() -> None:
    assert plain("指标名称 单位 2020年 2025年\n城镇新增就业 万人 [245] [300]").text.split("\n")[1] == (
        "城镇新增就业\t万人\t〔245〕\t〔300〕".replace("〔", "[").replace("〕", "]")
    )


def test_cells_on_lines_of_their_own_become_rows() -> None:
    lines = [
        "指标", "单位", "2020年", "2025年", "属性",
        "劳动年龄人口平均受教育年限", "年", "10.8", "11.3", "约束性",
        "城镇调查失业率", "%", "5.2", "5.5", "预期性",
        "基本养老保险参保率", "%", "91", "95", "预期性",
    ]  # fmt: skip
    rows = plain("\n".join(lines)).text.split("\n")
    assert rows[-1] == "基本养老保险参保率\t%\t91\t95\t预期性"


def test_a_heading_is_not_joined_with_what_follows_in_a_text_of_whole_paragraphs() -> None:
    body = "各地要把茶园改造作为重点，统筹资金和力量，" * 4 + "确保按期完成。"
    heading = "（一）改良土壤和品种，推广低碳生态的种植技术"
    assert plain(f"{heading}\n{body}\n{body}").text.split("\n")[0] == heading
    title = "关于支持山区茶园改造和茶农增收的若干措施"
    assert plain(f"茶政发〔2030〕1号\n某县\n各乡镇：\n{title}\n{body}").text.split("\n")[3] == title


def test_a_line_of_bodies_is_not_joined_with_what_follows() -> None:
    body = "各责任单位要倒排工期、压实责任，把每一项工作落到实处，并按月报送进展，" * 3 + "确保完成。"
    line = "责任单位：县农业农村局、县水利局、县林业局"
    assert plain(f"种茶方案\n{line}\n{body}").text.split("\n")[1] == line


def test_a_paragraph_begins_where_it_is_indented() -> None:
    raw = "各乡镇要组织力量对辖区内老旧茶园逐一登记造册并报县里备案\n　　茶农合作社同时自查。"
    assert plain(raw).text.count("\n") == 1


def test_a_title_cut_behind_its_first_words_is_one() -> None:
    assert (
        plain("某县人民政府关于印发\n\n茶园改造规划的通知").text == "某县人民政府关于印发茶园改造规划的通知"
    )
    title = "某县关于印发《某县茶园改造行动计划\n（2031—2033年）》的通知"
    assert plain(title).text == title.replace("\n", "")
    assert plain("某县人民政府办公室关于开展\n老茶园改造工作的通知").text.count("\n") == 0


def test_the_feet_of_pages_stand_in_no_table() -> None:
    rows = "指标\n2025年\n2030年\n属性\n绿地率（%）\n31\n— 3 —\n37\n约束性\n第 4 页 共 9 页\n步道（公里）\n70\n130\n预期性"
    assert plain(rows).text == plain(rows.replace("— 3 —\n", "").replace("第 4 页 共 9 页\n", "")).text


def test_corner_marks_are_marks_and_told_as_written() -> None:
    made = plain("「十四五」期間新建「示範」園區七處")
    assert made.text.startswith("“十四五”期间")
    assert made.as_written("“示范”园区", 0, len(made.text)) == "「示範」園區"


def test_markdown_lays_out_and_says_nothing() -> None:
    assert (
        plain("## 一、主要任务\n**（一）改造茶园。**新建茶园").text
        == "一、主要任务\n（一）改造茶园。新建茶园"
    )
