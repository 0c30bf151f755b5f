"""The columns of the workbook, in their order, and the headings under which each is found."""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yunjiang.access.models import Role


@dataclass(frozen=True)
class Column:
    """`aliases` are further headings, as they look without blanks, brackets and case."""

    key: str
    heading: Promise
    help: Promise
    width: int
    is_required: bool = False
    aliases: tuple[str, ...] = ()


COLUMNS = (
    Column(
        "name", pgettext_lazy("workbook", "Name"), _("The person's full name."), 14, True, ("name", "姓名")
    ),
    Column(
        "username",
        pgettext_lazy("workbook", "Sign-in name"),
        _("2 to 60 letters, digits, dots, hyphens or underscores; each only once in the whole system."),
        20,
        True,
        ("username", "signinname", "登录名", "账号", "用户名"),
    ),
    Column(
        "unit",
        pgettext_lazy("workbook", "Works at"),
        _("Where the person works: code or full name, as on the sheet of units."),
        26,
        True,
        ("unit", "worksat", "单位", "机构", "所在单位", "工作单位"),
    ),
    Column(
        "role",
        pgettext_lazy("workbook", "Role"),
        _("What sort of work the person does; empty: an account without a role."),
        14,
        False,
        ("role", "角色"),
    ),
    Column(
        "scope",
        pgettext_lazy("workbook", "Scope"),
        _("The unit over which, with all below it, the role holds; empty: the unit where the person works."),
        26,
        False,
        ("scope", "授权范围", "范围", "管辖范围"),
    ),
    Column(
        "valid_from",
        pgettext_lazy("workbook", "First day"),
        _("First day of the role, such as 2024-03-01; empty: today."),
        13,
        False,
        ("firstday", "from", "validfrom", "开始日期", "起始日期", "自"),
    ),
    Column(
        "valid_to",
        pgettext_lazy("workbook", "Until before"),
        _("First day on which the role no longer holds; empty: no end."),
        13,
        False,
        ("to", "until", "untilbefore", "validto", "终止日期", "结束日期", "至"),
    ),
)
KEYS = tuple(column.key for column in COLUMNS)
IGNORED = frozenset(("序号", "no", "备注", "remark", "是否成功", "错误原因", "一次性密码"))
ROLES: dict[str, Role] = {text: role for role in Role for text in (role.value, str(role.label))}


def normal(heading: object) -> str:
    """Return a heading without what does not change its meaning: width, case, blanks, stars, hints in brackets."""
    plain = unicodedata.normalize("NFKC", str(heading or "")).casefold()
    return re.sub(r"\(.*?\)|[\s*_:\-]", "", plain)


def known() -> dict[str, str]:
    """Return the key of the column that each known heading means."""
    return {normal(name): column.key for column in COLUMNS for name in (*column.aliases, column.heading)}
