"""Importing files: everything in a file is posted, or nothing and every problem is told with its row and column."""

import csv
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from tests import journal

from yunjiang.ledger import intake, posting, queries
from yunjiang.ledger.intake import Outcome, problems, sheets, xlsx_files
from yunjiang.ledger.models import Batch, Entry, Measure, Person, Posting
from yunjiang.ledger.seal import verify
from yunjiang.organizations import services
from yunjiang.organizations.models import Organization

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]

HEADING = "measure,organization,date,quantity"


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def write(text: str, heading: str = HEADING, name: str = "return.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes((heading + "\n" + text if heading else text).encode(encoding))
        return path

    return write


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    def write(rows: list[list[Any]], name: str = "return.xlsx", **options: Any) -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd", **options}) as book:
            page = book.add_worksheet("数据")
            for place, row in enumerate(rows):
                for column, value in enumerate(row):
                    if callable(value):
                        value(book, page, place, column)
                    elif value is not None:
                        page.write(place, column, value)
        return path

    return write


def load(path: Path, **options: Any) -> Outcome:
    return intake.import_file(path, **({"data_set": "operational", "by": "li"} | options))


def found(path: Path, **options: Any) -> list[tuple[int | None, str, str]]:
    """Every problem as (row, column, code); nothing was posted, and each can be told in a sentence."""
    outcome = load(path, **options)
    assert outcome.batch is None
    assert not Batch.objects.exists()
    for problem in outcome.problems:
        assert problem.placed()
        assert "%(" not in problem.placed()
    return [(problem.row, problem.column, problem.code) for problem in outcome.problems]


def only() -> Entry:
    return Entry.objects.select_related("measure", "organization", "breakdown", "posting").get()


# --- what comes in


@pytest.mark.postgres
def test_it_works(file: Callable[..., Path]) -> None:
    path = file("trained,五华,2024-03-31,12\noutput,大理,2024-Q1,3.50\n")
    outcome = load(path)
    assert outcome.problems == ()
    assert (outcome.row_count, outcome.posted_count, outcome.entry_count) == (2, 2, 2)
    assert outcome.batch is not None
    assert outcome.batch.title == "return.csv"
    assert outcome.batch.reason.startswith("SM3 ")
    trained, output = Entry.objects.order_by("id")
    assert (trained.quantity, trained.since_on, trained.happened_on) == (12, None, date(2024, 3, 31))
    assert (output.quantity, output.since_on, output.happened_on) == (
        350,
        date(2024, 1, 1),
        date(2024, 3, 31),
    )
    assert trained.posting.evidence == {"file": "return.csv", "row": 2}
    assert verify() == []


@pytest.mark.postgres
def test_the_same_file_again_changes_nothing_whatever_its_name(file: Callable[..., Path]) -> None:
    text = "trained,五华,2024-03-31,12\ntrained,盘龙,2024-03-31,7\n"
    load(file(text))
    outcome = load(file(text, name="again.csv"))
    assert (outcome.batch, outcome.unchanged_count) == (None, 2)


@pytest.mark.postgres
def test_a_corrected_file_supersedes_what_it_corrects(file: Callable[..., Path]) -> None:
    load(file("trained,五华,2024-03-31,12\ntrained,盘龙,2024-03-31,7\n"))
    outcome = load(file("trained,五华,2024-03-31,13\ntrained,盘龙,2024-03-31,7\n", name="corrected.csv"))
    assert (outcome.posted_count, outcome.unchanged_count, outcome.reversed_count) == (1, 1, 1)
    assert sum(entry.quantity * entry.weight for entry in Entry.objects.all()) == 20


@pytest.mark.postgres
def test_every_column(file: Callable[..., Path]) -> None:
    heading = "序号,计量项,填报单位,起始日期,截止日期,数量,计量单位,sex,来源,版本,渠道,界限,备注"
    row = "1,trained,五华,2024-01-05,2024年3月9日,1.2,万人次,F,return:7,3,台账,≥,第一批"
    assert load(file(row, heading)).problems == ()
    entry = only()
    assert (entry.quantity, entry.bound, entry.breakdown.key) == (12000, "at_least", "sex=F")
    assert (entry.since_on, entry.happened_on) == (date(2024, 1, 5), date(2024, 3, 9))
    assert (entry.posting.source, entry.posting.revision, entry.posting.channel) == (
        "return:7",
        3,
        "evidenced",
    )
    assert entry.posting.evidence == {"file": "return.csv", "note": "第一批", "row": 2}


def test_rows_of_one_source_are_one_record(file: Callable[..., Path]) -> None:
    path = file(
        "trained,五华,2024-03-31,1,F,r:1\ntrained,盘龙,2024-03-31,2,,r:2\ntrained,五华,2024-03-31,3,M,r:1\n",
        HEADING + ",sex,source",
    )
    assert load(path).posted_count == 2
    assert Posting.objects.get(source="r:1").entries.count() == 2
    assert Posting.objects.get(source="r:1").evidence == {"file": "return.csv", "rows": [2, 4]}


@pytest.mark.postgres
def test_a_file_and_a_record_say_the_same_in_the_same_way(file: Callable[..., Path]) -> None:
    path = file("trained,五华,2024-Q1,12,F,≈,r:1\n", HEADING + ",sex,bound,source")
    load(path)
    unit = Organization.objects.get(key="五华").pk
    line = posting.Line(
        "trained", unit, date(2024, 3, 31), 12, date(2024, 1, 1), breakdown={"sex": "F"}, bound="about"
    )
    receipt = posting.post([posting.Record("r:1", [line])], data_set="operational", by="li", title="t")
    assert (receipt.batch, receipt.unchanged_count) == (None, 1)


@pytest.mark.postgres
def test_persons_come_in_by_digest_and_do_not_stand_in_the_source(file: Callable[..., Path]) -> None:
    path = file(
        "graduates,五华,2024-05-04,1,53010219900101123x\n"
        "graduates,盘龙,2024-05-04,1,５３０１０２19900101123X\n"
        "graduates,盘龙,2024-05-04,1,530102199001015678\n",
        HEADING + ",身份证号",
    )
    assert load(path).problems == ()
    assert Person.objects.count() == 2
    assert not Posting.objects.filter(source__contains="530102").exists()


def test_units_are_found_by_code_name_and_the_code_of_the_day(file: Callable[..., Path]) -> None:
    organization = Organization.objects.get(key="祥云")
    services.recode(organization, on=date(2022, 1, 1), code="532923")
    path = file("trained,532923,2024-03-31,1\ntrained,祥云,2021-03-31,2\ntrained, 祥云 ,2024-04-30,3\n")
    assert load(path).problems == ()
    assert set(Entry.objects.values_list("organization", flat=True)) == {organization.pk}


def test_a_measure_may_be_named_by_its_name(file: Callable[..., Path]) -> None:
    Measure.objects.filter(code="trained").update(name="职工培训")
    load(file("职工培训,五华,2024-03-31,1\n"))
    assert only().measure.code == "trained"


def test_dimension_values_may_be_named_by_their_label(file: Callable[..., Path]) -> None:
    journal.ledger_measures.declare(
        [], dimensions=[journal.DeclaredDimension("sex", (("F", "女"), ("M", "男")), "性别")]
    )
    load(file("trained,五华,2024-03-31,1,女\n", HEADING + ",性别"))
    assert only().breakdown.key == "sex=F"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(file: Callable[..., Path], encoding: str) -> None:
    load(file("trained,五华,2024-03-31,12\n", "计量项,机构,日期,数量", encoding=encoding))
    assert only().quantity == 12


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_and_quotes(file: Callable[..., Path], delimiter: str) -> None:
    text = 'trained,"五华","2024-03-31","1,234"\r\n'.replace(",", delimiter).replace(
        f"1{delimiter}234", "1,234"
    )
    load(file(text, HEADING.replace(",", delimiter)))
    assert only().quantity == 1234


def test_titles_above_blank_rows_between_and_short_rows(file: Callable[..., Path]) -> None:
    path = file(
        "云南省培训情况表,,,\n,,,\n单位：人次\n"
        + HEADING
        + "\n\ntrained,五华,2024-03-31,12\n,,,\n\ntrained,盘龙,2024-03-31,x\n",
        "",
    )
    assert found(path) == [(9, "quantity", "quantity_unreadable")]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-03-31", "2024-03-31", "2024-03-31"),
        ("2024/3/31", "2024-03-31", "2024-03-31"),
        ("2024.3.31", "2024-03-31", "2024-03-31"),
        ("2024年3月31日", "2024-03-31", "2024-03-31"),
        ("２０２４年３月３１日", "2024-03-31", "2024-03-31"),
        ("20240331", "2024-03-31", "2024-03-31"),
        ("2024-03-31 00:00:00", "2024-03-31", "2024-03-31"),
        ("2024-03-31T08:30", "2024-03-31", "2024-03-31"),
        ("2024-03", "2024-03-01", "2024-03-31"),
        ("2024年2月", "2024-02-01", "2024-02-29"),
        ("2024年2月份", "2024-02-01", "2024-02-29"),
        ("202402", "2024-02-01", "2024-02-29"),
        ("2024-Q2", "2024-04-01", "2024-06-30"),
        ("2024年第二季度", "2024-04-01", "2024-06-30"),
        ("2024年4季度", "2024-10-01", "2024-12-31"),
        ("2024-H2", "2024-07-01", "2024-12-31"),
        ("2024年上半年", "2024-01-01", "2024-06-30"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024年", "2024-01-01", "2024-12-31"),
        ("2024年度", "2024-01-01", "2024-12-31"),
        ("2024-01-05..2024-02-09", "2024-01-05", "2024-02-09"),
        ("2024年1月5日至2024年2月9日", "2024-01-05", "2024-02-09"),
        ("2024年1月～2024年2月", "2024-01-01", "2024-02-29"),
    ],
)
def test_days_and_periods_as_people_write_them(
    file: Callable[..., Path], text: str, first: str, last: str
) -> None:
    assert load(file(f"trained,五华,{text},1\n")).problems == ()
    entry = only()
    assert (str(entry.since_on or entry.happened_on), str(entry.happened_on)) == (first, last)


