"""`yunjiang plan read`: a document becomes a draft that can be checked and loaded."""

import csv
import json
from pathlib import Path

import pytest

from yunjiang.plans import reading
from yunjiang.plans.reader import spans

from .conftest import Command

NOTICE = Path(reading.__file__).parent / "tests" / "notice" / "notice.txt"
SCHEME = (
    "西岭省就业促进行动方案（2023—2025年）\n一、扩大就业容量\n（一）支持小微企业。每年新增小微企业5万家。\n"
    "（二）稳定失业率。登记失业率控制在4%以内。\n二、保障措施\n（一）加强评估。2024年底开展中期评估。\n"
)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "方案.txt"
    path.write_text(SCHEME, "utf-8")
    return path


def test_targets_are_printed_the_least_certain_first(yunjiang: Command, document: Path) -> None:
    told = yunjiang("plan", "read", document, "--format", "json")
    assert told.code == 0
    rows = json.loads(told.out)
    assert {(each["indicator"], each["value"], each["unit"], each["deadline"]) for each in rows} == {
        ("新增小微企业", "50000", "家", "annual"),
        ("登记失业率", "4", "%", "2025"),
    }
    sure = [float(each["confidence"]) for each in rows]
    assert sure == sorted(sure)
    assert "西岭省就业促进行动方案" in told.err


def test_the_summary_counts_what_was_found(yunjiang: Command, document: Path) -> None:
    told = yunjiang("plan", "read", document)
    assert "1项举措、2项行动、2个目标、1项保障措施、1项任务要求" in told.err


@pytest.mark.django_db
def test_draft_and_table_are_written(yunjiang: Command, document: Path, tmp_path: Path) -> None:
    plan, table = tmp_path / "plan.yaml", tmp_path / "spans.tsv"
    told = yunjiang(
        "plan", "read", document, "-o", plan, "--spans", table, "--code", "jobs", "--owner", "530000"
    )
    assert told.code == 0
    drafted, problems = reading.read(plan.read_text("utf-8"))
    assert problems == []
    assert drafted is not None
    assert (drafted.code, drafted.owner) == ("jobs", "530000")
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert list(rows[0]) == list(spans.COLUMNS)
    assert all(SCHEME[int(each["offset"]) :].startswith(each["span"]) for each in rows)


@pytest.mark.usefixtures("yunnan")
def test_the_draft_of_the_notice_is_checked_and_loaded(yunjiang: Command, tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    assert yunjiang("plan", "read", NOTICE, "-o", plan, "--code", "draft", "--owner", "530000").code == 0
    assert yunjiang("plan", "check", plan).code == 0
    loaded = json.loads(yunjiang("plan", "load", plan, "--format", "json").out)
    assert loaded["is_new"]
    assert len(yunjiang("plan", "show", "--plan", "draft", "-f", "csv").out.splitlines()) == 46


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("随笔.txt", "今天天气很好，我们去公园散步。".encode(), "没有找到规划应有的内容"),
        ("方案.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "不是文本、Word"),
        ("方案.pdf", b"%PDF-1.7\nbroken", "已损坏"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(
    yunjiang: Command, tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    plan = tmp_path / "plan.yaml"
    told = yunjiang("plan", "read", path, "-o", plan)
    assert told.code == 3
    assert name in told.err
    assert sentence in told.err
    assert told.out == ""
    assert not plan.exists()


def test_a_file_that_is_not_there_is_told(yunjiang: Command, tmp_path: Path) -> None:
    told = yunjiang("plan", "read", tmp_path / "none.txt")
    assert told.code == 3
    assert "none.txt" in told.err
