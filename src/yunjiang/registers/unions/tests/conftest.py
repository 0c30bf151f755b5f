import pytest

from .hall import Hall, build


@pytest.fixture
def hall(db: None) -> Hall:
    return build()