def test_a_level_of_a_period_is_what_stood_at_its_end(file: Callable[..., Path]) -> None:
    load(file("skilled,五华,2024年,1\n"))
    assert (only().since_on, only().happened_on) == (None, date(2024, 12, 31))


@pytest.mark.parametrize(
    ("measure", "text", "units", "bound"),
    [
        ("trained", "12", 12, "exact"),
        ("trained", "０", 0, "exact"),
        ("trained", "-5", -5, "exact"),
        ("trained", "1,234,567", 1234567, "exact"),
        ("trained", "１，２３４", 1234, "exact"),
        ("trained", "12.0", 12, "exact"),
        ("trained", "541.28万", 5412800, "exact"),
        ("trained", "541.28 万人次", 5412800, "exact"),
        ("trained", "1.5亿", 150_000_000, "exact"),
        ("trained", "12人次", 12, "exact"),
        ("trained", "超600万", 6_000_000, "at_least"),
        ("trained", "600余万人次", 6_000_000, "at_least"),
        ("trained", "3万人次以上", 30_000, "at_least"),
        ("trained", "不足30", 30, "at_most"),
        ("trained", "≤30", 30, "at_most"),
        ("trained", "近12万", 120_000, "about"),
        ("trained", "约５０左右", 50, "about"),
        ("output", "0.1", 10, "exact"),
        ("output", "-0.05", -5, "exact"),
        ("output", "12.30", 1230, "exact"),
        ("output", "1.234万元", 1234000, "exact"),
        ("output", "999999999999999.99", 99999999999999999, "exact"),
        ("rate", "95.5%", 955, "exact"),
        ("rate", "９５％", 950, "exact"),
        ("rate", "95.5", 955, "exact"),
    ],
)
def test_quantities_as_people_write_them(
    file: Callable[..., Path], measure: str, text: str, units: int, bound: str
) -> None:
    assert load(file(f'{measure},五华,2024-03-31,"{text}"\n')).problems == ()
    assert (only().quantity, only().bound) == (units, bound)


