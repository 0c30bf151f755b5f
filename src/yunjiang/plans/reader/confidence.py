"""How sure a reading is: the share of readings like it that people found right in the texts kept for trial.

Points are hundredths, added to what an ordinary reading has; `benchmarks/plan_reader.py` says how well they hold.
"""

import re
from decimal import Decimal

from .periods import By
from .quantities import Quantity
from .roles import Role
from .units import SHARES

_ORDINARY = 82
_OF_RULE = {"after": -35, "made": -9, "subject": -6, "subject-share": -6, "respectively": 6}
_OF_ROLE = {Role.GOAL: 12, Role.SAFEGUARD: -12, Role.BACKGROUND: -20, Role.PRINCIPLE: -12, Role.BOX: -5}
# Units that norms, limits and frequencies are told in as often as aims.
_DOUBTFUL = frozenset(
    [
        "次",
        "分",
        "倍",
        "元",
        "平方米",
        "件",
        "学时",
        "课时",
        "年",
        "个月",
        "天",
        "小时",
        "分钟",
        "秒",
        "个工作日",
        "米",
        "级",
        "期",
        "名",
        "所",
    ]
)
_SAID = re.compile(
    r"不低于|不少于|不超过|达|以上|以内|至少|超过|突破|力争|提高到|控制在|降至|降到|下降|累计|稳定|保持|左右|每年"
)
_LONG = 30  # characters of a span; so many words before a number mean that its name was not found


def confidence(quantity: Quantity, rule: str, by: By, role: Role, span: str) -> Decimal:
    """Return how sure it is that a quantity is a promise and is the one that the span says, from 0.1 to 0.99."""
    points = _ORDINARY + _OF_RULE.get(rule, 0) + _OF_ROLE.get(role, 0)
    points += 6 if _SAID.search(span) else -5
    points += 3 if by.is_stated else 0
    if not quantity.unit or quantity.unit in _DOUBTFUL:
        points -= 14
    elif quantity.unit in SHARES:
        points += 3
    if len(span) > _LONG:
        points -= 6
    return Decimal(min(max(points, 10), 99)) / 100
