import pytest
from django.test import Client

from yunjiang.web.tests.registers import world as building
from yunjiang.web.tests.registers.world import World


@pytest.fixture
def world(db: None) -> World:
    return building.build()


@pytest.fixture
def officer(client: Client, world: World) -> Client:
    """Return a browser in which the register officer of Kunming has signed in."""
    client.force_login(world.officer)
    return client
