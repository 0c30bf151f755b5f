import pytest

from yunjiang.registers.kit.tests.desk import Desk, furnish


@pytest.fixture
def desk(db: None) -> Desk:
    return furnish()
