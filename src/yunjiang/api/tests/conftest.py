import pytest
from django.test import Client

from yunjiang.registers.kit.tests.desk import Desk, furnish


@pytest.fixture
def desk(db: None) -> Desk:
    return furnish()


@pytest.fixture
def clerk(desk: Desk) -> Client:
    """The browser of the clerk of Wuhua."""
    client = Client()
    client.force_login(desk.clerk)
    return client
