"""Who leads an indicator by decision: dated, kept, taken back, and seen by whoever reads the plan."""

from datetime import date

import pytest
from tests.trails import records

from yunjiang.access.tests import cast as casting
from yunjiang.access.tests.cast import Cast
from yunjiang.plans import leading, queries, services
from yunjiang.plans.models import LeadDecision
from yunjiang.plans.refusals import LeadNotOpen

pytestmark = pytest.mark.django_db
ON = date(2022, 3, 1)
PLAN = """
format: 1
plan: {code: led, name: 小规划, document_number: 试办发〔2021〕1号, first_day: 2021-01-01, last_day: 2025-12-31,
       owner: "530000", goal: 有人牵头}
measures:
  proposals: {name: 合理化建议, unit: 件, kind: flow, definition: 当期提出的合理化建议。}
initiatives:
  - code: "1"
    name: 建功立业
    actions:
      - code: "1.1"
        name: 群众性创新
        indicators:
          - {code: 1.1.1, name: 建议, basis: cumulative, comparator: at_least, target: 1000, unit: 件, deadline: 2025-12-31,
             formula: proposals, lead: ["530100"], reporters: [prefecture]}
          - {code: 1.1.2, name: 每年建议, basis: annual, comparator: at_least, target: 90, unit: 件, cadence: annual,
             formula: proposals, reporters: [prefecture]}
          - {code: 1.1.3, name: 更多建议, basis: cumulative, comparator: at_least, target: 50, unit: 件, deadline: 2025-12-31,
             formula: proposals, reporters: [prefecture]}
"""


@pytest.fixture
def cast() -> Cast:
    made = casting.assemble()
    services.load(PLAN, "tests")
    return made


def leads() -> dict[str, tuple[str, ...] | None]:
    return {each.code: each.lead for each in queries.document(queries.current()).indicators}


def decide(code: str, organization, **more) -> list[LeadDecision]:
    indicator = queries.document(queries.current()).indicator(code)
    return leading.decide({indicator: organization}, decided_on=more.pop("on", ON), by="owner", **more)


def test_it_works(cast: Cast) -> None:
    decide("1.1.2", cast.kunming, document_number="云产改办〔2022〕9号")
    assert leads() == {"1.1.1": ("530100",), "1.1.2": ("530100",), "1.1.3": None}
    [decision] = LeadDecision.objects.all()
    assert (decision.indicator.code, decision.organization, decision.decided_on) == (
        "1.1.2",
        cast.kunming,
        ON,
    )
    assert len(records("plans.decide_lead")) == 1


def test_a_decision_wins_over_the_plans_text_and_gives_it_back(cast: Cast) -> None:
    decide("1.1.1", cast.qujing)
    assert leads()["1.1.1"] == ("530300",)
    decide("1.1.1", None)
    assert leads()["1.1.1"] == ("530100",)
    assert LeadDecision.objects.count() == 2


def test_the_same_again_is_no_decision(cast: Cast) -> None:
    assert len(decide("1.1.3", cast.qujing)) == 1
    assert decide("1.1.3", cast.qujing) == []
    assert LeadDecision.objects.count() == 1


def test_a_unit_that_is_not_open_leads_nothing(cast: Cast) -> None:
    with pytest.raises(LeadNotOpen):
        decide("1.1.3", cast.qujing, on=date(2020, 1, 1))
    assert leads()["1.1.3"] is None


def test_a_new_version_keeps_what_was_decided(cast: Cast) -> None:
    decide("1.1.3", cast.qujing)
    services.load(PLAN.replace("target: 50", "target: 60"), "tests")
    assert leads()["1.1.3"] == ("530300",)
