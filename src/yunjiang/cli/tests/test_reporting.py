"""`yunjiang return`: from outline to closing."""

import json

from .conftest import Command


def test_an_outline_counts_and_writes_nothing(yunjiang: Command, site: object) -> None:
    told = yunjiang("return", "outline", "2024", "-f", "json")
    assert told.code == 0
    units = {each["name"]: each for each in json.loads(told.out)}
    assert units["五华区"]["cell_count"] == 31
    assert units["五华区"]["due_on"] == "2024-12-31"
    assert units["五华区"]["narrative"] is True
    assert json.loads(yunjiang("return", "cycles", "-f", "json").out) == []


def test_a_cycle_is_opened_looked_at_and_closed(yunjiang: Command, site: object) -> None:
    assert yunjiang("return", "open", "2024-Q3", "--counting", "to_date").code == 0
    assert yunjiang("return", "open", "2024-Q3").code == 3
    (cycle,) = json.loads(yunjiang("return", "cycles", "-f", "json").out)
    assert (cycle["code"], cycle["owed_count"], cycle["due_on"]) == ("2024-Q3", 129, "2024-10-15")
    listed = json.loads(yunjiang("return", "list", "2024-Q3", "--unit", "昆明市", "-f", "json").out)
    assert len(listed) == 14
    late = yunjiang("return", "late", "2024-Q3", "--on", "2024-10-20", "-f", "json")
    assert late.code == 1
    assert {each["days"] for each in json.loads(late.out)} == {5}
    assert yunjiang("return", "lock", "2024-Q3", "2024-11-01", "--reason", "开始汇总").code == 0
    assert yunjiang("return", "extend", "2024-Q3", "五华区", "2099-01-01", "--reason", "停电").code == 0
    assert yunjiang("return", "close", "2024-Q3").code == 0
    assert yunjiang("return", "lock", "2024-Q3", "2024-11-01", "--reason", "再锁").code == 3
    assert yunjiang("return", "due", "2024-Q3").code == 0


def test_a_return_is_shown(yunjiang: Command, site: object) -> None:
    yunjiang("return", "open", "2024-Q3")
    cells = json.loads(yunjiang("return", "show", "2024-Q3", "五华区", "-f", "json").out)
    assert [(each["question"], each["value"]) for each in cells] == [("job_introductions", None)]


def test_what_is_not_there_is_said(yunjiang: Command, site: object) -> None:
    assert yunjiang("return", "late", "2024").code == 3
    yunjiang("return", "open", "2024-Q3")
    assert yunjiang("return", "show", "2024-Q3", "昆明市").code == 3
    assert yunjiang("return", "outline", "2024-01-01..2024-02-03").code == 2
    assert yunjiang("return", "lock", "2024-Q3", "2024-11-01").code == 2
