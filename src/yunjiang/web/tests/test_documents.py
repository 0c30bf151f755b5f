from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from yunjiang.access.tests.cast import Cast
from yunjiang.assessment.models import Run
from yunjiang.documents.models import Document
from yunjiang.organizations.models import Organization
from yunjiang.plans import queries as plans
from yunjiang.web.tests.world import LOOK, ON

MADE_AT = datetime(2024, 1, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path, settings: LazySettings) -> Path:
    settings.YUNJIANG_DOCUMENTS = tmp_path
    return tmp_path


def kept_run(organization: Organization, on: date = ON) -> Run:
    run = Run(
        plan_version=plans.current(),
        data_set="demonstration",
        assessed_on=on,
        tree="as_then",
        position=2,
        rules_version="2026-1",
        thresholds={},
        organization_ids=[organization.pk],
        made_at=MADE_AT,
        made_by="tests",
        digest=bytes(32),
    )
    run.save()
    return run


def written(organization: Organization, number: str) -> Document:
    document = Document(
        number=number,
        kind="mid_term",
        title="中期评估报告",
        plan_version=plans.current(),
        organization=organization,
        run=kept_run(organization),
        assessed_on=ON,
        data_set="demonstration",
        tree="as_then",
        position=2,
        file_name=f"{number}.docx",
        file_digest=bytes(32),
        identities="{}",
        number_count=12,
        written_at=MADE_AT,
        written_by="tests",
    )
    document.save()
    document.path.write_bytes(b"PK a document")
    return document


def test_it_works(owner: Client, cast: Cast, folder: Path) -> None:
    written(cast.province, "abc123")
    shown = owner.get("/documents/", LOOK).text
    assert "中期评估报告" in shown
    assert "/documents/abc123/file/" in shown


def test_a_file_is_handed_out_as_it_was_written(owner: Client, cast: Cast, folder: Path) -> None:
    written(cast.province, "abc123")
    answer = owner.get("/documents/abc123/file/")
    assert b"".join(answer) == b"PK a document"
    assert "attachment" in answer.headers["Content-Disposition"]


def test_documents_of_another_data_set_are_not_among_them(owner: Client, cast: Cast, folder: Path) -> None:
    written(cast.province, "abc123")
    assert "中期评估报告" not in owner.get("/documents/", {**LOOK, "data": "published"}).text


def test_another_prefectures_clerk_gets_no_file(clerk: Client, cast: Cast, folder: Path) -> None:
    written(cast.kunming, "abc123")
    assert clerk.get("/documents/abc123/file/").status_code == 403


def test_a_file_that_is_gone_is_said_to_be_gone(owner: Client, cast: Cast, folder: Path) -> None:
    written(cast.province, "abc123").path.unlink()
    answer = owner.get("/documents/abc123/file/")
    assert answer.status_code == 404
    assert "已不在公文目录中" in answer.text


def test_a_number_that_no_document_has_is_not_found(owner: Client) -> None:
    assert owner.get("/documents/unknown/file/").status_code == 404


def test_nothing_written_says_how_to_begin(owner: Client) -> None:
    assert "尚未生成本机构的公文" in owner.get("/documents/", LOOK).text
