"""What people decided against the reader, as texts with what is to be read: honest ones, that fail until the reader reads so."""

from pathlib import Path

import pytest

from yunjiang.organizations.models import Organization
from yunjiang.plans.drafts import deciding, examples, publishing, queries
from yunjiang.plans.drafts.beginning import begin
from yunjiang.plans.drafts.models import Draft, DraftItem, Example, ItemKind
from yunjiang.plans.reader import replaying

TEXT = (
    "西岭省健康行动方案（2023—2025年）\n一、健康环境\n（一）改善环境。到2024年，新建公厕300座，改造旱厕2万户。\n"
    "（二）分工\n任务\t指标\t2025年\t责任部门\n饮水\t农村自来水普及率（%）\t92\t省水利厅\n绿化\t森林覆盖率（%）\t60\t省林草局\n"
    "二、保障措施\n（一）加强督查。每年12月15日前向省卫生健康委报送进展情况。\n"
)


@pytest.fixture
def health(owner: Organization) -> Draft:
    return begin(TEXT, code="health", owner=owner, by="li")


def item(draft: Draft, name: str) -> DraftItem:
    return next(each for each in queries.items(draft) if each.values["name"] == name)


def published(draft: Draft) -> list[Example]:
    for each in queries.items(draft).filter(verdict="open"):
        deciding.accept(each, by="li")
    publishing.publish(draft, by="li")
    return list(Example.objects.order_by("pk"))


def only(draft: Draft) -> replaying.Replayed:
    """Return what comes of the one example of a draft when it is read anew."""
    (made,) = published(draft)
    (found,) = examples.replayed([made])
    return found


def test_what_was_accepted_is_no_example(health: Draft) -> None:
    assert published(health) == []


def test_a_correction_fails_until_the_reader_reads_so(health: Draft) -> None:
    deciding.correct(item(health, "新建公厕"), {"deadline": "2025"}, by="li")
    assert only(health).problems == ("deadline of 新建公厕: 2024, not 2025",)


def test_a_correction_to_what_the_reader_reads_by_now_holds(health: Draft) -> None:
    wrong = item(health, "新建公厕")
    DraftItem.objects.filter(pk=wrong.pk).update(read={**wrong.read, "deadline": "2023"})
    assert only(health).holds


def test_what_was_rejected_is_not_to_be_read(health: Draft) -> None:
    deciding.reject(item(health, "新建公厕"), "只是现状", by="li")
    assert only(health).problems == ("not to be read: 新建公厕 300座",)


def test_what_was_added_is_missed(health: Draft) -> None:
    start = TEXT.index("改善环境")
    deciding.add(
        health, ItemKind.INDICATOR, start, start + 4, {"name": "环境", "value": "7", "unit": "个"}, by="li"
    )
    assert only(health).problems == ("missed: 环境 7个",)


def test_rows_of_tables_come_with_their_head(health: Draft) -> None:
    deciding.correct(item(health, "森林覆盖率"), {"value": "61"}, by="li")
    (made,) = published(health)
    assert made.text.splitlines() == [
        "西岭省健康行动方案（2023—2025年）",
        "一、健康环境",
        "（二）分工",
        "任务\t指标\t2025年\t责任部门",
        "绿化\t森林覆盖率（%）\t60\t省林草局",
    ]
    (found,) = examples.replayed([made])
    assert found.problems == ("missed: 森林覆盖率 61%", "not to be read: 森林覆盖率 60%")


def test_headings_and_duties_are_examples_too(health: Draft) -> None:
    deciding.reject(item(health, "分工"), "不是措施", by="li")
    duty = next(each for each in queries.items(health) if each.kind == ItemKind.DUTY)
    deciding.correct(duty, {"due": "12-20"}, by="li")
    headings, duties = examples.replayed(published(health))
    assert headings.problems == ("not to be read: action 分工",)
    (problem,) = duties.problems
    assert problem.startswith("missed: duty")


def test_which_organization_a_body_is_teaches_the_reader_nothing(health: Draft) -> None:
    deciding.correct(item(health, "省水利厅"), {"organization": "xl-labour"}, by="li")
    assert published(health) == []


def test_examples_are_written_and_read_again(health: Draft, tmp_path: Path) -> None:
    deciding.correct(item(health, "新建公厕"), {"deadline": "2025"}, by="li")
    deciding.reject(item(health, "省林草局"), "改为省自然资源厅", by="li")
    made = published(health)
    assert examples.write(made, tmp_path) == 2
    assert list(replaying.replay(tmp_path)) == sorted(examples.replayed(made), key=lambda each: each.name)
