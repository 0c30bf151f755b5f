from decimal import Decimal

import python_calamine

from yunjiang.documents.layout.blocks import Bar, BarChart, TrendChart, TrendPoint
from yunjiang.documents.number import Address, Number, What

from .laid import packed, sheet


def number(value: str, unit: str = "%") -> Number:
    return Number(value, Decimal(value), unit, 1, Address(What.COURSE_DONE))


BARS = BarChart(
    "各州（市）完成进度",
    [
        Bar("昆明", number("62.5"), number("60")),
        Bar("曲靖", None, number("60")),
        Bar("玉溪", number("104"), number("60")),
    ],
)
TREND = TrendChart(
    "进展",
    [
        TrendPoint("2021年末", number("2100"), number("3000")),
        TrendPoint("2022年末", number("5120"), number("6000")),
        TrendPoint("2023年末", None, number("9000"), number("7000")),
    ],
    "件",
)


def relations(parts, name):
    return {each.get("Id"): each for each in parts.xml(name)}


def test_a_chart_is_a_native_part_with_its_workbook():
    parts = packed(sheet([BARS]))
    key = parts.values("//c:chart/@r:id")[0]
    chart = relations(parts, "word/_rels/document.xml.rels")[key]
    assert chart.get("Type").endswith("/chart")
    assert chart.get("Target") == "charts/chart1.xml"
    workbook = relations(parts, "word/charts/_rels/chart1.xml.rels")
    external = parts.values("//c:externalData/@r:id", "word/charts/chart1.xml")[0]
    assert workbook[external].get("Target") == "../embeddings/Microsoft_Excel_Sheet1.xlsx"
    types = parts.package.read("[Content_Types].xml").decode()
    assert "drawingml.chart+xml" in types
    assert "spreadsheetml.sheet" in types
    assert not [name for name in parts.names() if name.endswith((".png", ".jpeg", ".emf"))]


def test_the_workbook_holds_what_the_chart_draws():
    parts = packed(sheet([BARS]))
    book = python_calamine.CalamineWorkbook.from_filelike(
        parts.package.open("word/embeddings/Microsoft_Excel_Sheet1.xlsx")
    )
    rows = book.get_sheet_by_index(0).to_python()
    assert rows == [
        ["", "完成进度", "应达进度"],
        ["昆明", 62.5, 60.0],
        ["曲靖", "", 60.0],
        ["玉溪", 104.0, 60.0],
    ]
    assert parts.values("//c:ser[1]/c:val//c:pt/c:v/text()", "word/charts/chart1.xml") == ["62.5", "104"]
    assert parts.values("//c:ser[1]/c:val//c:f/text()", "word/charts/chart1.xml") == ["Sheet1!$B$2:$B$4"]
    assert parts.values("//c:ser[1]/c:cat//c:pt/c:v/text()", "word/charts/chart1.xml") == [
        "昆明",
        "曲靖",
        "玉溪",
    ]


def test_what_is_not_known_leaves_a_gap_and_not_a_zero():
    parts = packed(sheet([BARS]))
    assert parts.values("//c:ser[1]/c:val//c:pt/@idx", "word/charts/chart1.xml") == ["0", "2"]
    assert parts.values("//c:dispBlanksAs/@val", "word/charts/chart1.xml") == ["gap"]


def test_charts_are_flat_grey_and_labelled():
    parts = packed(sheet([BARS, TREND]))
    for name in ("word/charts/chart1.xml", "word/charts/chart2.xml"):
        assert not parts.find("//c:view3D | //c:bar3DChart | //c:line3DChart", name)
        colors = set(parts.values("//a:srgbClr/@val", name))
        assert all(color[:2] == color[2:4] == color[4:] for color in colors), colors
        assert "1" in parts.values("//c:dLbls//c:showVal/@val", name)
    assert set(parts.values("//c:ser//a:prstDash/@val", "word/charts/chart2.xml")) == {"dash", "sysDot"}


def test_bars_stand_in_the_order_given_from_the_top():
    parts = packed(sheet([BARS]))
    assert parts.values("//c:catAx/c:scaling/c:orientation/@val", "word/charts/chart1.xml") == ["maxMin"]


def test_the_forecast_begins_where_the_actual_course_ends():
    parts = packed(sheet([TREND]))
    forecast = "//c:ser[c:tx//c:v='预计']/c:val//c:pt"
    assert parts.values(f"{forecast}/@idx", "word/charts/chart1.xml") == ["1", "2"]
    assert parts.values(f"{forecast}/c:v/text()", "word/charts/chart1.xml") == ["5120", "7000"]


def test_the_caption_stands_below():
    parts = packed(sheet([BARS]))
    texts = [(each.tag, "".join(each.itertext())) for each in parts.xml()[0]]
    drawn = next(
        order
        for order, each in enumerate(parts.xml()[0])
        if each.xpath(
            ".//c:chart", namespaces={"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
        )
    )
    assert texts[drawn + 1][1] == "图1  各州（市）完成进度"


def test_large_values_are_drawn_in_wan():
    chart = TrendChart(
        "进展",
        [TrendPoint("2022年末", number("1000000", "人")), TrendPoint("2023年末", number("5412800", "人"))],
        "万人",
        10_000,
    )
    parts = packed(sheet([chart]))
    assert parts.values("//c:ser[1]/c:val//c:v/text()", "word/charts/chart1.xml") == ["100", "541.28"]


def test_equal_charts_give_equal_workbooks():
    first, second = packed(sheet([BARS])), packed(sheet([BARS]))
    name = "word/embeddings/Microsoft_Excel_Sheet1.xlsx"
    assert first.package.read(name) == second.package.read(name)
