from pathlib import Path
from typing import Any

import pytest

from yunjiang.figures.tests import world as worlds
from yunjiang.figures.tests.world import World


@pytest.fixture
def world(db: None, tmp_path: Path, settings: Any) -> World:
    """A province with a plan and an empty ledger, its segments in a folder of its own."""
    settings.YUNJIANG_SEGMENTS = tmp_path / "segments"
    return worlds.build()
