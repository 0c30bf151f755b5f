"""The parts that pages are put together from, as they are drawn."""

from decimal import Decimal

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import Context, Template
from django.test import RequestFactory

from yunjiang.web import taking, toasts
from yunjiang.web.components import numbers
from yunjiang.web.components.said import Empty, Job, Part, Whole
from yunjiang.web.components.tables import Cell, Column, Filter, Option, Row, Table, sorted_by


def drawn(text: str, **context: object) -> str:
    request = RequestFactory().get("/")
    return Template("{% load parts %}" + text).render(Context({**context, "request": request}))


def table(**changes: object) -> str:
    columns = [Column("name", "单位"), Column("count", "件数", "件", is_number=True)]
    rows = [Row([Cell("五华区", "530102", "/there/"), Cell(numbers.number(Decimal(0), ""))])]
    shown = Table("units", "各单位", columns, rows, Empty("空", "将来有"), **changes)  # type: ignore[arg-type]
    return drawn("{% table shown %}", shown=shown)


def test_a_table_names_its_columns_and_links_its_rows() -> None:
    shown = table()
    assert '<a href="/there/">五华区</a>' in shown
    assert 'data-name="件数"' in shown


def test_a_zero_is_a_value() -> None:
    assert '<span class="number"><span' not in table()
    assert ">0<" in table()


def test_what_is_sorted_by_says_so_and_turns_round() -> None:
    columns = sorted_by([Column("name", "单位")], "name", {"name": "?up", "-name": "?down"})
    assert (columns[0].direction, columns[0].sort_href) == ("ascending", "?down")
    assert sorted_by([Column("name", "单位")], "other", {"name": "?up"})[0].direction == ""


def test_an_empty_table_says_how_to_begin_and_a_filtered_one_how_to_see_all() -> None:
    nothing = Table(
        "units", "各单位", [Column("name", "单位")], [], Empty("还没有", "将来有", "开始", "/begin/")
    )
    assert "还没有" in drawn("{% table shown %}", shown=nothing)
    chosen = Filter("state", "按状态", [Option("", "全部"), Option("draft", "填报中")], "draft")
    filtered = Table("units", "各单位", [Column("name", "单位", filter=chosen)], [], Empty("还没有", ""))
    assert "没有符合筛选条件的内容" in drawn("{% table shown %}", shown=filtered)
    assert "还没有" not in drawn("{% table shown %}", shown=filtered)


def test_a_name_is_never_markup() -> None:
    shown = Table("t", "t", [Column("a", "a")], [Row([Cell("<b>x</b>", "<i>")])], Empty("", ""))
    assert "<b>x</b>" not in drawn("{% table shown %}", shown=shown)


def test_parts_of_a_whole_fill_it() -> None:
    whole = Whole([Part(1, "甲", "●", "well"), Part(0, "乙", "○", "silent"), Part(3, "丙", "▲", "done")], "")
    assert [(part.word, begins, width) for part, begins, width in whole.stretches] == [
        ("甲", "0.00", "25.00"),
        ("丙", "25.00", "75.00"),
    ]


def test_a_job_knows_how_far_it_is() -> None:
    assert Job("", "", 37, 129).percent == 28
    assert Job("", "", 0, None).percent is None
    assert Job("", "", 0, 0).percent == 100


class Asking(forms.Form):
    due_on = forms.DateField(label="截止日期", help_text="当天含在内。")


def test_a_fault_stands_beside_its_field_and_leads_to_it_from_above() -> None:
    form = Asking({"due_on": "明年"})
    shown = drawn("{% faults form %}{% field form.due_on %}", form=form)
    assert 'href="#id_due_on"' in shown
    assert 'value="明年"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'id="id_due_on_error"' in shown


def test_asking_works_as_a_fold_without_script() -> None:
    shown = drawn('{% ask "退回" title="退回这张报表？" %}<form></form>{% endask %}')
    assert "<details" in shown
    assert "<summary" in shown
    assert "<form></form>" in shown


def test_a_message_may_carry_its_undoing() -> None:
    shown = toasts.of(Message(constants.INFO, "已撤回。", extra_tags="undo:/returns/1/submission/"))
    assert (shown.text, shown.tone, shown.undo_href) == ("已撤回。", "", "/returns/1/submission/")
    assert toasts.of(Message(constants.WARNING, "没有办理。")).tone == "late"


def test_a_number_is_taken_away_with_every_digit() -> None:
    assert taking.value(Cell(numbers.number(Decimal("5412800"), "人"))) == Decimal(5412800)
    assert taking.value(Cell("1/15")) == "1/15"
    assert taking.value(Cell("=1+1")) == "=1+1"