def test_parquet_with_typed_columns(tmp_path: Path) -> None:
    table = pa.table(
        {
            "measure": pa.array(["trained", "output", "output"]).dictionary_encode(),
            "organization": ["五华", "大理", "五华"],
            "date": pa.array([date(2024, 3, 31), date(2024, 3, 31), None]),
            "until": pa.array([None, None, datetime(2024, 6, 30)], pa.timestamp("us")),
            "quantity": pa.array([Decimal("12"), Decimal("3.50"), Decimal("0.30")]),
            "revision": pa.array([1, None, 2], pa.int32()),
        }
    )
    path = tmp_path / "return.parquet"
    pq.write_table(table, path)
    assert load(path).problems == ()
    assert sorted(Entry.objects.values_list("quantity", flat=True)) == [12, 30, 350]
    floats = table.set_column(4, "quantity", pa.array([12.0, 0.1 + 0.2, 3.5])).drop_columns("revision")
    pq.write_table(floats, path)
    assert load(path).problems == ()
    assert Entry.objects.filter(weight=1).latest("id").quantity == 350


# --- workbooks


def percent(value: float, shown: str = "0.0%") -> Callable[..., None]:
    return lambda book, page, row, column: page.write_number(
        row, column, value, book.add_format({"num_format": shown})
    )


