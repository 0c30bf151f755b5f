from pathlib import Path

import pytest
from django.conf import LazySettings
from tests import journal


@pytest.fixture
def world(db: None) -> None:
    """A province with two prefectures and three counties, and one measure of every sort."""
    journal.tree(
        """
        云南
          昆明
            五华
            盘龙
          大理
            祥云
        """
    )
    journal.measures(
        """
        trained   · flow    · 人次 · sex=F|M · age=young|old
        graduates · flow    · 人   · persons
        output    · flow    · 元   · scale=2
        members   · balance · 人
        skilled   · level   · 人   · sex=F|M
        rate      · level   · %    · scale=1 · not additive
        """
    )


@pytest.fixture(autouse=True)
def segments(tmp_path: Path, settings: LazySettings) -> Path:
    """A folder of its own for the segments of each test."""
    settings.YUNJIANG_SEGMENTS = tmp_path / "segments"
    return tmp_path / "segments"
