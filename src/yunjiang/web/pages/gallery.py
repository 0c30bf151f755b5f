"""Every component in every state on one page, fed by hand. Served only where settings.YUNJIANG_GALLERY is on."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yunjiang.assessment.rules.judgement import Likelihood, Severity, Status
from yunjiang.web import toasts
from yunjiang.web.components import numbers, progress, status, trend
from yunjiang.web.components.overview import Group, Place, Places, Row
from yunjiang.web.components.status import Mark
from yunjiang.web.components.tiles import Tile
from yunjiang.web.components.trend import Dot, Fan
from yunjiang.web.pages import gallery_parts

FIRST, TODAY, LAST = date(2021, 1, 1), date(2023, 12, 31), date(2025, 12, 31)


@dataclass(frozen=True)
class Sample:
    """What is shown of one made-up indicator."""

    name: str
    unit: str
    value: Decimal | None
    target: Decimal
    foreseen: Decimal | None
    status: Status
    severity: Severity | None = None
    outlook: Likelihood = Likelihood.NOT_FORESEEABLE


SAMPLES = (
    Sample(
        "推广先进操作法", "项", Decimal(5120), Decimal(15000), Decimal(8530),
        Status.BEHIND, Severity.SERIOUS, Likelihood.UNLIKELY,
    ),
    Sample(
        "农民工参加培训", "人次", Decimal(503000), Decimal(1000000), Decimal(840000),
        Status.BEHIND, Severity.SLIGHT, Likelihood.UNCERTAIN,
    ),
    Sample("工会社会工作专业队伍", "人", None, Decimal(3000), None, Status.NOT_REPORTED),
    Sample(
        "高技能人才占比", "%", Decimal("28.6"), Decimal(30), Decimal("30.4"),
        Status.ON_COURSE, None, Likelihood.LIKELY,
    ),
    Sample(
        "技能人才总量", "人", Decimal(7412800), Decimal(5000000), Decimal(7600000),
        Status.ACHIEVED, None, Likelihood.REACHED,
    ),
    Sample(
        "职工疗休养", "人次", Decimal(0), Decimal(120000), Decimal(0),
        Status.BEHIND, Severity.SERIOUS, Likelihood.UNLIKELY,
    ),
    Sample("全国劳动模范", "名", None, Decimal(50), None, Status.NO_DATA),
    Sample(
        "县级职工服务中心", "个", Decimal(129), Decimal(129), Decimal(129),
        Status.MET, None, Likelihood.REACHED,
    ),
)  # fmt: skip


def gallery(request: HttpRequest) -> HttpResponse:
    """Show the components."""
    toasts.say(request, "已退回五华区的报表。", undo_href="#")
    toasts.warn(request, "有2张报表仍有必须改正之处，没有通过。")
    marks = [status.mark_of(each) for each in Status] + [
        status.mark_of(Status.BEHIND, each) for each in Severity
    ]
    context = {
        **gallery_parts.parts(),
        "marks": marks,
        "outlooks": [status.outlook_of(each) for each in Likelihood],
        "groups": [Group("示例", [_row(sample) for sample in SAMPLES])],
        "places": Places(
            "推广先进操作法", "完成率", "#", tiles=_tiles(), rows=[_place(each) for each in SAMPLES]
        ),
        "numbers": [
            numbers.number(Decimal("5412800"), "人", href="#", on=TODAY),
            numbers.number(Decimal(0), "件", href="#", on=TODAY),
            numbers.number(None, "件"),
            numbers.number(Decimal("6000000"), "人次", href="#", on=TODAY, bound="at_least"),
        ],
    }
    return render(request, "pages/gallery.html", context)


def _mark(sample: Sample) -> Mark:
    return status.mark_of(sample.status, sample.severity)


def _bar(sample: Sample) -> progress.Bar:
    return progress.bar(sample.value, sample.target * Decimal("0.6"), sample.target, _mark(sample).tone)


def _completion(sample: Sample) -> str:
    return "" if sample.value is None else numbers.rate(sample.value / sample.target * 100)


def _row(sample: Sample) -> Row:
    mark = _mark(sample)
    steps = [
        (date(2021, 6, 30), "0.1"),
        (date(2021, 12, 31), "0.3"),
        (date(2022, 12, 31), "0.7"),
        (TODAY, "1"),
    ]
    dots = [Dot(on, None if sample.value is None else sample.value * Decimal(share)) for on, share in steps]
    course = [Dot(FIRST, Decimal(0)), Dot(LAST, sample.target)]
    fan = (
        Fan(LAST, sample.foreseen, sample.foreseen * Decimal("0.85"), sample.foreseen * Decimal("1.15"))
        if sample.foreseen
        else None
    )
    return Row(
        code="1.1.1",
        name=sample.name,
        below="1.1 示例措施",
        href="#",
        value=numbers.number(sample.value, sample.unit, href="#", on=TODAY),
        required=numbers.number(sample.target * Decimal("0.6"), sample.unit),
        completion=_completion(sample),
        bar=_bar(sample),
        mark=mark,
        trend=trend.trend(dots, course, fan, FIRST, LAST, mark.tone),
        outlook=status.outlook_of(sample.outlook),
        foreseen="" if sample.foreseen is None else str(status.outlook_of(sample.outlook).word),
        places_href="?x",
        is_chosen=sample is SAMPLES[0],
    )


def _place(sample: Sample) -> Place:
    value = numbers.number(sample.value, sample.unit, href="#")
    return Place(1, "示例市", "#", value, _completion(sample), _bar(sample), _mark(sample))


def _tiles() -> list[Tile]:
    names = ("迪庆", "怒江", "丽江", "昭通", "德宏", "保山", "大理", "西双版纳")
    return [
        Tile(
            1 + n // 6,
            1 + n % 6,
            name,
            _completion(sample) or str(_mark(sample).word),
            _mark(sample),
            "#",
            n == 3,
        )
        for n, (name, sample) in enumerate(zip(names, SAMPLES, strict=True))
    ]
