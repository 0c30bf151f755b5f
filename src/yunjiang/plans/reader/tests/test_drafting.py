"""The drafted plan file: sound as it stands, and open about what only a person can settle."""

from datetime import date
from pathlib import Path

import pytest

from yunjiang.plans import lint, reading
from yunjiang.plans.document import Basis, Cadence, Comparator, PlanDocument
from yunjiang.plans.reader.drafting import Resolve, draft, resolved, written
from yunjiang.plans.reader.items import head_of, items_of
from yunjiang.plans.reader.reading import read
from yunjiang.plans.reader.refusals import NoPlan

from .documents import SCHEME

GOLD = Path(__file__).parent / "gold"
TEXTS = [*sorted(GOLD.glob("*/*.txt")), Path(reading.__file__).parent / "tests" / "notice" / "notice.txt"]
KEYS = {"省工业厅": "industry", "省教育厅": "education"}


def drafted(raw: str, resolve: Resolve = lambda name: None) -> tuple[PlanDocument, str]:
    found = read(raw)
    items = resolved(items_of(found), resolve)
    text = written(draft(head_of(found), items, code="jobs", owner="530000").plan)
    document, problems = reading.read(text)
    assert problems == []
    assert document is not None
    return document, text


def test_the_frame_and_the_term_of_the_document_are_those_of_the_plan() -> None:
    document, _text = drafted(SCHEME)
    assert (document.code, document.name) == ("jobs", "西岭省就业促进三年行动方案（2023—2025年）")
    assert (document.first_day, document.last_day) == (date(2023, 1, 1), date(2025, 12, 31))
    assert [each.name for each in document.initiatives] == ["扩大就业容量", "提升就业能力", "主要目标"]
    assert [each.name for each in document.safeguards] == ["加强组织领导", "强化督促检查"]


def test_an_indicator_stands_in_its_action_with_its_words() -> None:
    document, _text = drafted(SCHEME)
    found = document.indicator("1.1.1")
    assert (found.name, found.target, found.unit) == ("新增小微企业", 50000, "家")
    assert (found.basis, found.cadence, found.quote) == (
        Basis.ANNUAL,
        Cadence.ANNUAL,
        "每年新增小微企业5万家",
    )


def test_a_share_has_its_parts_to_be_settled_and_the_value_it_starts_from() -> None:
    document, text = drafted(SCHEME)
    found = next(each for each in document.indicators if each.target == 32)
    assert found.basis is Basis.SHARE
    assert found.baseline is not None
    assert (found.baseline.value, found.baseline.on) == (28, date(2022, 12, 31))
    assert "分子、分母的名称和单位待核定" in text


def test_what_is_wanted_low_falls_and_the_size_of_a_fall_rises() -> None:
    document, _text = drafted(
        "节能方案（2023—2025年）\n一、降低能耗\n万元产值能耗下降13%。\n审批时限压缩到15个工作日。\n二、加强管理\n落实责任。"
    )
    decline, limit = document.indicators
    assert (decline.comparator, decline.direction) == (Comparator.AT_LEAST, 1)
    assert (limit.comparator, limit.direction) == (Comparator.AT_MOST, -1)


def test_what_is_wanted_near_a_number_is_not_missed_by_more_of_what_is_good() -> None:
    document, _text = drafted(
        "发展方案（2023—2025年）\n一、做大产业\n产业增加值增长6%左右。\n失业率5.2%左右。\n二、加强管理\n落实责任。"
    )
    growth, rate = document.indicators
    assert (growth.comparator, rate.comparator) == (Comparator.AT_LEAST, Comparator.AT_MOST)


def test_bodies_are_given_their_keys_and_the_others_are_named_as_open() -> None:
    document, _text = drafted(SCHEME, resolve=KEYS.get)
    assert next(each for each in document.actions if each.name == "支持小微企业吸纳就业").lead == (
        "industry",
    )
    assert next(each for each in document.actions if each.name == "开展职业技能培训").support == (
        "education",
    )
    open_words = dict(document.not_given)["牵头单位"]
    assert "省人力资源厅" in open_words
    assert "省工业厅" not in open_words


def test_duties_and_milestones_are_in_the_draft() -> None:
    document, _text = drafted(SCHEME)
    assert [each.kind for each in document.duties] == ["meeting", "annual_return", "mid_term"]
    assert [each.name for each in document.milestones] == ["建成就业大数据平台"]


def test_what_the_document_does_not_say_is_said_to_be_open() -> None:
    document, _text = drafted("关于加强培训的意见\n一、加强培训\n培训500人次。\n二、加强领导\n落实责任。")
    assert {"牵头单位", "基期值", "起始年份", "终止年份", "统计口径和填报单位"} <= {
        what for what, _why in document.not_given
    }


def test_the_same_document_gives_the_same_draft() -> None:
    assert drafted(SCHEME)[1] == drafted(SCHEME)[1]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_draft_may_be_loaded_as_it_stands(path: Path) -> None:
    try:
        document, _text = drafted(path.read_text("utf-8"))
    except NoPlan:
        return
    assert [each.sentence() for each in lint.check(document) if each.is_error] == []


@pytest.mark.parametrize(
    "raw",
    [
        "一、\n培训500人次。\n二、\n各县0月底前报送进展情况。",
        "附件\n各地每年12月底前向省就业办报送进展情况。",
        "方案\n一、扩大就业\n产值翻九百九十九番，达到" + "9" * 60 + "元。\n病死率控制在0.00001%以内。",
        "方案\n一、扩大就业\n医保参保率、养老保险参保率均达到95.5%以上。\n二、加强管理\n落实责任。",
    ],
    ids=["headings without words", "duties alone", "numbers beyond measure", "one number for two names"],
)
def test_strange_documents_make_sound_files(raw: str) -> None:
    document, _text = drafted(raw)
    assert document.initiatives


def test_a_small_number_is_written_without_exponent() -> None:
    _document, text = drafted(
        "方案（2023—2025年）\n一、扩大就业\n病死率控制在0.00001%以内。\n二、加强管理\n落实责任。"
    )
    assert "target: 0.00001\n" in text
