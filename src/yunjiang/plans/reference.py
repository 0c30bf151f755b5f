"""The reference page of plan files, written from the JSON schema so that it cannot fall behind it.

`python -m yunjiang.plans.reference` prints the page; `docs/reference/plan-file.md` holds its last output and a test compares.
"""

from collections.abc import Iterator
from typing import Any

from yunjiang.plans.schema import schema

EXAMPLE = """\
format: 1

plan:
  code: rivertown-2026-2030
  name: Rivertown's plan for its workers
  first_day: 2026-01-01
  last_day: 2030-12-31
  owner: rivertown

measures:
  trained_times:
    name: Training of workers
    unit: person-times
    kind: flow
  certified_workers:
    name: Workers with a certificate
    unit: persons
    kind: level
  workers:
    name: Workers
    unit: persons
    kind: level

initiatives:
  - code: A
    name: Raise skills
    actions:
      - code: A1
        name: Train workers
        lead: [rivertown-labour]
        indicators:
          - code: A1.1
            name: Training of workers
            basis: cumulative
            comparator: at_least
            target: 50000
            unit: person-times
            deadline: 2030-12-31
            formula: trained_times
            reporters: [county]
          - code: A1.2
            name: Share of workers with a certificate
            basis: ratio
            comparator: at_least
            target: 60
            unit: "%"
            deadline: 2030-12-31
            formula:
              numerator: certified_workers
              denominator: workers
            baseline: {value: 41.5, on: 2025-12-31}
            milestones:
              - {on: 2028-12-31, value: 52}
              - {on: 2030-12-31, value: 60}
            reporters: [county]
"""

_OPENING = """\
# Plan files

<!-- Written by `python -m yunjiang.plans.reference` from src/yunjiang/plans/schema.json. Do not edit. -->

A plan is one YAML file in UTF-8. `yunjiang plan check FILE` says everything that is wrong with it, with lines;
`yunjiang plan load FILE` loads it, as a new version if it says something new. The plans that come with Yunjiang are in
`src/yunjiang/plans/library/`: copy one to begin with.

- A small part of YAML is used: mappings, lists, texts, numbers, `true`, `false`, `null`. No anchors, aliases or tags, no tabs.
- A text that looks like a number needs quotes: `code: "1.1"`, `owner: "530000"`, `unit: "%"`. Days are written `2025-12-31`.
- What a plan's text does not give is left out and said under `not_given`, or `not_given` in its place. Nobody should invent it.
- What a plan's text leaves ambiguous is a choice: the readings, the one in force, and why. A reading may set fields of the
  indicator, so that changing the one word `chosen` reads the plan otherwise.

## Example
"""


def render() -> str:
    """Return the whole page as Markdown."""
    return "\n".join([_OPENING, f"```yaml\n{EXAMPLE}```", "", *_sections()]) + "\n"


def _sections() -> Iterator[str]:
    whole = schema()
    yield from _section("The file", whole)
    for name, form in whole["$defs"].items():
        if form.get("type") == "object":
            yield from _section(f"`{name}`", form)
        elif name != "slug":
            yield f"## `{name}`\n\n{form['description']}\n\n{_what(form)}.\n"


def _section(title: str, form: dict[str, Any]) -> Iterator[str]:
    yield f"## {title}\n\n{form['description']}\n"
    if "properties" not in form:
        yield f"{_what(form)}.\n"
        return
    yield "| field | | what | meaning |\n|---|---|---|---|"
    required = form.get("required", ())
    for name, field in form["properties"].items():
        needed = "required" if name in required else ""
        description = field.get("description", "").replace("|", "\\|")
        yield f"| `{name}` | {needed} | {_what(field)} | {description} |"
    yield ""


def _what(form: dict[str, Any]) -> str:
    """Say in a few words what a field takes."""
    if "$ref" in form:
        return _linked(form["$ref"])
    if "const" in form:
        return f"`{form['const']}`"
    if "enum" in form:
        return ", ".join(f"`{each}`" for each in form["enum"]) + _default(form)
    if "anyOf" in form:
        return " or ".join(_what(each) for each in form["anyOf"])
    if form.get("type") == "array":
        return f"list of {_what(form['items'])}"
    if form.get("format") == "date":
        return "day" if form["type"] == "string" else "day or null"
    if "additionalProperties" in form and form["additionalProperties"] is not False:
        return f"code → {_what(form['additionalProperties'])}"
    if form.get("type") == "object":
        return "fields: " + ", ".join(f"`{name}`" for name in form["properties"])
    kinds = form["type"] if isinstance(form["type"], list) else [form["type"]]
    names: dict[str, str] = {"string": "text", "integer": "whole number", "boolean": "true or false"}
    return " or ".join(names.get(str(each), str(each)) for each in kinds) + _default(form)


def _linked(reference: str) -> str:
    name = reference.rsplit("/", 1)[-1]
    return "code" if name == "slug" else f"[{name}](#{name})"


def _default(form: dict[str, Any]) -> str:
    if "default" not in form:
        return ""
    default = form["default"]
    return f" (default `{str(default).lower() if isinstance(default, bool) else default}`)"


if __name__ == "__main__":
    print(render(), end="")
