import pytest

from yunjiang.ledger import measures
from yunjiang.organizations import services as organizations
from yunjiang.plans import library, reading
from yunjiang.plans.document import PlanDocument


@pytest.fixture(scope="session")
def plan() -> PlanDocument:
    document, _ = reading.read(library.text("yunnan-2021-2025"))
    assert document is not None
    return document


@pytest.fixture
def yunnan(db: None, plan: PlanDocument) -> PlanDocument:
    """Return the plan, with Yunnan's organizations and the plan's measures in the database."""
    organizations.load_yunnan()
    measures.declare(plan.measures, dimensions=plan.dimensions)
    return plan
