from copy import deepcopy

import pytest

from .world import World, furnish


@pytest.fixture(scope="module")
def _world(lasting: None) -> World:
    return furnish()


@pytest.fixture
def world(_world: World, db: None) -> World:
    return deepcopy(_world)
