"""A province of generated people for the benchmark of registers: who has which number, and the sheet of a union.

Nobody in it is real: everything about a person follows from a number, so that anybody can be asked for again.
"""

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import xlsxwriter

HEADINGS = [
    "姓名", "性别", "出生日期(yyyy/MM/dd)", "民族", "就业状况", "有效证件类别", "证件号码(18位)", "学历", "技术等级", "移动电话",
    "户籍类型", "户籍所在地", "会籍变化类型", "会籍变化日期", "会籍变化原因", "政治面貌", "工作单位(全称)", "籍贯",
    "是否农民工会员", "会员卡号",
]  # fmt: skip
# How many in ten thousand have these surnames, roughly as they are spread; the last are rare.
SURNAMES = {
    "王": 720, "李": 719, "张": 683, "刘": 538, "陈": 450, "杨": 400, "赵": 229, "黄": 222, "周": 212, "吴": 205, "徐": 166,
    "孙": 154, "胡": 131, "朱": 126, "高": 121, "林": 118, "何": 117, "郭": 115, "马": 112, "罗": 86, "梁": 85, "宋": 81,
    "郑": 78, "谢": 72, "韩": 68, "唐": 65, "冯": 64, "于": 62, "董": 61, "萧": 59, "程": 57, "曹": 57, "袁": 54, "邓": 54,
    "许": 54, "傅": 51, "沈": 50, "曾": 50, "彭": 49, "吕": 46, "苏": 46, "卢": 46, "蒋": 46, "蔡": 45, "贾": 41, "丁": 40,
    "魏": 40, "薛": 40, "叶": 40, "阎": 39, "余": 38, "潘": 38, "杜": 37, "戴": 36, "夏": 35, "钟": 35, "汪": 35, "田": 35,
    "任": 35, "姜": 34, "范": 33, "方": 32, "石": 32, "姚": 32, "谭": 31, "廖": 31, "邹": 30, "熊": 30, "金": 29, "陆": 29,
    "郝": 27, "孔": 27, "白": 27, "崔": 27, "康": 26, "毛": 26, "邱": 26, "秦": 26, "江": 26, "史": 25, "顾": 25, "侯": 25,
    "邵": 24, "孟": 24, "龙": 24, "万": 24, "段": 24, "雷": 24, "钱": 23, "汤": 23, "尹": 23, "黎": 23, "易": 22, "常": 22,
    "武": 22, "乔": 22, "贺": 22, "赖": 21, "龚": 21, "文": 21, "欧阳": 9, "刀": 6, "木": 4, "司马": 2, "普": 2, "岩": 1,
}  # fmt: skip
RARE = "岩"
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文海波晓辉云飞雪琴宇欣怡浩然子涵美佳梓轩思雨嘉豪俊"
    "泽晨阳瑞琪博凯鑫鹏帆旭东林峰斌龙春生福贵永康德成庆荣宝珍凤莲翠花素贞淑慧颖"
)
_COUNTIES = 1_000  # numbers of counties in identity numbers
_BLOCK = 1_000_000  # so many people have numbers that differ without their birthdays
_BLOCKS = 21
PEOPLE = _BLOCKS * _BLOCK  # there are so many, and no more
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_DAYS = [
    date(year, month, day) for year in range(1965, 2005) for month in range(1, 13) for day in range(1, 29)
]


