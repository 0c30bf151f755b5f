"""The parts of the gallery that pages are put together from: tables, forms, dialogs, messages, long work."""

from decimal import Decimal
from typing import Any

from django import forms

from yunjiang.web.components import numbers
from yunjiang.web.components.overview import Tab
from yunjiang.web.components.said import Crumb, Empty, Job, Part, Whole
from yunjiang.web.components.status import Mark, Tone
from yunjiang.web.components.tables import Cell, Column, Filter, Option, Row, Table, sorted_by


class Sample(forms.Form):
    """One field of every sort."""

    name = forms.CharField(label="周期名称", max_length=20, help_text="显示在每一张报表的页眉。")
    due_on = forms.DateField(label="截止日期", widget=forms.DateInput(attrs={"type": "date"}))
    rhythm = forms.ChoiceField(label="报送频次", choices=[("annual", "年报"), ("half", "半年报")])
    counting = forms.ChoiceField(
        label="计数口径",
        choices=[("period", "本期数"), ("to_date", "本年累计")],
        widget=forms.RadioSelect,
        help_text="流量指标按本期发生额，还是从年初累计。",
    )
    reason = forms.CharField(label="原因", widget=forms.Textarea, required=False)
    is_sure = forms.BooleanField(label="开启以后通知所有应报单位", required=False)


def parts() -> dict[str, Any]:
    """Return what the gallery shows of them."""
    wrong = Sample({"name": "2024年度产业工人队伍建设改革报表", "due_on": "明年", "rhythm": "annual"})
    return {
        "crumbs": [Crumb("填报周期", "#"), Crumb("2024年度报表", "#"), Crumb("五华区")],
        "tabs": [Tab("全部", "#", True), Tab("待审核", "#", False), Tab("退回修改", "#", False)],
        "table": _table(),
        "wide_table": _wide(),
        "filtered_table": _filtered(),
        "empty_table": Table(
            "nothing", "尚无上传", [Column("a", "文件")], [],
            Empty("还没有上传过表格", "下载模板，填好后在这里上传。", "下载模板", "#"),
        ),
        "form": Sample(initial={"rhythm": "annual", "counting": "period"}),
        "wrong_form": wrong,
        "whole": Whole(
            [
                Part(4, "退回修改", "◆", "late", "#"),
                Part(21, "未开始", "○", "silent", "#"),
                Part(38, "填报中", "◔", "quiet", "#"),
                Part(30, "待审核", "●", "well", "#"),
                Part(36, "已入账", "▲", "done", "#"),
            ],
            "129个单位：退回修改4个，未开始21个，填报中38个，待审核30个，已入账36个",
        ),
        "jobs": [
            Job("写入2024年度填报模板", "正在写第37个单位：五华区。", 37, 129, "#"),
            Job("读取上传的表格", "正在检查。", 0, None, "#"),
            Job("写入2024年度填报模板", "129个单位的模板已写好。", 129, 129, "", False, "#", "下载"),
            Job("写入2024年度填报模板", "磁盘空间不足，请联系系统管理员。", 12, 129, "", True),
        ],
    }  # fmt: skip


STATES = [
    Mark("◆", "退回修改", Tone.LATE),
    Mark("○", "未开始", Tone.SILENT),
    Mark("●", "待审核", Tone.WELL),
    Mark("▲", "已入账", Tone.DONE),
]
UNITS = [
    ("五华区", 28, 40, "12"),
    ("盘龙区", 40, 40, "0"),
    ("官渡区", 0, 40, ""),
    ("呈贡区", 40, 40, "1024000"),
]


def _columns() -> list[Column]:
    states = Filter(
        "state", "按状态筛选", [Option("", "全部状态"), *(Option(m.shape, str(m.word)) for m in STATES)]
    )
    columns = [
        Column("name", "单位"),
        Column("state", "状态", filter=states, place="end plain"),
        Column("filled", "已填", is_number=True),
        Column("value", "合理化建议", unit="件", is_number=True, place="end"),
        Column("due", "截止", place="fold"),
    ]
    orders = ("name", "-name", "filled", "-filled")
    return sorted_by(columns, "-filled", {order: f"?sort={order}#units" for order in orders})


def _rows() -> list[Row]:
    return [
        Row(
            [
                Cell(name, small="昆明市", href="#"),
                Cell(mark),
                Cell(f"{filled}/{asked}"),
                Cell(numbers.number(Decimal(value) if value else None, "", href="#")),
                Cell("1月15日", small="还有3个工作日"),
            ],
            key=name,
            is_picked=number == 1,
        )
        for number, (mark, (name, filled, asked, value)) in enumerate(zip(STATES, UNITS, strict=True))
    ]


def _table() -> Table:
    total = Row(
        [Cell("合计"), Cell(""), Cell("108/160"), Cell(numbers.number(Decimal(1024012), "")), Cell("")]
    )
    return Table(
        "units", "各单位进度", _columns(), _rows(), Empty("", ""), told="共4个单位", totals=total,
        next_href="#", export_href="#", picks="report",
    )  # fmt: skip


def _wide() -> Table:
    columns = [
        Column("name", "单位"),
        *(Column(f"q{n}", f"填报项{n}", "件", is_number=True) for n in range(1, 25)),
    ]
    rows = [
        Row([Cell(name), *(Cell(numbers.number(Decimal(n * 137), "")) for n in range(1, 25))])
        for name, *_rest in UNITS * 8
    ]
    return Table("wide", "表头和首列不动的宽表", columns, rows, Empty("", ""), is_wide=True)


def _filtered() -> Table:
    states = Filter("state", "按状态筛选", [Option("", "全部状态"), Option("posted", "已入账")], "posted")
    return Table(
        "filtered", "筛选后没有", [Column("name", "单位"), Column("state", "状态", filter=states)], [], Empty("", ""),
        told="0个单位", first_href="?",
    )  # fmt: skip
