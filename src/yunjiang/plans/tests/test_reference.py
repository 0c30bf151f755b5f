"""The reference page of plan files is what the schema says today."""

from pathlib import Path

from jsonschema import Draft202012Validator

from yunjiang.plans import reading, reference
from yunjiang.plans.schema import schema

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "plan-file.md"


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text("utf-8") == reference.render(), (
        "run: python -m yunjiang.plans.reference > docs/reference/plan-file.md"
    )


def test_its_example_is_a_plan() -> None:
    document, problems = reading.read(reference.EXAMPLE)
    assert document is not None
    assert problems == []


def test_the_schema_is_a_schema_and_describes_every_field() -> None:
    Draft202012Validator.check_schema(schema())
    undescribed = [
        f"{name}.{field}"
        for name, form in {"file": schema(), **schema()["$defs"]}.items()
        for field, content in form.get("properties", {}).items()
        if not content.get("description")
    ]
    assert undescribed == []