def formula(value: Any, text: str = "=1+1") -> Callable[..., None]:
    return lambda book, page, row, column: page.write_formula(row, column, text, None, value)


HEADINGS = ["measure", "organization", "date", "quantity"]


def test_a_workbook(workbook: Callable[..., Path]) -> None:
    path = workbook(
        [
            ["培训情况"],
            [],
            HEADINGS,
            ["trained", "五华", date(2024, 3, 31), 12],
            ["output", "大理", "2024-Q1", 0.1 + 0.2],
            ["trained", "盘龙", datetime(2024, 3, 31), formula(7)],
            [],
            ["trained", "祥云", 20240331, "１，２００"],
        ]
    )
    outcome = load(path)
    assert outcome.problems == ()
    assert [entry.quantity for entry in Entry.objects.order_by("id")] == [12, 30, 7, 1200]
    assert Posting.objects.earliest("id").evidence == {"file": "return.xlsx", "row": 4, "sheet": "数据"}


@pytest.mark.parametrize("from_1904", [False, True])
def test_days_follow_the_workbooks_own_count(workbook: Callable[..., Path], from_1904: bool) -> None:
    serial = (date(2024, 3, 31) - (date(1904, 1, 1) if from_1904 else date(1899, 12, 30))).days
    path = workbook(
        [HEADINGS, ["trained", "五华", date(2024, 3, 31), 1], ["trained", "盘龙", serial, 1]],
        date_1904=from_1904,
    )
    assert load(path).problems == ()
    assert set(Entry.objects.values_list("happened_on", flat=True)) == {date(2024, 3, 31)}


def test_a_number_shown_as_a_percentage_is_one(workbook: Callable[..., Path]) -> None:
    path = workbook([HEADINGS, ["rate", "五华", "2024-03-31", percent(0.955)]])
    assert load(path).problems == ()
    assert only().quantity == 955


