from datetime import date

from yunjiang.documents.layout import faces
from yunjiang.documents.layout.blocks import Align, Annex, Column, Heading, Paragraph, Slot, Table
from yunjiang.documents.layout.headings import Numerals, chinese_numeral
from yunjiang.documents.layout.sheet import Imprint

from .laid import packed, sheet

WIDE = Table("宽表", (Column("指标", 3), Column("数", 1, Align.NUMBER)), ((("甲",), ("1",)),), is_wide=True)


def one(parts, path, name="word/document.xml"):
    found = parts.values(path, name)
    assert len(set(found)) == 1, found
    return found[0]


def test_it_works():
    parts = packed(sheet([Paragraph(("正文。",))]))
    assert "正文。" in "".join(parts.values("//w:t/text()"))


def test_the_page_is_a4_with_the_margins_of_the_standard():
    parts = packed(sheet([Paragraph(("正文。",))]))
    assert one(parts, "//w:pgSz/@w:w") == "11906"
    assert one(parts, "//w:pgSz/@w:h") == "16838"
    margins = parts.find("//w:pgMar")[0].attrib.values()
    assert margins[:4] == ["2098", "1474", "1984", "1588"]


def test_the_grid_is_22_lines_of_28_characters():
    parts = packed(sheet([Paragraph(("正文。",))]))
    assert one(parts, "//w:docGrid/@w:type") == "linesAndChars"
    assert one(parts, "//w:docGrid/@w:linePitch") == "579"
    body = "//w:style[@w:styleId='Body']"
    assert one(parts, f"{body}//w:spacing/@w:line", "word/styles.xml") == "579"
    assert one(parts, f"{body}//w:spacing/@w:lineRule", "word/styles.xml") == "exact"
    assert one(parts, f"{body}/w:rPr/w:spacing/@w:val", "word/styles.xml") == "-6"
    assert 579 * 22 <= 16838 - 2098 - 1984
    assert 28 * (320 - 6) <= 11906 - 1588 - 1474


def test_every_style_names_its_faces_and_no_theme_can_step_in():
    parts = packed(sheet([Paragraph(("正文。",))]))
    paragraph_styles = parts.find("//w:style[@w:type='paragraph']", "word/styles.xml")
    assert len(paragraph_styles) > 30
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        named = parts.values(f"//w:style[@w:type='paragraph']/w:rPr/w:rFonts/@w:{script}", "word/styles.xml")
        assert len(named) == len(paragraph_styles)
        assert set(named) <= set(faces.ALL)
    assert not parts.find("//@w:asciiTheme | //@w:eastAsiaTheme", "word/styles.xml")
    assert not [name for name in parts.names() if "theme" in name]


def test_title_headings_and_body_have_the_faces_and_sizes_of_the_standard():
    parts = packed(sheet())
    expected = {
        "Title": (faces.SMALL_SONG, "44"),
        "Heading1": (faces.HEI, "32"),
        "Heading2": (faces.KAI, "32"),
        "Heading3": (faces.FANGSONG, "32"),
        "Heading4": (faces.FANGSONG, "32"),
        "Body": (faces.FANGSONG, "32"),
        "Imprint": (faces.FANGSONG, "28"),
        "PageNumberOdd": (faces.SONG, "28"),
        "AnnexMark": (faces.HEI, "32"),
    }
    for style, (face, size) in expected.items():
        path = f"//w:style[@w:styleId='{style}']/w:rPr"
        assert one(parts, f"{path}/w:rFonts/@w:eastAsia", "word/styles.xml") == face
        assert one(parts, f"{path}/w:sz/@w:val", "word/styles.xml") == size


def test_odd_pages_carry_their_number_right_and_even_pages_left():
    parts = packed(sheet([Paragraph(("正文。",))]))
    assert parts.find("//w:evenAndOddHeaders", "word/settings.xml")
    relations = {each.get("Id"): each.get("Target") for each in parts.xml("word/_rels/document.xml.rels")}
    for kind, style in (("default", "PageNumberOdd"), ("even", "PageNumberEven")):
        key = one(parts, f"//w:footerReference[@w:type='{kind}']/@r:id")
        footer = f"word/{relations[key]}"
        assert one(parts, "//w:pStyle/@w:val", footer) == style
        assert "PAGE" in "".join(parts.values("//w:instrText/text()", footer))
        assert "".join(parts.values("//w:t/text()", footer)) == "— 1 —"
    for style, side in (("PageNumberOdd", "right"), ("PageNumberEven", "left")):
        assert one(parts, f"//w:style[@w:styleId='{style}']//w:jc/@w:val", "word/styles.xml") == side


def test_a_wide_table_turns_the_page_and_keeps_the_number_at_the_portraits_foot():
    parts = packed(sheet([Paragraph(("前。",)), WIDE, Paragraph(("后。",))]))
    assert parts.values("//w:pgSz/@w:orient") == ["landscape"]
    assert [(each.get(each.keys()[0]), each.get(each.keys()[1])) for each in parts.find("//w:pgSz")] == [
        ("11906", "16838"),
        ("16838", "11906"),
        ("11906", "16838"),
    ]
    turned = [name for name in parts.names() if "header" in name and b"wps:wsp" in parts.package.read(name)]
    assert len(turned) == 2
    for name in turned:
        assert one(parts, "//wps:bodyPr/@vert", name) == "vert"
        across = int(one(parts, "//wp:positionH/wp:posOffset/text()", name)) / 36000
        assert across < 35 - 7 + 3  # millimetres: in the margin left of the landscape type area


def test_two_wide_tables_in_a_row_share_one_turned_section():
    parts = packed(sheet([WIDE, WIDE]))
    assert parts.values("//w:pgSz/@w:orient") == ["landscape"]


