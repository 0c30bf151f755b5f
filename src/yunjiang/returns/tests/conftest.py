import pytest

from yunjiang.returns.tests.world import World, build


@pytest.fixture
def world(db: None) -> World:
    return build()
