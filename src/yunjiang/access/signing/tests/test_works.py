from datetime import timedelta

import pytest
from time_machine import Traveller

from yunjiang.access.signing import lockout, sessions, works
from yunjiang.access.tests.cast import Cast
from yunjiang.background.progress import Progress


@pytest.mark.django_db
def test_what_no_longer_counts_is_cleared_away(clock: Traveller, cast: Cast) -> None:
    sessions.begin(cast.clerk, "key", address="10.0.0.1", agent="")
    lockout.strike("clerk", "10.0.0.1")
    clock.shift(timedelta(minutes=31))
    assert works.sweep({}, Progress.__new__(Progress)) == {"sessions": 1, "failures": 2}
