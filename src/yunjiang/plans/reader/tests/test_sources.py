"""Text out of files of every kind, and a sentence for each that cannot be read."""

import contextlib
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from yunjiang.files.tests import specimens
from yunjiang.plans.reader import refusals, word
from yunjiang.plans.reader.sources import LIMIT, text_in, text_of

from .documents import SCHEME, read_by_rules
from .papers import bomb, counted, laid_out, noted, pdf
from .papers import word as word_document

TRADITIONAL = (
    "海屏縣促進青年就業三年行動綱領（2024年至2026年）\n一、擴大實習規模\n到2026年，實習學額達到3000個。"
)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SCHEME, "utf-8"),
        (SCHEME, "utf-8-sig"),
        (SCHEME, "gb18030"),
        (SCHEME, "utf-16"),
        (TRADITIONAL, "utf-8"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "gb18030"),
    ],
)
def test_text_is_read_in_its_encoding(text: str, encoding: str) -> None:
    assert text_in(text.encode(encoding), "a.txt") == text


def test_line_ends_of_other_systems_are_evened_out() -> None:
    assert text_in("甲\r\n乙\r丙".encode(), "a.txt") == "甲\n乙\n丙"


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    path = tmp_path / "方案.txt"
    path.write_text(SCHEME, "utf-8")
    assert text_of(path) == SCHEME