def test_a_table_that_does_not_begin_in_the_first_column(workbook: Callable[..., Path]) -> None:
    path = workbook(
        [[], [None, None, *HEADINGS], [None, None, "rate", "五华", "2024-03-31", percent(0.955, "0%")]]
    )
    assert load(path).problems == ()
    assert only().quantity == 955
    path = workbook([[], [None, None, *HEADINGS], [None, None, "rate", "五华", "2024-03-31", formula("")]])
    assert [problem.code for problem in load(path).problems] == ["formula_without_value"]


def test_cells_that_do_not_hold_what_somebody_typed(workbook: Callable[..., Path]) -> None:
    path = workbook(
        [
            [*HEADINGS, "person"],
            ["trained", "五华", "2024-03-31", formula("")],
            ["trained", "五华", "2024-03-31", formula("#DIV/0!", "=1/0")],
            ["graduates", "五华", "2024-03-31", 1, 530102199001011234],
            ["trained", "五华", "2024-03-31", percent(0.5, "0%")],
            ["trained", "五华", "2024-03-31", 1234567890123456789],
        ]
    )
    assert found(path) == [
        (2, "quantity", "formula_without_value"),
        (3, "quantity", "error_value"),
        (4, "person", "person_as_number"),
        (5, "quantity", "percent_sign"),
        (6, "quantity", "quantity_scientific"),
    ]


def test_merged_cells(workbook: Callable[..., Path]) -> None:
    def merge(book: Any, page: Any, row: int, column: int) -> None:
        page.merge_range(row, column, row + 1, column, "五华")

    path = workbook(
        [
            HEADINGS,
            ["trained", merge, "2024-03-31", 1],
            ["trained", None, "2024-04-30", 1],
        ]
    )
    assert found(path) == [(2, "organization", "cell_merged"), (3, "organization", "cell_missing")]


def test_another_sheet_can_be_named(workbook: Callable[..., Path]) -> None:
    path = workbook([HEADINGS, ["trained", "五华", "2024-03-31", 1]])
    assert found(path, sheet_name="汇总") == [(None, "", "sheet_missing")]
    assert load(path, sheet_name="数据").problems == ()


# --- what is refused


def test_every_problem_is_told_with_its_row_and_column(file: Callable[..., Path]) -> None:
    heading = "计量项,机构,日期,数量,人员,sex,版本"
    path = file(
        "nothing,五华,2024-03-31,1,,,\n"
        "trained,火星,2024-13-31,x,,,\n"
        "trained,五华,2024-03-31,1,张三,X,0\n"
        "graduates,五华,,1.5,,F,\n"
        ",,,,,M,\n",
        heading,
    )
    assert found(path) == [
        (2, "计量项", "unknown_measure"),
        (3, "机构", "organization_unknown"),
        (3, "日期", "not_a_day"),
        (3, "数量", "quantity_unreadable"),
        (4, "人员", "person_forbidden"),
        (4, "sex", "unknown_dimension_value"),
        (4, "版本", "bad_revision"),
        (5, "日期", "cell_missing"),
        (5, "数量", "quantity_too_fine"),
        (5, "人员", "person_missing"),
        (5, "sex", "unknown_dimension"),
        (6, "计量项", "cell_missing"),
        (6, "机构", "cell_missing"),
        (6, "日期", "cell_missing"),
        (6, "数量", "cell_missing"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31/3/2024", "day_ambiguous"),
        ("3/4/2024", "day_ambiguous"),
        ("24.3.31", "day_ambiguous"),
        ("24年3月31日", "day_ambiguous"),
        ("45382", "day_is_a_number"),
        ("2024-02-30", "not_a_day"),
        ("2024-13", "not_a_day"),
        ("昨天", "not_a_day"),
        ("0001-01-01", "day_out_of_range"),
        ("2024-03-31..2024-03-01", "not_a_day"),
        ("1940-01-01", "organization_not_open"),
    ],
)
def test_a_day_is_refused(file: Callable[..., Path], text: str, code: str) -> None:
    assert [each for _, _, each in found(file(f"trained,五华,{text},1\n"))] == [code]


