from copy import deepcopy

import pytest

from yunjiang.returns.tests.world import World, build


@pytest.fixture(scope="module")
def _world(lasting: None) -> World:
    return build()


@pytest.fixture
def world(_world: World, db: None) -> World:
    return deepcopy(_world)
