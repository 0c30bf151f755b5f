"""Duties as a plan file has them: of which kind, owed by whom, how often and by which day."""

import re
from calendar import monthrange
from datetime import date
from typing import Any

from .duties import Duty
from .plain import Plain
from .scripts import in_simplified

OWED_BY = (
    (re.compile(r"各州|各市|州（市）|各地|各级|各省辖市|各设区市|地级"), "prefecture"),
    (re.compile(r"各县|县（市|各区|区县|县区"), "county"),
    (re.compile(r"产业系统|行业系统"), "industry_system"),
    (re.compile(r"部门|单位|成员单位|各委|各局|各厅"), "department"),
    (re.compile(r"企业|公司"), "enterprise"),
)

_DAY = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?:(?P<month>\d{1,2})月)?(?:(?P<day>\d{1,2})日)?(?P<end>底|末|年底|年末)?"
)

_OFTEN = re.compile(
    r"每(?:季|月|旬|周|半年|半月|学期)|按[季月]|季度末"
)  # of what no day of a year is the term
_PART = re.compile(r"(?:(?P<year>20\d\d)年)?(?P<which>上半年|下半年|第?[一二三四]季度)")
_ENDS = {"上": "06-30", "下": "12-31", "一": "03-31", "二": "06-30", "三": "09-30", "四": "12-31"}
_REPEATED = re.compile(r"每年|年度|当年|每年度|按年")


def duty_values(duty: Duty, plain: Plain) -> dict[str, Any]:
    """Return a duty as the values of an item."""
    every, due = due_of(duty.when)
    told = in_simplified(duty.who or duty.text)
    return {
        "name": _short(duty),
        "kind": kind_of(duty),
        "every": every,
        "due": str(due),
        "owed_by": [kind for pattern, kind in OWED_BY if pattern.search(told)],
        "owed_to": "",
        "quote": plain.words(duty.start, duty.end).strip("，；。、"),
    }


def _short(duty: Duty) -> str:
    text = duty.text if len(duty.text) <= 60 else duty.text[:59] + "…"
    return f"{duty.when}：{text}" if duty.when and duty.when not in text else text


def kind_of(duty: Duty) -> str:
    """Return the sort of a duty as plan files name it."""
    if duty.kind in ("meeting", "study"):
        return duty.kind
    if duty.kind == "planning":
        return "work_list"
    text = in_simplified(duty.text)
    is_final = bool(re.search(r"总体评估|终期|期末|总结评估报告|[和与及、]总结评估|末期", text))
    if "中期" in text and not (is_final and duty.is_last):
        return "mid_term"
    if is_final:
        return "final"
    return "annual_return" if duty.kind == "report" else "annual_summary"


def due_of(when: str) -> tuple[str, str | date]:
    """Return how often and by which day, as plan files say it: (year, 12-31), (once, 2023-12-31) or (as_needed, "")."""
    if _OFTEN.search(when):
        return "as_needed", ""
    if part := _PART.search(when):
        ends = _ENDS[part["which"].strip("第季度半年")]
        return ("once", date.fromisoformat(f"{part['year']}-{ends}")) if part["year"] else ("year", ends)
    told = next((each for each in _DAY.finditer(when) if each.group()), None)
    if told is None:
        return (
            ("year", "12-31") if re.search(r"每年(?:年底|年末|底)?$|年底|年末", when) else ("as_needed", "")
        )
    month, year = int(told["month"] or 12), told["year"]
    if not 1 <= month <= 12:
        return "as_needed", ""
    day = min(int(told["day"] or 31), monthrange(int(year or 2023), month)[1])
    if year:
        return "once", date(int(year), month, day)
    if _REPEATED.search(when) or told["month"] or told["end"]:
        return "year", f"{month:02}-{day:02}"
    return "as_needed", ""
