from collections.abc import Callable
from copy import deepcopy

import pytest
from django.test import Client

from yunjiang.returns.tests.world import World, build

SignIn = Callable[[str], Client]
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
)


@pytest.fixture(scope="module")
def _world(lasting: None) -> World:
    world = build()
    world.open("2024")
    return world


@pytest.fixture
def world(_world: World, db: None) -> World:
    """Return the small province of the returns, with its 2024 cycle open."""
    return deepcopy(_world)


@pytest.fixture
def as_(world: World) -> SignIn:
    """Return a function that gives a browser in which somebody of the world has signed in."""

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(world.people[name])
        return client

    return signed_in
