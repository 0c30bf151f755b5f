from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.core.cache import caches
from django.test import Client

from yunjiang.access.tests.cast import Cast
from yunjiang.web.tests import world


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    """Forget what pages kept: the next test has the same ledger positions with other entries."""
    for name in ("default", "figures"):
        caches[name].clear()
    yield
    for name in ("default", "figures"):
        caches[name].clear()


@pytest.fixture(scope="module")
def _cast(lasting: None) -> Cast:
    return world.build()


@pytest.fixture
def cast(_cast: Cast, db: None) -> Cast:
    """Return the people of the small world, with its plan and its postings."""
    return deepcopy(_cast)


@pytest.fixture
def owner(client: Client, cast: Cast) -> Client:
    """Return a browser in which the provincial office has signed in."""
    client.force_login(cast.owner)
    return client


@pytest.fixture
def clerk(client: Client, cast: Cast) -> Client:
    """Return a browser in which a reporting officer of Qujing has signed in."""
    client.force_login(cast.clerk)
    return client
