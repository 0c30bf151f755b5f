import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from yunjiang.access.models import AuditRecord, Role, User
from yunjiang.access.tests.cast import Cast, assemble
from yunjiang.registers.kit import exports, filters, plans, registry
from yunjiang.registers.kit.models import ExtraField, ExtraKind
from yunjiang.registers.kit.refusals import FiltersUnreadable, UnknownFormat, UnknownPurpose

from .sample.models import Place
from .world import officer, place, spread

pytestmark = pytest.mark.django_db
PLACES = registry.of("sample-places")
COLUMNS = ("number", "name", "organization", "sort", "seats", "cost", "opened_on", "is_free", "keeper_phone")


@pytest.fixture
def cast() -> Cast:
    return assemble()


@pytest.fixture
def keeper(cast: Cast) -> User:
    return officer("keeper", cast.province)


def asked(**query: Any) -> filters.Wanted:
    return filters.parse(PLACES, {name: [each] for name, each in query.items()})


def taken(user: User, wanted: filters.Wanted, paths: Any = COLUMNS, **how: Any) -> list[list[str]]:
    whole = b"".join(exports.stream(PLACES, user, wanted, paths, "csv", **how))
    assert whole.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(whole.decode("utf-8-sig"), newline="")))


def test_it_works(cast: Cast, keeper: User) -> None:
    place(
        cast.wuhua,
        "P1",
        seats=1200,
        cost=Decimal("3.50"),
        opened_on=date(2024, 5, 1),
        is_free=False,
        name="五华书屋",
    )
    heading, row = taken(keeper, asked())
    assert heading == [
        "编号",
        "名称",
        "所属单位",
        "类别",
        "座位数",
        "投入资金（元）",
        "启用日期",
        "是否免费",
        "管理员电话",
    ]
    assert row[:7] == ["P1", "五华书屋", "五华区", "职工书屋", "1200", "3.50", "2024-05-01"]
    assert row[7] in ("no", "否")
    assert row[8] == "138****0000"


def test_zero_and_no_are_not_missing(cast: Cast, keeper: User) -> None:
    place(cast.wuhua, "P1", seats=0, is_free=None)
    assert taken(keeper, asked(), ["seats", "is_free", "cost"])[1] == ["0", "", ""]


@pytest.mark.postgres
@pytest.mark.parametrize("few", [plans.FEW, 1])
def test_it_holds_what_was_filtered_in_the_order_of_the_list(
    cast: Cast, keeper: User, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(plans, "FEW", few)
    monkeypatch.setattr(exports, "AT_A_TIME", 4)
    rows = sorted(spread(cast, 30), key=lambda row: (row.path, row.pk))
    for query, fits in (
        ({}, lambda row: True),
        ({"sort": "sport"}, lambda row: row.sort == "sport"),
        ({"sort": "sport", "state": "draft"}, lambda row: row.sort == "sport"),
        ({"organization": "530100"}, lambda row: row.organization != cast.qujing),
        ({"q": "P0003"}, lambda row: row.number == "P0003"),
    ):
        found = taken(keeper, asked(**query), ["number"])[1:]
        assert [each for (each,) in found] == [row.number for row in rows if fits(row)]


def test_nobody_takes_away_another_units_records(cast: Cast) -> None:
    spread(cast, 6)
    kunming = officer("of-kunming", cast.kunming)
    assert {row[2] for row in taken(kunming, asked())[1:]} == {"昆明市", "五华区"}
    assert taken(cast.stranger, asked())[1:] == []


def test_formulas_are_neutralised(cast: Cast, keeper: User) -> None:
    place(cast.wuhua, "P1", name='=HYPERLINK("http://x")', note=" @SUM(A1)", keeper_phone="")
    assert taken(keeper, asked(), ["name", "note"])[1] == ['\'=HYPERLINK("http://x")', "' @SUM(A1)"]


def test_a_purpose_shows_the_whole_to_who_is_cleared(cast: Cast, keeper: User) -> None:
    place(cast.wuhua, "P1", keeper_phone="13912345678")
    assert taken(keeper, asked(), ["keeper_phone"], purpose="contact")[1] == ["13912345678"]
    auditor = officer("auditor", cast.province, Role.AUDITOR)
    assert taken(auditor, asked(), ["keeper_phone"], purpose="contact")[1] == ["139****5678"]
    with pytest.raises(UnknownPurpose):
        taken(keeper, asked(), ["keeper_phone"], purpose="curiosity")


def test_it_is_on_record_before_the_first_byte(cast: Cast, keeper: User) -> None:
    spread(cast, 6)
    exports.stream(PLACES, keeper, asked(sort="reading"), ["number"], purpose="audit")
    record = AuditRecord.objects.latest("pk")
    assert record.action == "registers.export"
    for part in ('"rows": 3', "reading", "audit", "number"):
        assert part.replace(" ", "") in str(record.facts).replace(" ", "") or part == "reading"


def test_what_cannot_be_understood_is_refused(keeper: User) -> None:
    with pytest.raises(FiltersUnreadable, match="nonsense"):
        exports.stream(PLACES, keeper, asked(sort="nonsense"), ["number"])
    with pytest.raises(UnknownFormat, match="exe"):
        exports.stream(PLACES, keeper, asked(), ["number"], "exe")


def test_local_columns_are_taken_along(cast: Cast, keeper: User) -> None:
    ExtraField.objects.create(
        register=PLACES.code,
        organization=cast.province,
        key="floor",
        name="楼层",
        kind=ExtraKind.NUMBER,
        since_on=date(2024, 1, 1),
    )
    place(cast.wuhua, "P1", extra={"floor": 3})
    place(cast.wuhua, "P2")
    assert taken(keeper, asked(), ["number", "extra__floor"]) == [["编号", "楼层"], ["P1", "3"], ["P2", ""]]


def test_a_workbook_holds_texts_as_texts_and_numbers_as_numbers(cast: Cast, keeper: User) -> None:
    place(cast.wuhua, "00012", seats=7, cost=Decimal("2.25"), name="=1+1")
    whole = b"".join(exports.stream(PLACES, keeper, asked(), ["number", "name", "seats", "cost"], "xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(whole)).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()][1] == ["00012", "=1+1", 7, 2.25]
    assert sheet["B2"].data_type == "s"


def test_a_workbook_without_rows_opens(keeper: User) -> None:
    whole = b"".join(exports.stream(PLACES, keeper, asked(), ["number"], "xlsx"))
    assert [cell.value for cell in openpyxl.load_workbook(io.BytesIO(whole)).active[1]] == ["编号"]


def test_more_rows_than_a_sheet_holds_go_on_to_the_next(
    cast: Cast, keeper: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "ROWS", 4)
    spread(cast, 7)
    whole = b"".join(exports.stream(PLACES, keeper, asked(), ["number"], "xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(whole))
    assert [sheet.max_row for sheet in book] == [4, 4, 2]
    assert Place.objects.count() == 7
