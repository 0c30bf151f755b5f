"""What verification finds after somebody, or the ledger, has changed something."""

from collections import Counter

import pytest

from yunjiang.documents.comparing import Outcome, findings
from yunjiang.documents.opening import opened

from .given import appraisal, material
from .laid import edited, filed, without, written

GIVEN = material(
    [
        appraisal("1.1.1", "12400"),
        appraisal("2.2.5", "5120"),
        appraisal("1.3.4", None, is_owed=True),
        appraisal("3.4.1", "5412800"),
    ]
)


@pytest.fixture
def composed():
    return written("annual_report", GIVEN)


def found(composed, content, tmp_path, present=GIVEN):
    path = tmp_path / "edited.docx"
    path.write_bytes(content)
    return list(findings(opened(path), composed.identities, present))


def but_confirmed(all_found):
    return [each for each in all_found if each.outcome is not Outcome.CONFIRMED]


def test_an_untouched_document_is_confirmed_throughout(composed, tmp_path):
    outcomes = Counter(each.outcome for each in found(composed, composed.content, tmp_path))
    assert set(outcomes) == {Outcome.CONFIRMED}
    assert outcomes[Outcome.CONFIRMED] == len(composed.identities.numbers) + len(composed.identities.drawn)


def test_a_number_altered_by_hand_is_told_with_both_texts(composed, tmp_path):
    (altered,) = but_confirmed(
        found(composed, edited(composed.content, ">1.24万名<", ">1.42万名<"), tmp_path)
    )
    assert altered.outcome is Outcome.ALTERED
    assert (altered.recorded, altered.found) == ("1.24万名", "1.42万名")
    assert "1.24万名" in altered.sentence()
    assert "1.42万名" in altered.sentence()


def test_a_unit_exchanged_by_hand_is_an_alteration_too(composed, tmp_path):
    (altered,) = but_confirmed(
        found(composed, edited(composed.content, ">541.28万人<", ">541.28万人次<"), tmp_path)
    )
    assert altered.outcome is Outcome.ALTERED


def test_a_number_removed_is_told(composed, tmp_path):
    (removed,) = but_confirmed(found(composed, edited(composed.content, ">1.24万名<", "><"), tmp_path))
    assert (removed.outcome, removed.recorded) == (Outcome.REMOVED, "1.24万名")


def test_a_number_typed_by_hand_is_listed_with_the_words_around_it(composed, tmp_path):
    content = edited(composed.content, "特此报告。", "另培训骨干3500人次。特此报告。")
    (typed,) = but_confirmed(found(composed, content, tmp_path))
    assert (typed.outcome, typed.found) == (Outcome.UNBOUND, "3500")
    assert "另培训骨干3500人次" in typed.place


def test_dates_and_document_numbers_typed_by_hand_are_not_listed(composed, tmp_path):
    content = edited(
        composed.content, "特此报告。", "按云产改办〔2024〕4号要求，2024年1月5日前上报，见附件3。特此报告。"
    )
    assert but_confirmed(found(composed, content, tmp_path)) == []


def test_numbers_in_the_offices_own_words_are_listed(tmp_path):
    own = written("annual_report", GIVEN, {"highlights": "建成夜校12所。"})
    assert [each.found for each in but_confirmed(found(own, own.content, tmp_path))] == ["12"]


def test_what_the_ledger_says_otherwise_now_is_told_with_both_values(composed, tmp_path):
    later = material(
        [
            appraisal("1.1.1", "12500"),
            appraisal("2.2.5", "5120"),
            appraisal("1.3.4", "3"),
            appraisal("3.4.1", "5412800"),
        ]
    )
    changed = but_confirmed(found(composed, composed.content, tmp_path, later))
    assert {each.outcome for each in changed} == {Outcome.CHANGED}
    value = next(each for each in changed if each.recorded == "1.24万名")
    assert (str(value.recorded_value), str(value.present_value)) == ("12400", "12500")
    assert "12500名" in value.sentence()


def test_what_is_no_longer_known_is_changed_and_not_an_error(composed, tmp_path):
    later = material([appraisal("1.1.1", None), appraisal("2.2.5", "5120"), appraisal("3.4.1", "5412800")])
    changed = but_confirmed(found(composed, composed.content, tmp_path, later))
    value = next(each for each in changed if each.recorded == "1.24万名")
    assert value.present_value is None


def test_a_bar_redrawn_by_hand_is_told(tmp_path):
    present = material([appraisal("1.1.1", "12400"), appraisal("1.3.4", "30")])
    charted = written("annual_report", present)
    content = edited(charted.content, "<c:v>62</c:v>", "<c:v>99.9</c:v>", part="word/charts/chart1.xml")
    (altered,) = but_confirmed(found(charted, content, tmp_path, present))
    assert (altered.outcome, altered.found) == (Outcome.ALTERED, "99.9")


def test_bookmarks_hold_the_numbers_where_controls_lost_their_tags(composed, tmp_path):
    untagged = edited(composed.content, '<w:tag w:val="yj:', '<w:tag w:val="lost:', count=-1)
    assert but_confirmed(found(composed, untagged, tmp_path)) == []


def test_a_deletion_still_tracked_counts_as_removed(composed, tmp_path):
    run = '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">1.24万名</w:t></w:r>'
    deleted = f'<w:del w:id="1" w:author="甲">{run.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")}</w:del>'
    (removed,) = but_confirmed(found(composed, edited(composed.content, run, deleted), tmp_path))
    assert removed.outcome is Outcome.REMOVED


def test_the_identities_may_be_lost_while_the_document_keeps_its_number(composed, tmp_path):
    path = tmp_path / "stripped.docx"
    path.write_bytes(without(composed.content, "customXml/"))
    file = opened(path)
    assert file.identities is None
    assert file.document == composed.number
    assert filed(composed, tmp_path).exists()
