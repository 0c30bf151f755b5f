from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from yunjiang.documents.number import Address, Number, What
from yunjiang.documents.phrase import numbers, phrase, shown
from yunjiang.documents.wording import bracketed, chained, clause, listing, quoted, sentence

TWELVE = Number("12名", Decimal(12), "名", 0, Address(What.VALUE, "1.1.1"))


def test_a_clause_without_its_number_vanishes_whole():
    assert clause("完成目标的", None) == ()
    assert clause("完成", TWELVE) == ("完成", TWELVE)


def test_a_sentence_without_clauses_vanishes():
    assert sentence((), "", clause("共", None)) == ()


def test_clauses_are_joined_by_commas_and_end_with_a_full_stop():
    assert shown(sentence("甲", (), clause("共", TWELVE), "丙")) == "甲，共12名，丙。"
    assert shown(sentence("已经完。")) == "已经完。"


def test_a_listing_knows_none_one_two_and_many():
    assert listing([]) == ()
    assert shown(listing(["甲"])) == "甲"
    assert shown(listing(["甲", "乙"])) == "甲和乙"
    assert shown(listing(["甲", "乙", "丙"])) == "甲、乙和丙"
    assert shown(listing(["甲", "乙", "丙"], at_most=2)) == "甲、乙等"


def test_names_that_hold_the_word_and_are_joined_otherwise():
    assert (
        shown(listing(["云南省劳动模范和先进工作者", "首席技师"])) == "云南省劳动模范和先进工作者以及首席技师"
    )


def test_quoted_names_take_no_comma_between_them():
    assert shown(listing([quoted("甲"), quoted("乙"), quoted("丙和丁")])) == "“甲”“乙”和“丙和丁”"


def test_quotes_within_quotes_become_single():
    assert quoted("打造“数字工会”平台") == "“打造‘数字工会’平台”"


def test_brackets_and_chains_are_never_empty():
    assert bracketed(()) == ()
    assert shown(bracketed(chained(("甲", (), "乙"), "，"))) == "（甲，乙）"


def test_numbers_survive_every_joining():
    text = sentence(clause("甲", TWELVE), phrase("乙", bracketed(clause("共", TWELVE))))
    assert numbers(text) == [TWELVE, TWELVE]


@given(st.lists(st.sampled_from(["甲", "", None, TWELVE]), max_size=6))
def test_no_sentence_ever_has_a_hole(parts):
    text = shown(sentence(*(clause(part) for part in parts)))
    assert "，，" not in text
    assert not text.startswith("，")
    assert text == "" or text.endswith("。")
    assert "None" not in text
