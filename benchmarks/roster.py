"""A province of generated people for the benchmark of registers: unions, persons, memberships, events, and the sheet of a union.

Nobody in it is real: names are drawn from lists, numbers from a seeded generator.
"""

import csv
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

HEADINGS = [
    "姓名", "性别", "出生日期(yyyy/MM/dd)", "民族", "就业状况", "有效证件类别", "证件号码(18位)", "学历", "技术等级", "移动电话",
    "户籍类型", "户籍所在地", "会籍变化类型", "会籍变化日期", "会籍变化原因", "政治面貌", "工作单位(全称)", "籍贯",
    "是否农民工会员", "会员卡号",
]  # fmt: skip
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾萧田董潘袁于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文海波晓辉云飞雪琴宇欣怡浩然子涵"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_PART = 200_000  # rows made and written at once
UNIONS_IN_COUNTY = 20


def names(count: int, chance: random.Random) -> list[str]:
    """Return so many names of two or three characters."""
    return [
        chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=chance.choice((1, 2, 2))))
        for _ in range(count)
    ]


def sheet_rows(count: int, *, changed: bool) -> Iterator[list[str]]:
    """Yield the rows of a collection sheet; with `changed` one in a hundred has moved house."""
    chance = random.Random(20260101)
    for number in range(count):
        day = date(1965 + chance.randrange(40), chance.randrange(1, 13), chance.randrange(1, 29))
        digits = f"{chance.choice(('530102', '530103', '530302', '532301'))}{day:%Y%m%d}{number % 1000:03}"
        digits = f"{530000 + number // 1000 % 1000 + 100:06}{digits[6:]}"
        sex = "男" if int(digits[16]) % 2 else "女"
        digits += _CHECK[sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=True)) % 11]
        place = f"云南省昆明市第{chance.randrange(900)}街"
        if changed and not number % 100:
            place += "新居"
        yield [
            names(1, chance)[0], sex, f"{day:%Y/%m/%d}", chance.choice(("汉族", "彝族", "白族", "哈尼族")), "在岗", "居民身份证",
            digits, chance.choice(("大专", "本科", "高中", "中专")), chance.choice(("无", "初级工", "中级工", "高级工")),
            f"13{chance.randrange(10**9):09}", chance.choice(("农业户口", "非农业户口")), place, "入会",
            f"{date(2015 + chance.randrange(9), chance.randrange(1, 13), 1):%Y/%m/%d}", "", chance.choice(("群众", "中共党员")),
            f"云南第{chance.randrange(400)}机械有限公司", "云南昆明", chance.choice(("是", "否")), f"C{number:09}",
        ]  # fmt: skip


def write_sheet(path: Path, count: int, *, changed: bool) -> None:
    """Write the sheet as a workbook, or as CSV by the path's ending."""
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([HEADINGS, *sheet_rows(count, changed=changed)])
        return
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate([HEADINGS, *sheet_rows(count, changed=changed)]):
            for place, cell in enumerate(row):
                page.write_string(number, place, cell)


def plant() -> tuple[Any, list[tuple[int, str]]]:
    """Put a province of counties and unions into the tree; return the union that brings the sheet, and all of them with paths."""
    from yunjiang.organizations.models import Kind, Organization, Standing

    unions: list[tuple[int, str]] = []
    first = date(2010, 1, 1)

    def stand(parent: Any, path: str, kind: Kind, code: str, name: str) -> tuple[Any, str]:
        unit = Organization.objects.create(key=code)
        own = f"{path}{unit.pk}/"
        Standing.objects.create(
            organization=unit,
            parent=parent,
            path=own,
            kind=kind,
            code=code,
            name=name,
            short_name=name,
            valid_from=first,
        )
        return unit, own

    province, path = stand(None, "/", Kind.PROVINCE, "530000", "省")
    for prefecture in range(16):
        above, at = stand(
            province, path, Kind.PREFECTURE, f"53{prefecture + 1:02}00", f"第{prefecture + 1}州"
        )
        for county in range(8):
            unit, below = stand(
                above, at, Kind.COUNTY, f"53{prefecture + 1:02}{county + 1:02}", f"县{prefecture}-{county}"
            )
            for number in range(UNIONS_IN_COUNTY):
                code = f"u{prefecture:02}{county:02}{number:03}"
                union, place = stand(unit, below, Kind.UNION, code, f"工会{code}")
                unions.append((union.pk, place))
    return Organization.objects.get(pk=unions[0][0]), unions


def settle(members: int, events: int, unions: list[tuple[int, str]]) -> None:
    """Fill the register: so many persons with a membership each, and events among them, past the kit's own checks."""
    from yunjiang.persons.models import Person
    from yunjiang.registers.kit.intake import loading
    from yunjiang.registers.members.models import Membership, MembershipEvent

    chance = random.Random(7)
    some = names(5_000, chance)
    for first in range(0, members, _PART):
        count = min(_PART, members - first)
        people = loading.reserved(Person, count)
        homes = chance.choices(unions, k=count)
        keys = [chance.randbytes(32) for _ in range(count)]
        loading.insert(
            "persons_person",
            _whole(Person, people, {
                "name": chance.choices(some, k=count),
                "sex": ["1"] * count,
                "birth_on": [date(1965 + n % 40, 1 + n % 12, 1 + n % 28) for n in range(first, first + count)],
                "identity_kind": ["resident"] * count,
                "identity": [each + each[:28] for each in keys],
                "identity_key": keys,
                "identity_mask": ["530*************12"] * count,
                "phone_key": [each[::-1] for each in keys],
                "phone_mask": ["138****0000"] * count,
            }),
        )  # fmt: skip
        numbers = loading.reserved(Membership, count)
        joined = [date(2005 + n % 18, 1 + n % 12, 1) for n in range(first, first + count)]
        loading.insert(
            "members_membership",
            _whole(Membership, numbers, {
                "organization_id": [each[0] for each in homes],
                "path": [each[1] for each in homes],
                "person_id": list(people),
                "current_person_id": list(people),
                "state": ["current"] * count,
                "joined_on": joined,
                "since_on": joined,
                "card_number": [f"B{n:010}" for n in range(first, first + count)],
            }),
        )  # fmt: skip
        each_has = max(1, events * count // members)
        loading.insert(
            "members_membershipevent",
            _whole(MembershipEvent, loading.reserved(MembershipEvent, each_has), {
                "membership_id": chance.choices(numbers, k=each_has),
                "kind": ["joined"] * each_has,
                "happened_on": [date(2015, 1, 1)] * each_has,
            }),
        )  # fmt: skip


def _whole(model: Any, numbers: Any, columns: dict[str, list[Any]]) -> pl.DataFrame:
    """Return a frame of rows with every column of a model, those not given as they come by default."""
    from django.utils import timezone

    from yunjiang.registers.kit.intake import applying

    frame = pl.DataFrame({"id": numbers, **columns})
    defaults = [
        applying.literal(applying.default_of(field, timezone.now())).alias(field.column)
        for field in model._meta.concrete_fields
        if field.column not in frame.columns
    ]
    return frame.with_columns(defaults)
