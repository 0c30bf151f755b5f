"""Writing a document: from a kept run to a file with its record."""

import pytest
from django.db import DatabaseError, connection, transaction
from tests import journal

from yunjiang.access.models import User
from yunjiang.documents import gathering, writing
from yunjiang.documents.models import Document
from yunjiang.documents.numerals import PLACEHOLDER
from yunjiang.documents.opening import opened
from yunjiang.documents.refusals import DocumentIsWritten, NotAssessed, UnknownKind
from yunjiang.returns import cycles, filling
from yunjiang.returns.models import Heading, Origin, Return, Rhythm, State
from yunjiang.standards import periods
from yunjiang.standards.national_cryptography import sm3

from .conftest import MOMENT, Small


def write(small: Small, kind: str = "annual_report", name: str = "省", **more) -> Document:
    run = more.pop("run", None) or small.run()
    return writing.write(kind, run, small.units[name], by="tests", written_at=MOMENT, **more)


def text_of(document: Document) -> str:
    told = []
    for line in opened(document.path).lines:
        words = iter(line.text.split(PLACEHOLDER))
        told.append(next(words) + "".join(held.text + next(words) for held in line.held))
    return "\n".join(told)


def test_it_works(small):
    run = small.run()
    document = write(small, run=run)
    assert document.path.exists()
    assert bytes(document.file_digest) == sm3(document.path.read_bytes())
    assert (document.kind, document.assessed_on, document.data_set) == (
        "annual_report",
        run.assessed_on,
        "operational",
    )
    assert (document.position, bytes(document.chain_digest)) == (run.position, bytes(run.chain_digest))
    assert (document.written_by, document.written_at) == ("tests", MOMENT)
    assert document.number_count > 50
    assert document.title == "关于《小规划》2022年度实施情况的报告"


def test_what_the_run_says_stands_in_the_document(small):
    text = text_of(write(small))
    assert "累计培训累计7100人次，完成目标（1.83万人次）的38.9%，基本符合预期。" in text
    assert "每年竞赛2022年为12场次，完成目标（10场次）的120%，完成。" in text
    assert "覆盖率为76.7%，距80%的目标差3.3个百分点，基本符合预期。" in text
    assert "约束性指标1项，基本符合预期。预期性指标2项，其中1项完成和1项基本符合预期。" in text


def test_the_year_stands_beside_the_sum(small):
    material = gathering.of_run(small.run(), small.units["省"])
    trained = material.appraisal("1.1.1")
    assert (trained.value, trained.year_figure.value) == (7100, 3600)


def test_the_way_is_told_at_year_ends_and_at_the_targets_day(small):
    trained = gathering.of_run(small.run(), small.units["省"]).appraisal("1.1.1")
    assert [(each.on.year, each.actual) for each in trained.course] == [
        (2021, 3500), (2022, 7100), (2023, None), (2024, None), (2025, None)
    ]  # fmt: skip
    assert trained.course[-1].required == 18260
    assert trained.course[-1].forecast is not None


def test_next_year_asks_what_the_course_asks(small):
    material = gathering.of_run(small.run(), small.units["省"])
    trained = material.appraisal("1.1.1").next_year
    assert (trained.stand, trained.add) == (10950, 3850)
    assert material.appraisal("1.1.2").next_year.add == 10
    assert material.appraisal("1.1.3").next_year.add is None


def test_a_unit_below_is_written_about_with_its_own_target(small):
    document = write(small, name="甲州")
    assert document.title == "甲州关于《小规划》2022年度实施情况的报告"
    assert "累计培训累计4000人次，完成目标（1万人次）的40%" in text_of(document)


def test_the_units_below_are_told_in_their_order(small):
    material = gathering.of_run(small.run(), small.units["省"])
    assert [unit.name for unit, _ in material.below] == ["乙州", "甲州"]


def test_who_reports_to_whom_comes_from_the_plan_and_the_tree(small):
    assert gathering.of_run(small.run(), small.units["甲州"]).issuer == "甲州"


def test_the_same_run_at_the_same_moment_gives_the_same_document(small):
    run = small.run()
    first = write(small, run=run)
    content = first.path.read_bytes()
    again = write(small, run=run)
    assert again.pk == first.pk
    assert again.path.read_bytes() == content
    assert Document.objects.count() == 1


def test_a_file_that_was_lost_is_written_again(small):
    run = small.run()
    first = write(small, run=run)
    content = first.path.read_bytes()
    first.path.unlink()
    assert write(small, run=run).path.read_bytes() == content


def test_other_words_make_another_document(small):
    run = small.run()
    first = write(small, run=run)
    second = write(small, run=run, narrative={"highlights": "首创夜校。"})
    assert first.number != second.number
    assert "首创夜校。" in text_of(second)


def test_demonstration_and_operational_values_never_meet_in_a_document(small):
    journal.post("2022 · 甲州 · trained · 9999", data_set="demonstration")
    assert "7100人次" in text_of(write(small))
    shown = text_of(write(small, run=small.run("demonstration")))
    assert "9999人次" in shown
    assert "7100" not in shown
    assert "演示数据" in shown


def test_published_values_are_listed_with_their_sources_and_never_summed(small):
    journal.post("2022-06-30 · 省 · trained · ≥6000 · source=publication:1", data_set="published")
    journal.post("2022-06-30 · 甲州 · trained · 50 · source=publication:2", data_set="published")
    text = text_of(write(small, run=small.run("published")))
    assert "至少6000人次" in text
    assert "6050" not in text
    assert "公开发布值来源清单" in text


def test_an_organization_that_was_not_judged_is_refused(small):
    stranger = journal.tree("外州")["外州"]
    with pytest.raises(NotAssessed, match="外州"):
        writing.write("annual_report", small.run(), stranger, by="tests")


def test_an_unknown_kind_is_refused(small):
    with pytest.raises(UnknownKind):
        write(small, kind="poem")
    assert not Document.objects.exists()


def test_the_record_is_neither_changed_nor_deleted(small):
    document = write(small)
    document.title = "另一个"
    for act in (
        document.save,
        document.delete,
        Document.objects.all().delete,
        lambda: Document.objects.update(title="另一个"),
    ):
        with pytest.raises(DocumentIsWritten):
            act()


@pytest.mark.parametrize(
    "statement", ["UPDATE documents_document SET title = 'x'", "DELETE FROM documents_document"]
)
def test_the_database_refuses_it_too(small, statement):
    write(small)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_what_the_units_told_in_their_returns_fills_the_slots(small):
    person = User.objects.create(username="clerk")
    year = periods.parse("2022")
    cycle = cycles.open_cycle(small.version, Rhythm.ANNUAL, year, "operational", by=None)
    for name, text in (("甲州", "甲州办了夜校。"), ("乙州", "乙州进了车间。")):
        report = Return.objects.select_related("cycle", "place").get(
            cycle=cycle, organization=small.units[name]
        )
        passages = {("", Heading.PROGRESS): text, ("", Heading.PROBLEMS): f"{name}师资不足。"}
        filling.save(report, {}, by=person, origin=Origin.TYPED, passages=passages)
    Return.objects.filter(cycle=cycle).update(state=State.APPROVED)
    assert "甲州：甲州师资不足。" in text_of(write(small))
    assert "甲州师资不足。" in text_of(write(small, name="甲州"))
    assert "首要是经费。" in text_of(write(small, name="甲州", narrative={"causes": "首要是经费。"}))
