"""What is tried of every register, derived from its declaration. A register's test inherits it:

    class TestClaims(RegisterTrials):
        register = Claims

        def make(self, organization, serial, **fields):      # save a record, its fields filled in, those masked too
            return writing.create(Claims, {"number": f"C{serial}", ...} | fields, by=None, organization=organization)

`world` (`world.py`) has the units and people of every trial. Each file here tries one side of the kit; what a register cannot be
tried on (no flow, no intake) is skipped. What is the register's own is for tests beside these.
"""

from .doors import DoorTrials
from .handling import HandlingTrials
from .intake import IntakeTrials
from .pages import PageTrials
from .posting import PostingTrials
from .reading import ReadingTrials
from .world import World
from .writing import WritingTrials

__all__ = ["RegisterTrials", "World"]


class RegisterTrials(
    PageTrials, HandlingTrials, WritingTrials, PostingTrials, IntakeTrials, ReadingTrials, DoorTrials
):
    """Everything that is tried of every register."""