@pytest.mark.parametrize(
    ("measure", "text", "code"),
    [
        ("trained", "-", "quantity_missing"),
        ("trained", "—", "quantity_missing"),
        ("trained", "无", "quantity_missing"),
        ("trained", "N/A", "quantity_missing"),
        ("trained", "三百", "quantity_unreadable"),
        ("trained", "(1234)", "quantity_unreadable"),
        ("trained", "1,2345", "quantity_separators"),
        ("trained", "12,34", "quantity_separators"),
        ("trained", "1.2E+5", "quantity_scientific"),
        ("trained", "95%", "percent_sign"),
        ("trained", "12万元", "unit_differs"),
        ("trained", "12人", "unit_differs"),
        ("trained", "1.5", "quantity_too_fine"),
        ("trained", "0.123456789012", "quantity_too_fine"),
        ("output", "0.001", "quantity_too_fine"),
        ("output", "99999999999999999999", "quantity_too_large"),
        ("trained", "1" * 60, "quantity_too_large"),
    ],
)
def test_a_quantity_is_refused(file: Callable[..., Path], measure: str, text: str, code: str) -> None:
    assert [each for _, _, each in found(file(f'{measure},五华,2024-03-31,"{text}"\n'))] == [code]


def test_a_number_of_ten_thousands_of_ten_thousands_is_ambiguous(file: Callable[..., Path]) -> None:
    journal.measures("invested · flow · 万元")
    assert found(file("invested,五华,2024-03-31,3.5万\n")) == [(2, "quantity", "unit_differs")]
    load(file("invested,五华,2024-03-31,35万元\n"))
    assert only().quantity == 35


@pytest.mark.parametrize(
    ("heading", "row", "column", "code"),
    [
        ("bound", "roughly", "bound", "unknown_bound"),
        ("channel", "told", "channel", "unknown_channel"),
        ("source", "x" * 201, "source", "bad_source"),
        ("revision", "1.5", "revision", "bad_revision"),
        ("unit", "人", "quantity", "unit_differs"),
        ("since", "2024-01-01", "date", "days_contradict"),
    ],
)
def test_another_cell_is_refused(
    file: Callable[..., Path], heading: str, row: str, column: str, code: str
) -> None:
    assert found(file(f"trained,五华,2024-03-31,1,{row}\n", f"{HEADING},{heading}")) == [(2, column, code)]


def test_bounds_that_contradict_each_other(file: Callable[..., Path]) -> None:
    path = file("trained,五华,2024-03-31,超600,≤\n", HEADING + ",bound")
    assert found(path) == [(2, "quantity", "bound_contradicts")]


def test_days_out_of_order(file: Callable[..., Path]) -> None:
    path = file("trained,五华,2024-04-01,2024-03-31,1\n", "measure,organization,since,until,quantity")
    assert found(path) == [(2, "since", "days_out_of_order")]


def test_an_ambiguous_unit_is_told_with_the_candidates(file: Callable[..., Path]) -> None:
    for code, parent in (("1", "昆明"), ("2", "大理")):
        services.open_organization(
            f"park-{code}",
            on=journal.FIRST_DAY,
            kind="enterprise",
            code=code,
            name="园区",
            short_name="园区",
            parent=Organization.objects.get(key=parent),
        )
    outcome = load(file("trained,园区,2024-03-31,1\n"))
    assert [problem.code for problem in outcome.problems] == ["organization_ambiguous"]
    assert "园区 (1)" in outcome.problems[0].sentence()


