"""How things stood, kept as such, and as the baselines of promises."""

from yunjiang.plans import reading as plan_files
from yunjiang.plans.reader.drafting import draft, written
from yunjiang.plans.reader.items import head_of, items_of
from yunjiang.plans.reader.reading import read

TEXT = (
    "茶乡振兴方案（2031—2035年）\n一、发展基础\n2030年，全县茶园面积达到3.2万亩，共有茶企46家，连续5年增长。目前良种覆盖率已达到71%。\n"
    "二、发展目标\n到2035年，茶园面积达到5万亩，良种覆盖率达到90%，建成茶市3个。\n三、种好茶\n推广良种。"
)


def test_what_has_been_reached_is_kept_with_its_name_and_year() -> None:
    found = [(each.name, str(each.value), each.unit, each.year) for each in read(TEXT).actuals]
    assert found == [
        ("茶园面积", "32000.0", "亩", 2030),
        ("茶企", "46", "家", 2030),
        ("良种覆盖率", "71", "%", None),
    ]


def test_it_is_the_baseline_of_a_promise_on_the_same_thing_where_its_year_is_told() -> None:
    baselines = {each.name: (each.baseline, each.baseline_year) for each in read(TEXT).targets}
    assert baselines["茶园面积"] == (32000, 2030)
    assert baselines["良种覆盖率"] == (None, None)


def test_the_plan_file_keeps_it_apart_from_the_targets() -> None:
    found = read(TEXT)
    text = written(draft(head_of(found), items_of(found), code="tea", owner="530000").plan)
    document, problems = plan_files.read(text)
    assert problems == []
    assert document is not None
    assert [(each.name, each.value, each.unit, each.year) for each in document.actuals] == [
        ("茶园面积", 32000, "亩", 2030), ("茶企", 46, "家", 2030), ("良种覆盖率", 71, "%", None),
    ]  # fmt: skip
    assert "茶企" not in {each.name for each in document.indicators}
