"""Decisions on items: each on record, none over what somebody else decided, the last to be taken back."""

import pytest

from yunjiang.plans.drafts import deciding, publishing, queries
from yunjiang.plans.drafts.models import Draft, DraftItem, ItemKind, ItemVerdict
from yunjiang.plans.drafts.refusals import ItemChangedMeanwhile, NoReason, NothingToUndo, WrongValues


def item(draft: Draft, name: str) -> DraftItem:
    return next(each for each in queries.items(draft) if each.values["name"] == name)


def test_everything_read_is_an_open_item_at_its_place(draft: Draft) -> None:
    found = list(queries.items(draft))
    assert {each.kind for each in found} == {
        ItemKind.INITIATIVE, ItemKind.ACTION, ItemKind.INDICATOR, ItemKind.SAFEGUARD, ItemKind.DUTY, ItemKind.BODY,
    }  # fmt: skip
    assert {each.verdict for each in found} == {ItemVerdict.OPEN}
    assert all(draft.text[each.start : each.end].strip() for each in found)
    assert item(draft, "新增小微企业").parent == item(draft, "支持小微企业")


def test_an_item_is_accepted_corrected_rejected_and_opened_again(draft: Draft) -> None:
    found = deciding.accept(item(draft, "登记失业率"), by="li", revision=1)
    assert (found.verdict, found.decided_by, found.revision) == (ItemVerdict.ACCEPTED, "li", 2)
    found = deciding.correct(found, {"value": "4.5"}, by="li", revision=2)
    assert (found.verdict, found.values["value"], found.read["value"]) == (ItemVerdict.CORRECTED, "4.5", "4")
    found = deciding.correct(found, {"value": "4"}, by="li")
    assert found.verdict == ItemVerdict.ACCEPTED
    found = deciding.reject(found, "只是现状", by="li")
    assert found.verdict == ItemVerdict.REJECTED
    found = deciding.reopen(found, by="li")
    assert (found.verdict, found.decided_at) == (ItemVerdict.OPEN, None)
    assert [each.act for each in queries.decisions(found)] == [
        "reopen", "reject", "correct", "correct", "accept",
    ]  # fmt: skip


def test_who_decides_on_what_changed_since_is_told_what_holds_and_what_he_sent(draft: Draft) -> None:
    seen = item(draft, "登记失业率")
    deciding.correct(seen, {"value": "3"}, by="wang", revision=1)
    with pytest.raises(ItemChangedMeanwhile) as no:
        deciding.correct(seen, {"value": "5"}, by="li", revision=1)
    assert (no.value.stands["value"], no.value.sent) == ("3", {"value": "5"})
    assert "wang" in str(no.value)


def test_the_last_decision_is_taken_back_and_the_one_before(draft: Draft) -> None:
    seen = item(draft, "登记失业率")
    deciding.correct(seen, {"value": "3"}, by="li")
    deciding.accept_sure(draft, 0.5, by="li")
    assert queries.progress(draft).accepted > 0
    deciding.undo(draft, by="li")
    assert (queries.progress(draft).accepted, queries.progress(draft).corrected) == (0, 1)
    (back,) = deciding.undo(draft, by="li")
    assert (back.values["value"], back.verdict) == ("4", ItemVerdict.OPEN)
    with pytest.raises(NothingToUndo):
        deciding.undo(draft, by="li")


def test_nobody_takes_back_what_another_decided_after_him(draft: Draft) -> None:
    seen = item(draft, "登记失业率")
    deciding.accept(seen, by="li")
    deciding.correct(seen, {"value": "3"}, by="wang")
    with pytest.raises(ItemChangedMeanwhile):
        deciding.undo(draft, by="li")


def test_what_was_not_read_is_added_at_its_passage(draft: Draft) -> None:
    start = draft.text.index("2024年底开展中期评估")
    made = deciding.add(
        draft, ItemKind.MILESTONE, start, start + 12, {"name": "完成中期评估", "due": "2024"}, by="li"
    )
    assert (made.verdict, made.read, made.parent) == (ItemVerdict.ADDED, None, None)
    assert made.values["quote"] == "2024年底开展中期评估"
    deciding.undo(draft, by="li")
    assert made not in queries.items(draft)


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"value": "五"}, "value"),
        ({"comparator": "~"}, "comparator"),
        ({"comparator": "range", "value_max": "1"}, "value_max"),
        ({"value_max": "9"}, "value_max"),
        ({"deadline": "2025-13"}, "deadline"),
        ({"deadline": "2025-02-30"}, "deadline"),
        ({"baseline_year": "去年"}, "baseline_year"),
        ({"lead": ["nobody"]}, "lead"),
        ({"name": " "}, "name"),
        ({"unit": "个" * 21}, "unit"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_each_wrong_value_gets_its_sentence(draft: Draft, values: dict[str, object], wrong: str) -> None:
    with pytest.raises(WrongValues) as no:
        deciding.correct(item(draft, "登记失业率"), values, by="li")
    assert list(no.value.problems) == [wrong]
    assert str(no.value)


def test_a_rejection_says_why(draft: Draft) -> None:
    with pytest.raises(NoReason):
        deciding.reject(item(draft, "登记失业率"), " ", by="li")


def test_the_plan_file_is_of_what_holds(draft: Draft) -> None:
    deciding.correct(item(draft, "登记失业率"), {"value": "3.5"}, by="li")
    deciding.reject(item(draft, "新增小微企业"), "重复", by="li")
    text = publishing.plan_file(draft)
    assert "target: 3.5" in text
    assert "新增小微企业" not in text


def test_problems_point_at_their_items(draft: Draft) -> None:
    seen = item(draft, "登记失业率")
    deciding.correct(seen, {"deadline": "2020"}, by="li")
    wrong = [each for each in publishing.checked(draft) if each.is_error]
    assert [(each.problem.code, each.item) for each in wrong] == [("deadline_before_term", seen)]
