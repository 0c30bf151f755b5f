from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from yunjiang.access.tests import cast as casting
from yunjiang.access.tests.cast import Cast

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # a Monday morning in Yunnan


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stop the clock at NOW; the test shifts it."""
    with time_machine.travel(NOW, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def cast(db: None) -> Cast:
    return casting.assemble()
