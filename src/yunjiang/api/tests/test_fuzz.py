"""Whatever is sent, the answer is one of ours: never a fault, always JSON."""

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from yunjiang.registers.kit import filters
from yunjiang.registers.kit.tests.desk import Desk
from yunjiang.registers.kit.tests.sample.register import Places

pytestmark = pytest.mark.django_db
PLACES = "/api/v1/sample-places/"
KNOWN = [*sorted(filters.names(Places)), "after", "size", "sorte"]
TEXTS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["-", "0", "-1", "9" * 30, "1e400", "2024-02-30", "0000-01-01", "530102", "NaN", "%", "W10", "%00"]
    ),
    st.dates().map(str),
    st.integers().map(str),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)
PATHS = st.sampled_from(
    ["number", "name", "organization", "sort", "opened_on", "seats", "cost", "is_free", "note", "x", "pk"]
)
CALM = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def told(answer: Any) -> None:
    assert answer.status_code < 500, answer.content.decode()
    json.loads(answer.content)


@CALM
@given(query=st.dictionaries(st.sampled_from(KNOWN), st.lists(TEXTS, min_size=1, max_size=3), max_size=3))
@example(query={"after": ["W251bGwsIG51bGxd"]})
def test_lists_answer_to_any_query(clerk: Client, query: dict[str, list[str]]) -> None:
    clerk.get("/api/v1/registers/")
    told_of = clerk.get(PLACES, query)
    if told_of.headers["Content-Type"] == "text/plain":  # an address with a NUL goes no further than the door
        assert told_of.status_code == 400
        return
    told(told_of)


@CALM
@given(values=st.dictionaries(PATHS, JSON, max_size=4), reason=JSON, revision=TEXTS)
def test_writes_answer_to_any_content(
    desk: Desk, clerk: Client, values: dict[str, Any], reason: Any, revision: str
) -> None:
    body = json.dumps({"values": values, "reason": reason})
    headers = {"If-Match": revision.encode("ascii", "ignore").decode().replace("\n", "").replace("\r", "")}
    told(clerk.generic("POST", PLACES, body, content_type="application/json"))
    told(clerk.generic("PATCH", f"{PLACES}1/", body, content_type="application/json", headers=headers))


@CALM
@given(body=st.binary(max_size=60))
def test_writes_answer_to_any_bytes(clerk: Client, body: bytes) -> None:
    told(clerk.generic("POST", PLACES, body, content_type="application/json"))


@CALM
@given(rest=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=30))
def test_any_address_answers(clerk: Client, rest: str) -> None:
    answer = clerk.get("/api/v1/" + rest.replace("?", "").replace("#", "").lstrip("/") + "-")
    assert answer.status_code in (404, 400, 200, 403)