def test_a_word_document_keeps_the_order_of_paragraphs_and_tables() -> None:
    def write(document: Any) -> None:
        document.add_paragraph("一、主要目标")
        table = document.add_table(2, 3)
        for place, text in enumerate(("指标", "单位", "2025年", "新增就业", "万人", "300")):
            table.cell(place // 3, place % 3).text = text
        document.add_paragraph("二、重点任务")

    assert text_in(word_document(write), "a.docx").split("\n") == [
        "一、主要目标",
        "指标\t单位\t2025年",
        "新增就业\t万人\t300",
        "二、重点任务",
    ]


def test_a_cell_merged_over_columns_comes_once_one_merged_over_rows_with_each() -> None:
    def write(document: Any) -> None:
        table = document.add_table(3, 3)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "指标"
        table.cell(0, 2).text = "2025年"
        table.cell(1, 0).merge(table.cell(2, 0)).text = "就业"
        for row, (name, value) in enumerate((("新增就业", "300"), ("再就业", "50")), 1):
            table.cell(row, 1).text = name
            table.cell(row, 2).text = value

    assert text_in(word_document(write), "a.docx").split("\n") == [
        "指标\t2025年",
        "就业\t新增就业\t300",
        "就业\t再就业\t50",
    ]


def test_numbers_that_word_counts_by_itself_are_written_out() -> None:
    def write(document: Any) -> None:
        add = counted(
            document, [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")]
        )
        for text, level in (
            ("总体要求", 0), ("指导思想", 1), ("基本原则", 1), ("市场主导", 2), ("重点任务", 0), ("扩大就业", 1), ("新职业", 2),
        ):  # fmt: skip
            add(text, level)

    assert text_in(word_document(write), "a.docx").split("\n") == [
        "一、总体要求",
        "（一）指导思想",
        "（二）基本原则",
        "1.市场主导",
        "二、重点任务",
        "（一）扩大就业",
        "1.新职业",
    ]


def test_inserted_passages_and_content_controls_are_read_and_deleted_ones_are_not() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"

    def write(document: Any) -> None:
        document.element.body.insert(
            0,
            parse_xml(
                f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p>{run.format('建设实训基地')}"
                f"<w:del><w:r><w:delText>20</w:delText></w:r></w:del><w:ins>{run.format('30')}</w:ins>"
                f"<w:sdt><w:sdtContent>{run.format('个')}</w:sdtContent></w:sdt></w:p></w:sdtContent></w:sdt>"
            ),
        )

    assert text_in(word_document(write), "a.docx") == "建设实训基地30个"


def test_a_pdf_with_chinese_text_is_read() -> None:
    lines = SCHEME.split("\n")
    assert text_in(pdf([[line for line in lines if line]]), "a.pdf").split("\n") == [
        line for line in lines if line
    ]


def test_page_numbers_and_running_lines_of_a_pdf_are_left_out_at_its_edges_only() -> None:
    pages = [
        ["西岭省文件汇编", f"第{place}项任务是培训。", "300", "万人参加培训，都要完成。", f"— {place} —"]
        for place in range(1, 6)
    ]
    told = text_in(pdf(pages), "a.pdf").split("\n")
    assert told[:3] == ["第1项任务是培训。", "300", "万人参加培训，都要完成。"]
    assert len(told) == 15


def test_a_ruled_table_of_a_pdf_keeps_its_cells_though_words_are_wrapped_in_them() -> None:
    rules = [(60, low, 300, 1) for low in (700, 660, 620)] + [
        (left, 620, 1, 80) for left in (60, 160, 260, 360)
    ]
    words = [
        (65, 680, "指标"), (165, 680, "2023年"), (265, 680, "2027年"),
        (65, 645, "规上工业"), (65, 630, "企业数（家）"), (165, 638, "480"), (265, 638, "620"), (60, 740, "发展目标"),
    ]  # fmt: skip
    told = text_in(laid_out(words, rules), "plan.pdf")
    assert told.split("\n") == ["发展目标", "指标\t2023年\t2027年", "规上工业企业数（家）\t480\t620"]


def test_of_two_columns_of_a_pdf_the_left_is_read_before_the_right() -> None:
    left = [(50, 700 - 20 * number, f"左栏第{number}行的十二个字句") for number in range(9)]
    right = [(330, 700 - 20 * number, f"右栏第{number}行的十二个字句") for number in range(9)]
    title = [(120, 760, "横贯两栏的一个很长很长很长很长的标题文字放在这里")]
    lines = text_in(laid_out([*title, *right, *left]), "plan.pdf").split("\n")
    assert lines[0].startswith("横贯两栏")
    assert [line[0] for line in lines[1:]] == ["左"] * 9 + ["右"] * 9


def test_a_web_page_saved_as_word_is_read_with_its_tables() -> None:
    page = (
        "<html><head><title>x</title><style>p{}</style></head><body><p>就业计划</p><p>到2025年，<span>培训</span>5万人次。</p>"
        "<table><tr><td><p>指标</p></td><td>2025年</td></tr><tr><td>就业率（%）</td><td>&ge;90</td></tr></table></body></html>"
    )
    told = text_in(page.encode("gb18030"), "plan.doc")
    assert told.split("\n") == ["就业计划", "到2025年，培训5万人次。", "指标\t2025年", "就业率（%）\t≥90"]


def test_what_pasting_from_a_web_page_leaves_is_undone() -> None:
    assert text_in("建设&ldquo;四好&rdquo;公路&nbsp;5公里".encode(), "a.txt") == "建设“四好”公路\xa05公里"


def test_boxes_and_footnotes_of_a_word_document_follow_their_paragraph() -> None:
    content = noted("到2025年，培训5万人次。", box="建设实训基地6个。", footnote="2020年为3.8万人次。")
    told = text_in(content, "plan.docx").split("\n")
    assert told == ["到2025年，培训5万人次。", "建设实训基地6个。", "注：2020年为3.8万人次。"]
    assert [each.value for each in read_by_rules("\n".join(["就业计划", *told])).targets] == [50_000, 6]


def test_wrapped_lines_and_pages_of_a_pdf_read_like_the_text() -> None:
    pages = [
        ["就业促进行动方案（2023—2025年）", "一、扩大就业", "到2025年，全省城镇新增就业累计达到三百万"],
        ["人以上，登记失业率不高于4%。"],
    ]
    found = read_by_rules(text_in(pdf(pages), "a.pdf"))
    assert [(each.value, each.unit) for each in found.targets] == [(3_000_000, "人"), (4, "%")]


SPECIMEN = word_document(lambda document: document.add_paragraph(SCHEME))


def _locked_zip() -> bytes:
    content = bytearray(SPECIMEN)
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1
    return bytes(content)


def _packed(member: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr(member, "<workbook/>")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (pdf([[], []]), refusals.Scanned),
        (pdf([["— 1 —"], ["— 2 —"]]), refusals.Scanned),
        (pdf([["就业"]], is_encrypted=True), refusals.Encrypted),
        (specimens.compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), refusals.Encrypted),
        (_locked_zip(), refusals.Encrypted),
        (specimens.compound({"WordDocument": bytes(64)}), refusals.OldOffice),
        (specimens.compound({"Workbook": bytes(64)}), refusals.UnknownKind),
        (_packed("OFD.xml"), refusals.FixedLayout),
        (_packed("xl/workbook.xml"), refusals.UnknownKind),
        (bytes(range(256)) * 8, refusals.UnknownKind),
        (rb"{\rtf1\ansi text}", refusals.UnknownKind),
        (b"%PDF-1.7\nnothing of the kind", refusals.Damaged),
        (SPECIMEN[: len(SPECIMEN) // 2], refusals.Damaged),
        (SPECIMEN.replace(b"word/document.xml", b"word/documemt.xml"), refusals.UnknownKind),
        (bomb(3000), refusals.Swollen),
    ],
    ids=["scanned", "only-page-numbers", "pdf-password", "word-password", "zip-password", "old-word", "old-workbook", "ofd",
         "workbook", "bytes", "rtf", "broken-pdf", "cut-word", "no-document", "bomb"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(content: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        text_in(content, "a.docx")


@pytest.mark.parametrize("place", range(0, len(SPECIMEN), len(SPECIMEN) // 40))
def test_a_damaged_word_document_is_read_or_refused_whatever_is_broken(place: int) -> None:
    content = bytearray(SPECIMEN)
    content[place : place + 8] = b"\xff\x00\xff\x00\xff\x00\xff\x00"
    with contextlib.suppress(refusals.Unreadable):
        assert isinstance(text_in(bytes(content), "a.docx"), str)


def test_a_file_of_500_megabytes_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.truncate(500 * 1024 * 1024)
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail("it was read"))
    with pytest.raises(refusals.TooLarge) as refused:
        text_of(path)
    assert (refused.value.megabytes, refused.value.limit) == (500, LIMIT)


def test_what_unpacks_to_too_much_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *arguments: pytest.fail("it was unpacked"))
    with pytest.raises(refusals.Swollen):
        word.text(bomb(301), "bomb.docx")


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "今天天气很好，我们去公园散步。",
        "西岭日报讯（记者 周某）昨天，全省就业工作取得新成效，新增就业5万人。",
        "西岭省住房公积金管理办法\n第一条 为加强管理，制定本办法。\n第二条 缴存比例不得低于5%。",
        "关于召开就业工作会议的通知\n一、时间\n3月5日。\n二、地点\n省政府会议室。",
    ],
    ids=["nothing", "chat", "news", "rule", "invitation"],
)
def test_a_document_that_is_no_plan_is_refused(raw: str) -> None:
    with pytest.raises(refusals.NoPlan):
        read_by_rules(raw, "a.txt")


REFUSALS = [
    refusals.TooLarge("方案.pdf", 500, 50),
    refusals.Swollen("方案.docx", 3000, 300),
    refusals.Encrypted("方案.docx"),
    refusals.Scanned("方案.pdf", 12),
    refusals.UnknownKind("方案.xls"),
    refusals.OldOffice("方案.wps"),
    refusals.FixedLayout("方案.ofd"),
    refusals.Damaged("方案.docx"),
    refusals.NoPlan("方案.txt"),
]


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda each: type(each).__name__)
def test_every_refusal_has_its_sentence_in_both_languages(refusal: refusals.Unreadable) -> None:
    with translation.override("en"):
        english = str(refusal)
    with translation.override("zh-hans"):
        chinese = str(refusal)
    assert english != chinese
    for sentence in (english, chinese):
        assert "方案" in sentence
        assert "%(" not in sentence


def test_every_kind_of_refusal_is_tried() -> None:
    assert {type(each) for each in REFUSALS} == set(refusals.Unreadable.__subclasses__())
