from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from yunjiang.organizations import services as organizations
from yunjiang.organizations.models import Kind, Organization
from yunjiang.plans.drafts.beginning import begin
from yunjiang.plans.drafts.models import Draft
from yunjiang.plans.reader.tests.documents import SCHEME

SHORT = (
    "西岭省就业促进行动方案（2023—2025年）\n一、扩大就业容量\n（一）支持小微企业。每年新增小微企业5万家。"
    "（省工业厅牵头，省教育厅配合）\n（二）稳定失业率。登记失业率控制在4%以内。\n"
    "二、保障措施\n（一）加强评估。2024年底开展中期评估。\n"
)


@pytest.fixture
def owner(db: None) -> Organization:
    """A made-up province with two cities, three departments and its union."""
    rows = [
        ("xl", Kind.PROVINCE, None, "西岭省", "西岭"),
        ("xl-east", Kind.PREFECTURE, "xl", "东河市", "东河"),
        ("xl-west", Kind.PREFECTURE, "xl", "西河市", "西河"),
        ("xl-industry", Kind.DEPARTMENT, "xl", "西岭省工业厅", "省工业厅"),
        ("xl-labour", Kind.DEPARTMENT, "xl", "西岭省人力资源和社会保障厅", "省人力资源社会保障厅"),
        ("xl-education", Kind.DEPARTMENT, "xl", "西岭省教育厅", "省教育厅"),
        ("xl-union", Kind.DEPARTMENT, "xl", "西岭省总工会", "省总工会"),
    ]
    opened: dict[str, Organization] = {}
    for key, kind, parent, name, short in rows:
        opened[key] = organizations.open_organization(
            key,
            on=date(2020, 1, 1),
            kind=kind,
            code=key,
            name=name,
            short_name=short,
            parent=opened[parent] if parent else None,
        )
    return opened["xl"]


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def draft(owner: Organization) -> Draft:
    return begin(SHORT, code="jobs", owner=owner, by="li")


@pytest.fixture
def long_draft(owner: Organization) -> Draft:
    return begin(SCHEME, code="jobs", owner=owner, by="li")
