from yunjiang.documents.layout.blocks import Align, Band, Column, Table

from .laid import packed, sheet

COLUMNS = (Column("序号", 1, Align.MIDDLE), Column("指标", 4), Column("完成值", 2, Align.NUMBER))
ROWS = (Band(("约束性指标",)), (("1",), ("技能人才总量",), ("541.28",)), (("2",), ("首席技师",), ("…",)))


def test_the_caption_stands_above_and_the_notes_below():
    parts = packed(sheet([Table("主要指标", COLUMNS, ROWS, unit="万人", notes=(("注：甲。",),))]))
    body = parts.xml()[0]
    order = [
        each.tag.rpartition("}")[2] if each.tag.endswith("tbl") else "".join(each.itertext()) for each in body
    ]
    table = order.index("tbl")
    assert order[table - 2 : table] == ["表1  主要指标", "单位：万人"]
    assert order[table + 1] == "注：甲。"


def test_the_header_repeats_and_rows_stay_whole():
    parts = packed(sheet([Table("主要指标", COLUMNS, ROWS)]))
    rows = parts.find("//w:tbl/w:tr")
    assert len(rows) == 4
    assert len(parts.find("//w:tbl/w:tr[w:trPr/w:cantSplit]")) == 4
    assert len(parts.find("//w:tbl/w:tr[w:trPr/w:tblHeader]")) == 1


def test_numbers_stand_right_and_words_left():
    parts = packed(sheet([Table("主要指标", COLUMNS, ROWS)]))
    styles = parts.values("(//w:tbl/w:tr)[3]//w:pStyle/@w:val")
    assert styles == ["TableMiddle", "TableText", "TableNumber"]
    assert parts.values("//w:style[@w:styleId='TableNumber']//w:jc/@w:val", "word/styles.xml") == ["right"]


def test_rules_are_thin_all_round():
    parts = packed(sheet([Table("主要指标", COLUMNS, ROWS)]))
    assert set(parts.values("//w:tblBorders/*/@w:sz")) == {"4"}
    assert len(parts.find("//w:tblBorders/*")) == 6


def test_columns_fill_the_type_area_exactly():
    parts = packed(sheet([Table("主要指标", COLUMNS, ROWS), Table("宽", COLUMNS, ROWS, is_wide=True)]))
    grids = [
        [int(w) for w in each.xpath("w:gridCol/@w:w", namespaces=each.nsmap)]
        for each in parts.find("//w:tblGrid")
    ]
    assert [sum(grid) for grid in grids] == [8844, 12756]


def test_a_band_spans_all_columns():
    parts = packed(sheet([Table("主要指标", COLUMNS, ROWS)]))
    assert parts.values("//w:gridSpan/@w:val") == ["3"]


def test_the_last_row_stays_with_the_notes():
    parts = packed(sheet([Table("主要指标", COLUMNS, ROWS, notes=(("注：甲。",),))]))
    assert parts.find("(//w:tbl/w:tr)[last()]//w:keepNext")
    assert not packed(sheet([Table("主要指标", COLUMNS, ROWS)])).find("(//w:tbl/w:tr)[last()]//w:keepNext")


def test_tables_are_numbered_through_the_document():
    parts = packed(sheet([Table("甲", COLUMNS, ROWS), Table("乙", COLUMNS, ROWS)]))
    captions = ["".join(each.itertext()) for each in parts.find("//w:p[w:pPr/w:pStyle/@w:val='Caption']")]
    assert captions == ["表1  甲", "表2  乙"]
