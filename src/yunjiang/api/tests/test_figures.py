"""One figure over the API: exact, null where nothing is known, refused where the pages refuse it."""

from datetime import date

import pytest
from django.test import Client

from yunjiang.access.tests import cast as casting
from yunjiang.access.tests.cast import Cast
from yunjiang.figures import binding
from yunjiang.ledger import posting
from yunjiang.ledger.records import Line, Record
from yunjiang.plans import queries as plans
from yunjiang.plans import services

pytestmark = pytest.mark.django_db
PROPOSALS = "/api/v1/figures/1.1.1/"
PLAN = """
format: 1
plan:
  code: small-plan
  name: 小规划
  document_number: 云办发〔2021〕1号
  source: 为测试而写
  first_day: 2021-01-01
  last_day: 2025-12-31
  owner: "530000"
  goal: 把事情办好
measures:
  proposals: {name: 合理化建议, unit: 件, kind: flow, definition: 当期提出的合理化建议。}
initiatives:
  - code: "1"
    name: 建功立业
    actions:
      - code: "1.1"
        name: 群众性创新
        indicators:
          - code: 1.1.1
            name: 职工合理化建议
            quote: 职工提出合理化建议累计1000件
            basis: cumulative
            comparator: at_least
            target: 1000
            unit: 件
            deadline: 2025-12-31
            formula: proposals
            reporters: [prefecture]
"""


@pytest.fixture
def cast(db: None) -> Cast:
    """A province with a plan of one indicator, and what Kunming reported for it."""
    cast = casting.assemble()
    services.load(PLAN, "tests")
    binding.declare_measures(plans.document(plans.current()))
    line = Line("proposals", cast.kunming.pk, date(2023, 12, 31), 120, since_on=date(2023, 1, 1))
    posting.post([Record("return:1", [line])], data_set="operational", by="tests", title="t")
    return cast


def test_it_works(client: Client, cast: Cast) -> None:
    client.force_login(cast.owner)
    told = client.get(PROPOSALS, {"unit": "530000", "on": "2023-12-31"}).json()
    assert (told["value"], told["unit_of_measure"], told["entry_count"]) == ("120", "件", 1)
    told = client.get(PROPOSALS, {"unit": "530300", "on": "2023-12-31"}).json()
    assert told["value"] is None
    told = client.get(PROPOSALS, {"unit": "530000", "on": "2023-12-31", "period": "2022"}).json()
    assert (told["value"], told["first_on"]) == (None, "2022-01-01")


def test_what_there_is_not_is_told(client: Client, cast: Cast) -> None:
    client.force_login(cast.owner)
    asked = {"unit": "530100", "on": "2023-12-31"}
    assert client.get("/api/v1/figures/9.9.9/", asked).status_code == 404
    assert client.get(PROPOSALS, asked | {"unit": "nowhere"}).status_code == 404
    assert client.get(PROPOSALS, asked | {"on": "someday"}).status_code == 422
    assert client.get(PROPOSALS, asked | {"period": "soon"}).status_code == 422


def test_who_may_not_see_figures_there_is_refused(client: Client, cast: Cast) -> None:
    client.force_login(cast.clerk)
    assert client.get(PROPOSALS, {"unit": "530100", "on": "2023-12-31"}).status_code == 403
