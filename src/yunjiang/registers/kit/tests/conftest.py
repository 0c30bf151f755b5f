from copy import deepcopy

import pytest

from yunjiang.registers.kit.tests.desk import Desk, furnish


@pytest.fixture(scope="module")
def _desk(lasting: None) -> Desk:
    return furnish()


@pytest.fixture
def desk(_desk: Desk, db: None) -> Desk:
    return deepcopy(_desk)
