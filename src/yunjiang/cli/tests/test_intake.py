"""`yunjiang ledger import`: all of a file, or every problem in it."""

import csv
import io
import json
from pathlib import Path

from yunjiang.ledger.models import Batch

from .conftest import Command

HEADINGS = "measure,organization,since,until,quantity,source\n"
GOOD = "rationalization_proposals,五华区,2023-01-01,2023-12-31,900,return:2023/530102\n"
BAD = "rationalization_proposals,不存在区,2023-01-01,2023-12-31,many,return:2023/0\n"


def file_of(site: Path, *rows: str) -> Path:
    path = site / "returns.csv"
    path.write_text(HEADINGS + "".join(rows), "utf-8")
    return path


def test_a_sound_file_is_posted_once(yunjiang: Command, site: Path) -> None:
    path = file_of(site, GOOD)
    assert yunjiang("ledger", "import", path, "--by", "clerk").code == 0
    assert Batch.objects.count() == 2
    assert yunjiang("ledger", "import", path).code == 0
    assert Batch.objects.count() == 2


def test_every_problem_is_listed_and_nothing_posted(yunjiang: Command, site: Path) -> None:
    told = yunjiang("ledger", "import", file_of(site, GOOD, BAD), "-f", "json")
    assert told.code == 1
    assert {(each["row"], each["column"]) for each in json.loads(told.out)} == {
        (3, "organization"),
        (3, "quantity"),
    }
    assert Batch.objects.count() == 1


def test_valid_only_posts_the_sound_rows_and_writes_the_others(yunjiang: Command, site: Path) -> None:
    wrong = site / "wrong.csv"
    told = yunjiang("ledger", "import", file_of(site, GOOD, BAD), "--valid-only", "--error-file", wrong)
    assert told.code == 1
    assert Batch.objects.count() == 2
    (row,) = list(csv.DictReader(io.StringIO(wrong.read_text("utf-8-sig"))))
    assert row["quantity"] == "many"


def test_a_file_that_is_not_there_is_wrong_use(yunjiang: Command, site: Path) -> None:
    assert yunjiang("ledger", "import", site / "missing.csv").code == 2
