"""What rows that are written once refuse, where their room has no sentence of its own."""

from django.utils.translation import gettext as _


class WrittenOnceOnly(Exception):
    """Somebody tried to change or delete a row that is written once."""

    def __init__(self, model: str, act: str, number: object = None) -> None:
        self.model, self.act, self.number = model, act, number
        super().__init__(
            _(
                "%(model)s %(number)s stays as it was written: it does not take the act “%(act)s”. "
                "Add a new record instead."
            )
            % {"model": model, "number": "" if number is None else number, "act": act}
        )
