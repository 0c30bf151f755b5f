"""Verifying a document against the ledger, from the file alone."""

from collections import Counter

import pytest
from tests import journal

from yunjiang.documents import verification, writing
from yunjiang.documents.refusals import NotADocument, WithoutIdentities, WrittenElsewhere
from yunjiang.documents.verification import Outcome, verify

from .conftest import MOMENT
from .laid import edited, without


@pytest.fixture
def document(small):
    return writing.write("annual_report", small.run(), small.units["省"], by="tests", written_at=MOMENT)


def altered(document, tmp_path, *edits):
    content = document.path.read_bytes()
    for old, new in edits:
        content = edited(content, old, new)
    path = tmp_path / "收到的报告.docx"
    path.write_bytes(content)
    return path


def test_an_untouched_document_is_confirmed(document):
    found = verify(document.path)
    assert Counter(each.outcome for each in found) == {Outcome.CONFIRMED: document.number_count}


def test_a_copy_under_another_name_is_known_again(document, tmp_path):
    copy = altered(document, tmp_path)
    assert verification.record_of(copy) == document


def test_a_correction_in_the_ledger_shows_both_values(document):
    journal.post("2022 · 甲州 · trained · 2500 · source=return:甲-2022 · revision=2")
    changed = [each for each in verify(document.path) if each.outcome is Outcome.CHANGED]
    value = next(each for each in changed if each.recorded == "7100人次")
    assert (value.recorded_value, value.present_value) == (7100, 7600)
    assert "7600人次" in value.sentence()
    assert not any("每年竞赛" in each.label for each in changed)


def test_a_posting_to_another_day_or_data_set_changes_nothing(document):
    journal.post("2023 · 甲州 · trained · 500")
    journal.post("2022 · 甲州 · trained · 500", data_set="demonstration")
    assert {each.outcome for each in verify(document.path)} == {Outcome.CONFIRMED}


def test_a_number_altered_by_hand_and_one_typed_are_told(document, tmp_path):
    path = altered(
        document, tmp_path, (">7100人次<", ">8100人次<"), ("特此报告。", "另训练骨干300人。特此报告。")
    )
    found = [each for each in verify(path) if each.outcome is not Outcome.CONFIRMED]
    assert [(each.outcome, each.found) for each in found] == [
        (Outcome.ALTERED, "8100人次"),
        (Outcome.UNBOUND, "300"),
    ]


def test_identities_rewritten_to_hide_an_alteration_do_not_help(document, tmp_path):
    content = edited(document.path.read_bytes(), ">7100人次<", ">8100人次<")
    content = edited(content, "7100人次", "8100人次", -1, "customXml/item1.xml")
    path = tmp_path / "forged.docx"
    path.write_bytes(content)
    assert Outcome.ALTERED in {each.outcome for each in verify(path)}


def test_a_document_whose_identities_were_dropped_is_verified_by_its_number(document, tmp_path):
    path = tmp_path / "dropped.docx"
    path.write_bytes(without(document.path.read_bytes(), "customXml/"))
    assert {each.outcome for each in verify(path)} == {Outcome.CONFIRMED}


def test_a_document_without_any_identity_is_refused(document, tmp_path):
    path = tmp_path / "bare.docx"
    path.write_bytes(without(document.path.read_bytes(), "customXml/", "docProps/custom.xml"))
    with pytest.raises(WithoutIdentities, match=r"bare\.docx"):
        verify(path)


def test_a_document_of_another_site_is_refused_with_its_number(document, tmp_path):
    path = tmp_path / "foreign.docx"
    content = edited(document.path.read_bytes(), document.number, "f" * 32, -1, "customXml/item1.xml")
    path.write_bytes(content)
    with pytest.raises(WrittenElsewhere, match="f" * 32):
        verify(path)


def test_a_text_file_is_refused(tmp_path, db):
    path = tmp_path / "notes.docx"
    path.write_text("不是公文")
    with pytest.raises(NotADocument):
        verify(path)
