import pytest

from .journal import PROVINCE, play


@pytest.fixture
def province(db: None) -> None:
    """A province with two prefectures, east (east1, east2) and west (west1), all open since 2020."""
    play(PROVINCE)
