from copy import deepcopy

import pytest

from .hall import Hall, build


@pytest.fixture(scope="module")
def _hall(lasting: None) -> Hall:
    return build()


@pytest.fixture
def hall(_hall: Hall, db: None) -> Hall:
    return deepcopy(_hall)