@cache
def spread() -> list[str]:
    """Return ten thousand surnames, each as often as people have it."""
    some = [name for name, often in SURNAMES.items() for _ in range(often)]
    return (some * (10_000 // len(some) + 1))[:10_000]


@cache
def given_names() -> tuple[str, ...]:
    """Return given names: those of one character more often than each of two."""
    letters = [*dict.fromkeys(_GIVEN)]
    return (*letters * 20, *(one + other for one in letters for other in letters))


def drawn(salt: int) -> pl.Expr:
    """Return a number for each person, as if thrown, and another for each salt."""
    return pl.col("n").hash(salt)


def people(first: int, count: int) -> pl.DataFrame:
    """Return people by their numbers: name and its parts, identity number, birthday, telephone, the day they joined."""
    days = pl.Series(_DAYS)
    numbers = pl.DataFrame({"n": pl.int_range(first, first + count, eager=True)})
    frame = numbers.with_columns(
        (drawn(3) % (len(_DAYS) // _BLOCKS) * _BLOCKS + pl.col("n") // _BLOCK).cast(pl.UInt32).alias("day"),
        (drawn(1) % 10_000).cast(pl.UInt32).alias("surname"),
        (drawn(2) % len(given_names())).cast(pl.UInt32).alias("given"),
        (pl.lit("13") + (drawn(4) % 10**9).cast(pl.String).str.zfill(9)).alias("phone"),
    )
    frame = frame.with_columns(
        pl.Series(spread()).gather(frame["surname"]).alias("surname"),
        pl.Series(given_names()).gather(frame["given"]).alias("given"),
        days.gather(frame["day"]).alias("birth_on"),
    )
    body = pl.concat_str(
        (530_100 + pl.col("n") // 1_000 % _COUNTIES).cast(pl.String),
        pl.col("birth_on").dt.strftime("%Y%m%d"),
        (pl.col("n") % 1_000).cast(pl.String).str.zfill(3),
    )
    frame = frame.with_columns(body.alias("body"), (pl.col("surname") + pl.col("given")).alias("name"))
    total = pl.sum_horizontal(
        pl.col("body").str.slice(place, 1).cast(pl.UInt32) * weight for place, weight in enumerate(_WEIGHTS)
    )
    ends = pl.Series([*_CHECK])
    rest = frame.select((total % 11).cast(pl.UInt32))["body"]
    grown = pl.max_horizontal(pl.col("birth_on").dt.offset_by("18y"), pl.lit(date(2005, 1, 1)))
    return frame.select(
        "n",
        "name",
        "surname",
        "given",
        (frame["body"] + ends.gather(rest)).alias("identity"),
        "birth_on",
        "phone",
        pl.when(pl.col("n") % 2 == 1).then(pl.lit("1")).otherwise(pl.lit("2")).alias("sex"),
        grown.dt.offset_by("1mo").add(pl.duration(days=(drawn(5) % 600).cast(pl.Int64))).alias("joined_on"),
    )


def sheet_rows(first: int, count: int, *, changed: bool) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a collection sheet; with `changed` one in a hundred has moved house."""

    def one_of(salt: int, *choices: str) -> pl.Expr:
        return pl.lit(pl.Series([[*choices]])).list.get(drawn(salt) % len(choices))

    moved = pl.when(pl.lit(changed) & (pl.col("n") % 100 == 0)).then(pl.lit("新居")).otherwise(pl.lit(""))
    number = (drawn(20) % 900).cast(pl.String)
    for begin in range(first, first + count, 100_000):
        frame = people(begin, min(100_000, first + count - begin))
        yield from frame.select(
            "name",
            pl.when(pl.col("sex") == "1").then(pl.lit("男")).otherwise(pl.lit("女")).alias("sex"),
            pl.col("birth_on").dt.strftime("%Y/%m/%d"),
            one_of(11, "汉族", "彝族", "白族", "哈尼族").alias("c3"),
            pl.lit("在岗").alias("c4"),
            pl.lit("居民身份证").alias("c5"),
            "identity",
            one_of(12, "大专", "本科", "高中", "中专").alias("c7"),
            one_of(13, "无", "初级工", "中级工", "高级工").alias("c8"),
            "phone",
            one_of(14, "农业户口", "非农业户口").alias("c10"),
            pl.concat_str(pl.lit("云南省昆明市第"), number, pl.lit("街"), moved).alias("c11"),
            pl.lit("入会").alias("c12"),
            pl.col("joined_on").dt.strftime("%Y/%m/%d"),
            pl.lit("").alias("c14"),
            one_of(15, "群众", "中共党员").alias("c15"),
            pl.concat_str(pl.lit("云南第"), (drawn(21) % 400).cast(pl.String), pl.lit("机械有限公司")).alias(
                "c16"
            ),
            pl.lit("云南昆明").alias("c17"),
            one_of(16, "是", "否").alias("c18"),
            pl.concat_str(pl.lit("6221"), pl.col("n").cast(pl.String).str.zfill(12)).alias("c19"),
        ).iter_rows()


def write_sheet(path: Path, first: int, count: int, *, changed: bool = False) -> None:
    """Write the sheet as a workbook, or as CSV by the path's ending."""
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([HEADINGS, *sheet_rows(first, count, changed=changed)])
        return
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate([HEADINGS, *sheet_rows(first, count, changed=changed)]):
            for place, cell in enumerate(row):
                page.write_string(number, place, cell)
