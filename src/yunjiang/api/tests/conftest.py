from copy import deepcopy

import pytest
from django.test import Client

from yunjiang.registers.kit.tests.desk import Desk, furnish


@pytest.fixture(scope="module")
def _desk(lasting: None) -> Desk:
    return furnish()


@pytest.fixture
def desk(_desk: Desk, db: None) -> Desk:
    return deepcopy(_desk)


@pytest.fixture
def clerk(desk: Desk) -> Client:
    """The browser of the clerk of Wuhua."""
    client = Client()
    client.force_login(desk.clerk)
    return client
