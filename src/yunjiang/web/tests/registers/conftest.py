from copy import deepcopy

import pytest
from django.test import Client

from yunjiang.web.tests.registers import world as building
from yunjiang.web.tests.registers.world import World


@pytest.fixture(scope="module")
def _world(lasting: None) -> World:
    return building.build()


@pytest.fixture
def world(_world: World, db: None) -> World:
    return deepcopy(_world)


@pytest.fixture
def officer(client: Client, world: World) -> Client:
    """Return a browser in which the register officer of Kunming has signed in."""
    client.force_login(world.officer)
    return client
