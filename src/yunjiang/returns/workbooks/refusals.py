"""What is refused before there is any workbook."""

from django.utils.translation import gettext as _

from ..refusals import ReturnsRefusal


class NothingToFill(ReturnsRefusal):
    """A template of no returns."""

    def __init__(self) -> None:
        super().__init__(_("There is no return that you could fill in here; choose another unit or cycle."))