def test_rows_that_count_the_same(file: Callable[..., Path]) -> None:
    text = "trained,五华,2024-03-31,1\ntrained,盘龙,2024-03-31,2\ntrained,五华,2024/3/31,5\n"
    assert found(file(text)) == [(4, "", "row_twice")]
    with_sources = "trained,五华,2024-03-31,1,a:1\ntrained,五华,2024/3/31,5,a:2\n"
    assert load(file(with_sources, HEADING + ",source")).posted_count == 2


def test_rows_of_a_source_that_do_not_agree(file: Callable[..., Path]) -> None:
    text = "trained,五华,2024-03-31,1,a:1,1\ntrained,盘龙,2024-03-31,2,a:1,2\n"
    assert found(file(text, HEADING + ",source,revision")) == [(3, "source", "source_divided")]


@pytest.mark.postgres
def test_what_the_ledger_refuses_is_told_by_row(file: Callable[..., Path]) -> None:
    heading = HEADING + ",source,revision"
    load(file("trained,五华,2024-03-31,1,a:1,1\n", heading))
    outcome = load(file("trained,盘龙,2024-03-31,1,b:1,1\ntrained,五华,2024-03-31,2,a:1,1\n", heading))
    assert [(problem.row, problem.column, problem.code) for problem in outcome.problems] == [
        (3, "source", "revision_conflict")
    ]
    assert outcome.batch is None
    assert queries.position() == 1


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("measure,organization,date", [(1, "", "column_missing")]),
        ("measure,organization,quantity", [(1, "", "column_missing")]),
        ("organization,date", [(1, "", "column_missing"), (1, "", "column_missing")]),
        (HEADING + ",日期", [(1, "日期", "column_twice")]),
        (HEADING + ",weather", [(1, "weather", "column_unknown")]),
    ],
)
def test_headings_are_refused(
    file: Callable[..., Path], heading: str, expected: list[tuple[int, str, str]]
) -> None:
    cells = ",".join(["x"] * (heading.count(",") + 1))
    assert found(file(cells + "\n", heading)) == expected


def test_a_row_with_more_cells_than_headings(file: Callable[..., Path]) -> None:
    path = file("trained,五华,2024-03-31,1,234\ntrained,盘龙,2024-03-31,1,,\n")
    assert found(path) == [(2, "", "cells_too_many")]


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(name: str, content: bytes) -> str:
        path = tmp_path / name
        path.write_bytes(content)
        ((row, _, code),) = found(path)
        assert row is None or code == "csv_damaged"
        return code

    locked = b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    assert refused("a.docx", b"x") == "file_kind_unknown"
    assert refused("a.csv", b" \n") == "file_empty"
    assert refused("a.csv", b",,\n,,\n") == "file_empty"
    assert refused("a.csv", HEADING.encode()) == "rows_missing"
    assert refused("a.csv", b"measure\xff\xff\n") == "encoding_unknown"
    assert refused("a.csv", HEADING.encode() + b'\ntrained,"a') == "csv_damaged"
    assert refused("a.xlsx", b"") == "file_empty"
    assert refused("a.xlsx", b"measure,organization") == "workbook_damaged"
    assert refused("a.xlsx", b"PK\x03\x04" + b"x" * 100) == "workbook_damaged"
    assert refused("a.xlsx", locked) == "workbook_locked"
    assert refused("a.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600) == "workbook_old"
    assert refused("a.parquet", b"PAR1") == "parquet_damaged"
    assert found(tmp_path / "nowhere.csv") == [(None, "", "file_missing")]


def test_more_rows_than_a_batch_can_number(
    file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "LARGEST_NUMBER", 1)
    path = file("trained,五华,2024-03-31,1\ntrained,盘龙,2024-03-31,1\n")
    assert found(path) == [(None, "", "rows_too_many")]


def test_a_package_that_is_no_workbook_and_one_that_unpacks_to_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"<x/>")
    assert found(path) == [(None, "", "workbook_damaged")]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", bytes(3 << 20))
    assert path.stat().st_size < 10_000
    monkeypatch.setattr(xlsx_files, "UNPACKED", 2)
    assert found(path) == [(None, "", "workbook_too_large")]


