"""Figures crossed, with totals only where they may be added, taken away exactly as shown."""

import csv
import io

import pytest
from django.test import Client

from yunjiang.access.models import AuditRecord
from yunjiang.access.tests.cast import Cast
from yunjiang.web.components.numbers import Number
from yunjiang.web.components.tables import Cell, Table
from yunjiang.web.tests.world import LOOK


def text(cell: Cell) -> str:
    return cell.shown.text or "–" if isinstance(cell.shown, Number) else str(cell.shown)


def table(client: Client, **asked: object) -> Table:
    answer = client.get("/pivot/", {**LOOK, **asked})
    assert answer.status_code == 200
    found: Table = answer.context["pivot"].table
    return found


def lines(client: Client, **asked: object) -> list[list[str]]:
    made = table(client, **asked)
    rows = [*made.rows, *([made.totals] if made.totals else [])]
    return [[text(cell) for cell in row.cells] for row in rows]


def test_it_works(owner: Client) -> None:
    assert lines(owner, rows="unit", columns="period", code="1.1.1") == [
        ["昆明市", "–", "100", "0", "100"],
        ["曲靖市", "–", "0", "200", "200"],
        ["合计", "–", "100", "200", ""],
    ]


def test_what_stands_at_a_day_is_not_added_over_time_and_rates_are_made_anew(owner: Client) -> None:
    assert lines(owner, rows="unit", columns="period", code="1.1.2") == [
        ["昆明市", "–", "70", "70"],
        ["曲靖市", "–", "20", "20"],
        ["合计", "–", "45", "45"],
    ]


def test_different_indicators_are_not_added(owner: Client) -> None:
    made = table(owner, rows="indicator", columns="unit")
    assert made.totals is None
    assert [text(cell) for cell in made.rows[0].cells] == ["职工合理化建议", "100", "200", "300"]
    assert made.rows[0].cells[0].small == "件"


def test_shares_of_the_columns_total(owner: Client) -> None:
    assert lines(owner, rows="unit", columns="indicator", code="1.1.1", shown="share") == [
        ["昆明市", "33.33"],
        ["曲靖市", "66.67"],
    ]
    assert lines(owner, rows="unit", columns="indicator", code="1.1.2", shown="share") == [
        ["昆明市", "–"],
        ["曲靖市", "–"],
    ]


def test_the_change_against_a_year_before(owner: Client) -> None:
    assert lines(owner, rows="unit", columns="period", code="1.1.1", shown="change") == [
        ["昆明市", "–", "–", "−100"],
        ["曲靖市", "–", "–", "+200"],
    ]


def test_completion_is_that_of_the_rules(owner: Client) -> None:
    found = lines(owner, rows="indicator", columns="period", shown="completion")
    assert found[0] == ["职工合理化建议", "–", "10", "30"]


def test_the_two_channels_stand_side_by_side(owner: Client) -> None:
    found = lines(owner, rows="unit", columns="channel", code="1.1.1")
    assert found == [
        ["昆明市", "100", "–"],
        ["曲靖市", "200", "–"],
        ["合计", "300", "–"],
    ]


def test_a_plan_without_dimensions_has_nothing_to_break_down_by(owner: Client) -> None:
    assert lines(owner, rows="breakdown", columns="unit", code="1.1.1") == []
    assert lines(owner, rows="unit", columns="breakdown", code="1.1.1") == [["昆明市"], ["曲靖市"]]


def test_published_values_are_not_added(owner: Client) -> None:
    assert table(owner, rows="unit", columns="period", code="1.1.1", data="published").totals is None


def test_an_axis_cannot_be_both(owner: Client) -> None:
    assert [each.name for each in table(owner, rows="unit", columns="unit", code="1.1.1").columns][1:4] == [
        "2021年",
        "2022年",
        "2023年",
    ]


def test_too_large_a_table_is_refused_in_words(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yunjiang.web.pages.pivot_grid.MOST_COLUMNS", 2)
    answer = owner.get("/pivot/", {**LOOK, "rows": "unit", "columns": "period"})
    assert answer.context["pivot"].table is None
    assert "请减少指标" in answer.text
    assert owner.get("/pivot/file.csv", {**LOOK, "rows": "unit", "columns": "period"}).status_code == 400


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_it_is_taken_away_and_that_is_recorded(owner: Client, cast: Cast, form: str) -> None:
    asked = {**LOOK, "rows": "unit", "columns": "period", "code": "1.1.1"}
    answer = owner.get(f"/pivot/file.{form}", asked)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    record = AuditRecord.objects.filter(action="web.export").latest("pk")
    assert record.organization_id == cast.province.pk


def test_exactly_what_is_shown_is_taken(owner: Client) -> None:
    asked = {**LOOK, "rows": "unit", "columns": "period", "code": "1.1.1"}
    content = owner.get("/pivot/file.csv", asked).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content)))
    assert rows[-4:] == [
        ["机构", "2021年", "2022年", "2023年", "合计"],
        ["昆明市", "", "100", "0", "100"],
        ["曲靖市", "", "0", "200", "200"],
        ["合计", "", "100", "200", ""],
    ]
    head = dict(row[:2] for row in rows[1:12] if len(row) > 1)
    assert head["截至"] == "2023-12-31"
    assert head["数据类别"] == "演示数据"
    assert "owner" in head["导出人"]


def test_another_form_is_not_found(owner: Client) -> None:
    assert owner.get("/pivot/file.exe", LOOK).status_code == 404


def test_another_prefectures_clerk_is_refused(clerk: Client) -> None:
    for address in ("/pivot/", "/pivot/file.csv"):
        assert clerk.get(address, {**LOOK, "unit": "530100"}).status_code == 403
