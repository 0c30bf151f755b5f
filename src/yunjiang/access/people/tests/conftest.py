import pytest

from yunjiang.access.people.tests import offices as opening
from yunjiang.access.people.tests.offices import Offices


@pytest.fixture
def offices(db: None) -> Offices:
    """Return the cast with its administrators."""
    return opening.open_offices()