def test_a_package_that_lies_about_its_sizes(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", bytes(3 << 20))
    content = path.read_bytes()
    size = (3 << 20).to_bytes(4, "little")
    assert content.count(size) == 2
    path.write_bytes(content.replace(size, (100).to_bytes(4, "little")))
    assert found(path) == [(None, "", "workbook_damaged")]


# --- only the valid rows

MIXED = (
    "trained,五华,2024-03-31,1,a:1\n"
    "trained,盘龙,2024-03-31,x,a:1\n"
    "trained,五华,2024-04-30,2,a:2\n"
    "trained,火星,2024-04-30,3,a:3\n"
)


@pytest.mark.postgres
def test_valid_rows_are_posted_and_the_others_written_with_the_reason(file: Callable[..., Path]) -> None:
    outcome = load(file(MIXED, HEADING + ",source"), valid_only=True)
    assert (outcome.posted_count, outcome.entry_count, outcome.refused_row_count) == (1, 1, 3)
    assert [(problem.row, problem.code) for problem in outcome.problems] == [
        (2, "source_incomplete"),
        (3, "quantity_unreadable"),
        (5, "organization_unknown"),
    ]
    assert outcome.error_path is not None
    with outcome.error_path.open(encoding="utf-8-sig", newline="") as errors:
        heading, *rows = csv.reader(errors)
    assert heading == [*HEADING.split(","), "source", "错误原因"]
    assert [row[:5] for row in rows] == [MIXED.splitlines()[place].split(",") for place in (0, 1, 3)]
    assert all(row[5] for row in rows)


def test_the_mended_error_file_completes_the_import(file: Callable[..., Path], tmp_path: Path) -> None:
    errors = tmp_path / "错误.csv"
    load(file(MIXED, HEADING + ",source"), valid_only=True, error_path=errors)
    mended = errors.read_text("utf-8-sig").replace(",x,", ",7,").replace("火星", "大理")
    errors.write_text(mended, "utf-8")
    outcome = load(errors)
    assert outcome.problems == ()
    assert outcome.posted_count == 2
    assert Entry.objects.count() == 4


def test_errors_of_a_workbook_go_into_a_workbook(workbook: Callable[..., Path]) -> None:
    path = workbook([HEADINGS, ["trained", "五华", "2024-03-31", 1], ["trained", "火星", "2024-03-31", 1]])
    outcome = load(path, valid_only=True)
    assert outcome.error_path == path.with_name("return.errors.xlsx")
    rows = CalamineWorkbook.from_path(str(outcome.error_path)).get_sheet_by_index(0).to_python()
    assert rows[0] == [*HEADINGS, "错误原因"]
    assert rows[1][:2] == ["trained", "火星"]


def test_revisions_that_conflict_are_left_out_of_the_valid_ones(file: Callable[..., Path]) -> None:
    heading = HEADING + ",source,revision"
    load(file("trained,五华,2024-03-31,1,a:1,1\n", heading))
    outcome = load(
        file("trained,盘龙,2024-03-31,1,b:1,1\ntrained,五华,2024-03-31,2,a:1,1\n", heading), valid_only=True
    )
    assert (outcome.posted_count, outcome.refused_row_count) == (1, 1)
    assert Posting.objects.filter(source="b:1").exists()


def test_progress_is_told_from_nothing_to_all(file: Callable[..., Path]) -> None:
    steps: list[float] = []
    load(file("trained,五华,2024-03-31,12\n"), on_progress=steps.append)
    assert steps == sorted(steps)
    assert (steps[0], steps[-1]) == (0.0, 1.0)


def test_every_sentence_of_a_file_has_a_test() -> None:
    tested = Path(__file__).read_text()
    untested = [code for code in problems.SENTENCES if f'"{code}"' not in tested]
    assert untested == []
