from copy import deepcopy
from types import SimpleNamespace

import pytest
from django.test import Client

from yunjiang.api import rates
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


@pytest.fixture
def one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no minute end while requests are counted."""
    monkeypatch.setattr(rates, "time", SimpleNamespace(monotonic=lambda: 90.0))
