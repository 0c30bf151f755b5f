"""Two records of one person, who holds a post in a union of Wuhua; its officer, one of Qujing, and somebody without a role."""

from copy import deepcopy
from dataclasses import dataclass

import pytest
from django.test import Client

from yunjiang.access.models import User
from yunjiang.persons import likeness, writing
from yunjiang.persons.models import Candidate, Likeness, Person
from yunjiang.registers.unions.tests import hall as unions
from yunjiang.registers.unions.tests.hall import Hall

NUMBER = "530102199001011231"


@dataclass
class World:
    hall: Hall
    first: Person
    second: Person
    pair: Candidate

    def client(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    @property
    def officer(self) -> Client:
        return self.client(self.hall.officer)

    @property
    def stranger(self) -> Client:
        return self.client(self.hall.stranger)


@pytest.fixture(scope="module")
def _world(lasting: None) -> World:
    hall = unions.build()
    union = hall.union()
    first, second = (
        writing.write(None, values, by=None).instance
        for values in (
            {"name": "刀安娜", "identity": NUMBER, "phone": "13800138000", "education": "大专"},
            {"name": "刀安娜", "phone": "13800138000", "birth_on": "1990-01-01", "native_place": "云南景洪"},
        )
    )
    hall.post(union, person=first)
    hall.post(union, person=second, title="clerk")
    likeness.note_pairs([(first.pk, second.pk, Likeness.STRONG)], unions.path_of(union.organization))
    return World(hall, first, second, Candidate.objects.get())


@pytest.fixture
def world(_world: World, db: None) -> World:
    return deepcopy(_world)
