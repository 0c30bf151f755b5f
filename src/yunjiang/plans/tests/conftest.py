from datetime import date
from pathlib import Path

import pytest

from yunjiang.organizations import services as organizations
from yunjiang.organizations.models import Kind, Organization
from yunjiang.plans import reading
from yunjiang.plans.document import PlanDocument

LINJIANG = (Path(__file__).parent / "plans" / "linjiang-environment.yaml").read_text("utf-8")


def changed(text: str, *changes: tuple[str, str]) -> str:
    """Return the text with each first passage replaced; the passage must be there."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def line_of(text: str, passage: str) -> int:
    """Return the line on which the passage first begins."""
    return text[: text.index(passage)].count("\n") + 1


def document_of(text: str) -> PlanDocument:
    document, problems = reading.read(text)
    assert problems == []
    assert document is not None
    return document


@pytest.fixture
def linjiang(db: None) -> dict[str, Organization]:
    """A made-up city with two districts, two streets in the first, and four bureaus; by key."""
    opened: dict[str, Organization] = {}
    rows = [
        ("linjiang", Kind.PREFECTURE, None),
        ("north", Kind.COUNTY, "linjiang"),
        ("south", Kind.COUNTY, "linjiang"),
        ("quay", Kind.ENTERPRISE, "north"),
        ("mill", Kind.ENTERPRISE, "north"),
        *(
            (f"linjiang-{each}", Kind.DEPARTMENT, "linjiang")
            for each in ("ecology", "industry", "water", "forestry")
        ),
    ]
    for key, kind, parent in rows:
        opened[key] = organizations.open_organization(
            key,
            on=date(2020, 1, 1),
            kind=kind,
            code=key,
            name=key.title(),
            short_name=key.title(),
            parent=opened[parent] if parent else None,
        )
    return opened
