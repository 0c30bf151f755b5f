"""What pages refuse to keep, one class a refusal; each writes its sentence for a person."""

from django.utils.translation import gettext as _


class WebRefusal(Exception):
    """Anything that pages will not keep."""


class NoPageHere(WebRefusal):
    """An address that is no page of this site, or none that can be looked at again."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(
            _("“%(address)s” is no page that can be saved. Open the page you mean and save it from there.")
            % {"address": address[:80]}
        )


class NameUnusable(WebRefusal):
    """A view without a name, or with one that is too long."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(
            _("Give the view a name of at most %(limit)d characters.") % {"limit": limit},
        )


class NameTaken(WebRefusal):
    """A second view of one person under the same name."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            _("You already have a view called “%(name)s”. Give this one another name.") % {"name": name}
        )


class TooManyViews(WebRefusal):
    """More views than a person can look through."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(
            _("You have %(limit)d saved views, which is as many as are kept. Remove one first.")
            % {"limit": limit}
        )
