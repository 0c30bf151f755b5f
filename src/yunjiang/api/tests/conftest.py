import pytest
from django.test import Client

from yunjiang.api import rates
from yunjiang.registers.kit.tests.desk import Desk, furnish


@pytest.fixture
def desk(db: None) -> Desk:
    return furnish()


@pytest.fixture(autouse=True)
def _unhurried() -> None:
    """Count how often anew for each test."""
    for each in (rates.requests, rates.refusals_told, rates.strangers):
        each.forget()


@pytest.fixture
def clerk(desk: Desk) -> Client:
    """The browser of the clerk of Wuhua."""
    client = Client()
    client.force_login(desk.clerk)
    return client
