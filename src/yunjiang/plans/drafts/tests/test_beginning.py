"""Reading a document into a draft, from a file or pasted, once."""

import io

import pytest
from django.db import DatabaseError, transaction

from yunjiang.access.models import AuditRecord
from yunjiang.files.refusals import NameContradictsContent
from yunjiang.organizations.models import Organization
from yunjiang.plans import reading
from yunjiang.plans.drafts import deciding, fields, publishing, queries
from yunjiang.plans.drafts.beginning import begin
from yunjiang.plans.drafts.heading import describe
from yunjiang.plans.drafts.models import Draft, DraftState
from yunjiang.plans.drafts.refusals import (
    AlreadyDrafted,
    DraftChangedMeanwhile,
    DraftEnded,
    NotACode,
    OwnedByAnother,
    UnsoundDraft,
    WrongValues,
)
from yunjiang.plans.reader.refusals import Damaged, NoPlan, TooLarge

from .conftest import SHORT


def test_a_file_is_kept_with_its_text(owner: Organization) -> None:
    draft = begin(io.BytesIO(SHORT.encode("gb18030")), name="方案.txt", code="jobs", owner=owner, by="li")
    assert (draft.text, draft.file_name) == (SHORT, "方案.txt")
    assert draft.file is not None
    assert draft.file.path.read_bytes() == SHORT.encode("gb18030")
    assert (str(draft.first_day), str(draft.last_day)) == ("2023-01-01", "2025-12-31")
    assert draft.reporters == ["prefecture"]
    assert AuditRecord.objects.filter(action="drafts.begin", subject=f"draft:{draft.pk}").exists()


def test_the_same_document_again_tells_of_the_draft_there_is_until_it_is_dropped(draft: Draft) -> None:
    with pytest.raises(AlreadyDrafted) as no:
        begin(SHORT, code="other", owner=draft.owner, by="wang")
    assert no.value.draft == draft
    publishing.drop(draft, "读错了文件", by="li")
    assert begin(SHORT, code="other", owner=draft.owner, by="wang") != draft


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        ("今天天气很好，我们去公园散步。".encode(), "随笔.txt", NoPlan),
        (b"%PDF-1.7\nbroken", "方案.pdf", Damaged),
        (SHORT.encode(), "方案.pdf", NameContradictsContent),
    ],
)
def test_what_cannot_be_read_is_refused_and_leaves_nothing(
    owner: Organization, content: bytes, name: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        begin(io.BytesIO(content), name=name, code="jobs", owner=owner, by="li")
    assert not Draft.objects.exists()


def test_a_file_of_half_a_gigabyte_is_refused_without_being_held(owner: Organization) -> None:
    class Endless:
        left = 500 << 20

        def read(self, size: int, /) -> bytes:
            given = min(size, self.left)
            self.left -= given
            return bytes(given)

    with pytest.raises(TooLarge, match="500"):
        begin(Endless(), name="大文件.txt", code="jobs", owner=owner, by="li")


def test_characters_that_no_database_takes_are_replaced_where_they_stand(owner: Organization) -> None:
    draft = begin(SHORT + "\x00\ud800", code="jobs", owner=owner, by="li")
    assert draft.text == SHORT + "\ufffd\ufffd"


def test_a_code_is_one_and_of_no_other_owner(draft: Draft) -> None:
    with pytest.raises(NotACode):
        begin("x", code="Jobs 1", owner=draft.owner, by="li")
    deciding.accept_sure(draft, 0, by="li")
    publishing.publish(draft, by="li")
    with pytest.raises(OwnedByAnother):
        begin("x", code="jobs", owner=Organization.objects.get(key="xl-east"), by="li")


def test_what_was_read_passes_as_values(long_draft: Draft) -> None:
    for each in queries.items(long_draft):
        assert fields.checked(each.kind, {}, each.values) == each.values


def test_the_days_of_the_document_are_kept_corrected_and_published(owner: Organization) -> None:
    text = (
        f"{SHORT}\n本方案自2023年2月1日起施行，有效期至2026年1月31日。\n西岭省人民政府办公厅\n2023年1月18日"
    )
    draft = begin(text, code="dated", owner=owner, by="li")
    assert [str(each) for each in (draft.issued_on, draft.valid_from, draft.valid_until)] == [
        "2023-01-18", "2023-02-01", "2026-01-31",
    ]  # fmt: skip
    with pytest.raises(WrongValues) as no:
        describe(draft, {"valid_until": "2020-01-31"}, by="li")
    assert set(no.value.problems) == {"valid_until"}
    held = describe(draft, {"issued_on": "", "valid_until": "2026-12-31"}, by="li")
    assert (held.issued_on, str(held.valid_until)) == (None, "2026-12-31")
    document, problems = reading.read(publishing.plan_file(held))
    assert problems == []
    assert document is not None
    assert (document.issued_on, str(document.valid_until)) == (None, "2026-12-31")


def test_a_document_without_a_title_is_called_by_its_file(owner: Organization) -> None:
    text = "到2025年，全省种茶500亩，采茶20吨，茶农收入明显提高。\n一、种好茶\n种茶500亩。\n二、采好茶\n采茶20吨。"
    draft = begin(io.BytesIO(text.encode()), name="茶乡规划.txt", code="tea", owner=owner, by="li")
    assert draft.name == "茶乡规划"
    assert begin(f"{text}\n完。", code="tea", owner=owner, by="li").name == "（原文无标题）"


def test_the_head_is_changed_and_checked(draft: Draft) -> None:
    held = describe(draft, {"last_day": "2026-12-31", "reporters": ["county"]}, by="li", revision=1)
    assert (str(held.last_day), held.reporters, held.revision) == ("2026-12-31", ["county"], 2)
    with pytest.raises(DraftChangedMeanwhile):
        describe(draft, {"name": "别的方案"}, by="wang", revision=1)
    with pytest.raises(WrongValues) as no:
        describe(draft, {"name": "", "first_day": "2027-01-01", "reporters": ["nobody"]}, by="li")
    assert set(no.value.problems) == {"name", "last_day", "reporters"}


@pytest.mark.postgres
def test_what_has_ended_changes_no_more_not_even_in_the_database(draft: Draft) -> None:
    deciding.accept_sure(draft, 0, by="li")
    version = publishing.publish(draft, by="li")
    assert (draft.state, draft.version) == (DraftState.PUBLISHED, version)
    item = queries.items(draft)[0]
    with pytest.raises(DraftEnded):
        deciding.reopen(item, by="li")
    for rows in (draft.items.filter(pk=item.pk), Draft.objects.filter(pk=draft.pk)):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(revision=99)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete("default")


def test_a_draft_with_errors_is_not_published(draft: Draft) -> None:
    deciding.accept_sure(draft, 0, by="li")
    item = next(each for each in queries.items(draft) if each.values["name"] == "登记失业率")
    deciding.correct(item, {"deadline": "2020"}, by="li")
    with pytest.raises(UnsoundDraft) as no:
        publishing.publish(draft, by="li")
    assert [each.item for each in no.value.flaws] == [item]
    draft.refresh_from_db()
    assert draft.state == DraftState.OPEN