def test_the_red_rule_and_the_mark_are_the_only_red():
    parts = packed(sheet([Paragraph(("正文。",))]))
    assert one(parts, "//w:pBdr/w:bottom/@w:color") == "FF0000"
    red = parts.values("//w:style[.//w:color/@w:val='FF0000']/@w:styleId", "word/styles.xml")
    assert set(red) == {"Mark", "MarkFirst"}


def test_an_upward_document_names_its_signer_beside_the_number():
    upward = packed(sheet(is_upward=True, signer="张三", document_number="云工〔2023〕4号"))
    text = "".join(upward.values("//w:t/text()"))
    assert "云工〔2023〕4号签发人：张三" in text
    downward = packed(sheet(document_number="云工〔2023〕4号"))
    assert "签发人" not in "".join(downward.values("//w:t/text()"))


def test_a_document_not_yet_numbered_keeps_a_place_for_its_number():
    parts = packed(sheet())
    assert parts.find("//w:sdt[w:sdtPr/w:tag/@w:val='slot:document_number']/w:sdtPr/w:showingPlcHdr")


def test_headings_are_numbered_by_their_place():
    parts = packed(
        sheet(
            [
                Heading(1, ("甲",)),
                Heading(2, ("乙",)),
                Heading(2, ("丙",)),
                Heading(1, ("丁",)),
                Heading(2, ("戊",)),
            ]
        )
    )
    found = [
        "".join(each.itertext())
        for each in parts.find("//w:p[starts-with(w:pPr/w:pStyle/@w:val, 'Heading')]")
    ]
    assert found == ["一、甲", "（一）乙", "（二）丙", "二、丁", "（一）戊"]


def test_headings_of_lower_levels_count_in_arabic():
    numerals = Numerals()
    assert [numerals.next(level) for level in (1, 2, 3, 3, 4, 3)] == [
        "一、",
        "（一）",
        "1. ",
        "2. ",
        "（1）",
        "3. ",
    ]
    assert [chinese_numeral(each) for each in (1, 10, 11, 20, 99)] == ["一", "十", "十一", "二十", "九十九"]


def test_a_heading_never_stands_alone_at_the_foot_of_a_page():
    parts = packed(sheet())
    for level in range(1, 5):
        assert parts.find(f"//w:style[@w:styleId='Heading{level}']//w:keepNext", "word/styles.xml")


def test_a_slot_shows_its_prompt_until_the_office_fills_it():
    empty = packed(sheet([Slot("highlights", "特色", "写经验")]))
    assert "【待填：写经验】" in "".join(empty.values("//w:t/text()"))
    filled = packed(sheet([Slot("highlights", "特色", "写经验", "第一段。\n\n第二段。")]))
    assert filled.values("//w:sdt[w:sdtPr/w:tag/@w:val='slot:highlights']//w:t/text()") == [
        "第一段。",
        "第二段。",
    ]
    assert not filled.find("//w:sdt[w:sdtPr/w:tag/@w:val='slot:highlights']/w:sdtPr/w:showingPlcHdr")


def test_words_with_characters_that_xml_cannot_carry_are_written_without_them():
    parts = packed(sheet([Slot("a", '甲<&"', "写", "粘贴\x01来的<b>字\x00")]))
    assert parts.values("//w:sdt[w:sdtPr/w:tag/@w:val='slot:a']//w:t/text()") == ["粘贴来的<b>字"]


def test_annexes_are_listed_and_each_begins_its_own_page():
    parts = packed(
        sheet([Paragraph(("正文。",))], [Annex("甲表", (Paragraph(("一",)),)), Annex("乙表", (WIDE,))])
    )
    listed = ["".join(each.itertext()) for each in parts.find("//w:p[w:pPr/w:pStyle/@w:val='AnnexList']")]
    assert listed == ["附件：1.甲表", "2.乙表"]
    marks = ["".join(each.itertext()) for each in parts.find("//w:p[w:pPr/w:pStyle/@w:val='AnnexMark']")]
    assert marks == ["附件1", "附件2"]
    assert len(parts.find("//w:p[w:pPr/w:pStyle/@w:val='AnnexMark' and w:pPr/w:pageBreakBefore]")) == 1


def test_a_single_annex_is_not_numbered():
    parts = packed(sheet([Paragraph(("正文。",))], [Annex("甲表", (Paragraph(("一",)),))]))
    listed = ["".join(each.itertext()) for each in parts.find("//w:p[w:pPr/w:pStyle/@w:val='AnnexList']")]
    assert listed == ["附件：甲表"]


def test_the_date_has_no_leading_zeros():
    parts = packed(sheet(imprint=Imprint("云南省总工会办公室", date(2024, 1, 5), "省委办公厅")))
    text = "".join(parts.values("//w:t/text()"))
    assert "2023年12月31日" in text
    assert "2024年1月5日印发" in text
    assert "抄送：省委办公厅。" in text


def test_the_imprint_has_rules_of_the_standards_widths():
    parts = packed(sheet(imprint=Imprint("云南省总工会办公室", date(2024, 1, 5), "省委办公厅")))
    borders = "//w:txbxContent//w:tblBorders"
    assert one(parts, f"{borders}/w:top/@w:sz") == one(parts, f"{borders}/w:bottom/@w:sz") == "8"
    assert one(parts, f"{borders}/w:insideH/@w:sz") == "6"
    assert one(parts, "//wp:positionV[ancestor::w:body]/wp:align/text()") == "bottom"


def test_equal_input_gives_equal_bytes():
    given = sheet([Paragraph(("正文。",)), WIDE])
    assert packed(given).package.fp.getvalue() == packed(given).package.fp.getvalue()  # type: ignore[union-attr]
