import pytest

from yunjiang.access.tests import cast as casting
from yunjiang.access.tests.cast import Cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Return the people of the small tree."""
    return casting.assemble()
