"""The number of a document, the day of its issue, and from when to when it holds."""

from datetime import date

import pytest

from yunjiang.plans.reader.issuing import Issue, issue
from yunjiang.plans.reader.plain import plain
from yunjiang.plans.reader.reading import read


def issued(raw: str) -> Issue:
    return issue(plain(raw).text)


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("茶政办〔2031〕7号\n关于种茶的通知", "茶政办〔2031〕7号"),
        ("发文字号：茶政办〔2031〕7号\n关于种茶的通知", "茶政办〔2031〕7号"),
        ("关于种茶的通知\n要根据省发〔2030〕8号要求抓好落实。", ""),
        ("茶县关于印发种茶方案的通知（茶发〔2030〕8号）\n各乡镇：", "茶发〔2030〕8号"),
        ("关于种茶的通知（茶发〔2030〕8号）已废止。", ""),
    ],
)
def test_the_number_is_the_document_s_own(raw: str, number: str) -> None:
    assert issued(raw).number == number


@pytest.mark.parametrize(
    "raw",
    [
        "种茶方案\n正文2030年1月1日起报名。\n茶县农业局\n2031年3月9日\n附件\n2030年5月6日",
        "种茶方案\n正文。\n茶县农业局2031年3月9日",
        "种茶方案\n（2031年3月9日）\n正文。",
        "种茶方案\n正文。\n2031 年 3 月 9 日",
        "种茶方案\n正文。\n二○三一年三月九日",
        "发布日期：2031-03-09\n种茶方案\n正文。",
        "种茶方案\n茶县人民政府办公室2031年3月9日印发",
        "政府工作报告\n——2031年3月9日在茶县第八届人民代表大会上",
    ],
)
def test_the_day_of_issue_is_found(raw: str) -> None:
    assert issued(raw).on == date(2031, 3, 9)


@pytest.mark.parametrize(
    ("sentence", "first", "last"),
    [
        ("本措施自2031年4月1日起施行，有效期至2035年12月31日。", date(2031, 4, 1), date(2035, 12, 31)),
        ("本办法自2031年4月1日起实施，有效期5年。", date(2031, 4, 1), date(2036, 3, 31)),
        ("本方案自印发之日起执行，试行期两年。", date(2031, 3, 9), date(2033, 3, 8)),
        ("有效期至2033年底。", None, date(2033, 12, 31)),
        ("实施期为2031—2034年。", date(2031, 1, 1), date(2034, 12, 31)),
        ("本计划期程自2031年2月1日至2034年6月30日。", date(2031, 2, 1), date(2034, 6, 30)),
        ("本规定自2031年4月1日起施行。", date(2031, 4, 1), None),
        ("《茶树保护条例》自2031年4月1日起施行。", None, None),
        ("采茶证自发放之日起有效，登记的有效期为3年。", None, None),
    ],
)
def test_how_long_a_document_holds_is_found(sentence: str, first: date | None, last: date | None) -> None:
    found = issued(f"种茶措施\n一、种好茶\n{sentence}\n茶县农业局\n2031年3月9日")
    assert (found.valid_from, found.valid_until) == (first, last)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("茶县人民政府关于印发《茶县种茶行动计划（2031—2033年）》的通知", "茶县种茶行动计划（2031—2033年）"),
        ("茶县人民政府关于印发茶县种茶工作方案的通知", "茶县种茶工作方案"),
        ("附件1：茶县种茶工作方案", "茶县种茶工作方案"),
        (
            "茶县关于贯彻落实《全省茶产业发展规划》的实施意见",
            "茶县关于贯彻落实《全省茶产业发展规划》的实施意见",
        ),
        ("关于做好种茶工作的通知", "关于做好种茶工作的通知"),
    ],
)
def test_a_plan_has_the_name_of_what_is_brought(title: str, name: str) -> None:
    assert read(f"{title}\n一、种好茶\n种茶500亩。\n二、采好茶\n采茶20吨。").name == name
