from collections.abc import Iterator

import pytest

from yunjiang.access import trail
from yunjiang.returns.tests.world import World, build


@pytest.fixture
def world(db: None, settings: pytest.FixtureRequest, tmp_path: object) -> Iterator[World]:
    """The small province, with a shelf of its own for files."""
    settings.YUNJIANG_FILES = tmp_path  # type: ignore[attr-defined]
    with trail.acting("tests"):
        yield build()
