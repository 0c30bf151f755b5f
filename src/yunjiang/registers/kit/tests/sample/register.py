"""The register that the kit is tried on."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from yunjiang.access import masking
from yunjiang.ledger.records import Line
from yunjiang.registers.kit.declaration import Column, Count, Intake, Mask, Reason, Register
from yunjiang.registers.kit.flows import Clock, Flow, Move

from .models import Place, Sort, State


def opened(place: Any) -> Sequence[Line]:
    """Return one more place on the day of opening, and one less on that of closing."""
    lines = [Line("sample-places", place.organization_id, place.opened_on, 1, breakdown={"sort": place.sort})]
    if place.closed_on:
        lines.append(
            Line("sample-places", place.organization_id, place.closed_on, -1, breakdown={"sort": place.sort})
        )
    return lines


FLOW = Flow(
    moves=[
        Move("file", "申报", [State.DRAFT], State.FILED),
        Move("return", "退回", [State.FILED], State.DRAFT, needs_reason=True, is_four_eyes=True),
        Move("open", "启用", [State.FILED], State.OPEN, is_four_eyes=True, asks=["opened_on"]),
        Move("lapse", "逾期退回", [State.FILED], State.DRAFT, by_clock_only=True),
        Move("close", "关闭", [State.OPEN], State.CLOSED, needs_reason=True, asks=["closed_on"]),
    ],
    clocks={State.FILED: Clock(10, is_working=True, then="lapse", reminds=[3])},
    closed=[State.CLOSED],
)


class Places(Register):
    code = "sample-places"
    name = "职工活动场所"
    about = "工会为职工开办的书屋、健身场所和服务站。"
    model = Place
    columns = ("number", "name", "organization", "sort", "seats", "state")
    more_columns = ("opened_on", "cost", "is_free", "keeper_phone")
    filters = ("sort", "state", "opened_on", "organization")
    search = ("number", "name__startswith")
    title = "name"
    natural_key = ("number",)
    sections = {
        "基本情况": ("number", "name", "organization", "sort", "opened_on", "closed_on"),
        "规模": ("seats", "cost", "is_free"),
        "联系": ("keeper_phone", "note"),
    }
    masked = {"keeper_phone": Mask(masking.phone)}
    guarded = ("number",)
    flow = FLOW
    notice_days = 5
    dated = ("opened_on", "closed_on")
    intake = Intake(
        columns=[
            Column("number", ["编号", "场所编号"], is_required=True),
            Column("name", ["名称", "场所名称"], is_required=True),
            Column("organization", ["所属单位", "工会"]),
            Column("sort", ["类别"], is_required=True, values={"书屋": Sort.READING}),
            Column("opened_on", ["启用日期"]),
            Column("seats", ["座位数"]),
            Column("cost", ["投入资金", "投入资金（元）"]),
            Column("is_free", ["是否免费"]),
            Column("keeper_phone", ["电话", "管理员电话"]),
        ]
    )
    counts = [
        Count(
            code="places",
            name="职工活动场所",
            measure="sample-places",
            unit="个",
            kind="balance",
            needs=("organization_id", "opened_on", "closed_on", "sort"),
            lines=opened,
            not_counted=[
                Reason("not_open", "尚未启用", Q(opened_on=None) | ~Q(state__in=[State.OPEN, State.CLOSED])),
                Reason("no_seats", "没有座位", Q(seats=0)),
            ],
            dimensions={"sort": {str(value): str(label) for value, label in Sort.choices}},
        )
    ]
