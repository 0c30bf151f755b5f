"""Under which source a section enters the ledger: `return:<plan>/<period>/<organization key>/<indicator code>`.

Periods of different rhythms are written differently (2024, 2024-H1, 2024-Q3, 2024-07), so their sources never collide. Data sets
other than the operational one stand behind the plan's code (`plan+demonstration`): the ledger keeps a source in one data set.
"""

from yunjiang.ledger.models import DataSet

from .models import Cycle

KIND = "return"


def source_of(cycle: Cycle, organization_key: str, indicator: str) -> str:
    """Return the source of a section; asks for the cycle's plan."""
    return f"{prefix_of(cycle)}/{organization_key}/{indicator}"


def prefix_of(cycle: Cycle) -> str:
    """Return what the sources of a cycle begin with."""
    world = "" if cycle.data_set == DataSet.OPERATIONAL else f"+{cycle.data_set}"
    return f"{KIND}:{cycle.plan_version.plan.code}{world}/{cycle.code}"
