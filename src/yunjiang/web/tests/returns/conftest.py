from collections.abc import Callable

import pytest
from django.test import Client

from yunjiang.returns.tests.world import World, build

SignIn = Callable[[str], Client]


@pytest.fixture
def world(db: None) -> World:
    """Return the small province of the returns, with its 2024 cycle open."""
    world = build()
    world.open("2024")
    return world


@pytest.fixture
def as_(world: World) -> SignIn:
    """Return a function that gives a browser in which somebody of the world has signed in."""

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(world.people[name])
        return client

    return signed_in
