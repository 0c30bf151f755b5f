"""What cannot happen to the reporting tree: one class per refusal, each writes the sentence for a person."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def _listed(names: Sequence[str]) -> str:
    return pgettext("between names", ", ").join(names)


class TreeRefusal(Exception):
    """An act or a question that the reporting tree refuses. Its text is meant for the person who asked."""


class UnknownOrganization(TreeRefusal):
    """Nothing in the tree answers to a code, key, name or pinyin."""

    def __init__(self, text: str, near: Sequence[str] = ()) -> None:
        self.text, self.near = text, tuple(near)
        sentence = _("No organization is known as “%(text)s”; check its code or full name.") % {"text": text}
        if near:
            sentence += _(" Perhaps: %(near)s.") % {"near": _listed(near)}
        super().__init__(sentence)


class AmbiguousOrganization(TreeRefusal):
    """Several organizations answer to the same text."""

    def __init__(self, text: str, candidates: Sequence[str]) -> None:
        self.text, self.candidates = text, tuple(candidates)
        super().__init__(
            _("“%(text)s” may mean %(candidates)s; give the code instead.")
            % {"text": text, "candidates": _listed(candidates)}
        )


class KeyTaken(TreeRefusal):
    """An organization with this key exists already."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(
            _("The key %(key)s belongs to an organization already; choose another key.") % {"key": key}
        )


class AlreadyOpen(TreeRefusal):
    """A unit's second opening would overlap its life, or begin another one."""

    def __init__(self, organization: str, opened_on: date) -> None:
        self.organization, self.opened_on = organization, opened_on
        super().__init__(
            _("%(organization)s was opened on %(on)s; a unit opens once. Open a new unit under a new key.")
            % {"organization": organization, "on": opened_on}
        )


class NotYetOpen(TreeRefusal):
    """Something is said to have happened to a unit before it was opened."""

    def __init__(self, organization: str, on: date) -> None:
        self.organization, self.on = organization, on
        super().__init__(
            _("%(organization)s was not yet open on %(on)s; check the date, or record its opening first.")
            % {"organization": organization, "on": on}
        )


class AlreadyClosed(TreeRefusal):
    """Something is said to have happened to a unit on or after the day on which it ceased to exist."""

    def __init__(self, organization: str, on: date, closed_on: date) -> None:
        self.organization, self.on, self.closed_on = organization, on, closed_on
        super().__init__(
            _("%(organization)s ceased to exist on %(closed_on)s, so nothing can happen to it on %(on)s.")
            % {"organization": organization, "closed_on": closed_on, "on": on}
        )


class ParentNotOpen(TreeRefusal):
    """A unit would hang below one that does not exist on that day."""

    def __init__(self, organization: str, parent: str, on: date) -> None:
        self.organization, self.parent, self.on = organization, parent, on
        super().__init__(
            _(
                "On %(on)s %(organization)s would stand below %(parent)s, which is not open that day; move it first."
            )
            % {"organization": organization, "parent": parent, "on": on}
        )


class UnitsBelow(TreeRefusal):
    """A unit cannot be closed while others still stand below it."""

    def __init__(self, organization: str, on: date, below: Sequence[str]) -> None:
        self.organization, self.on, self.below = organization, on, tuple(below)
        super().__init__(
            _(
                "%(organization)s cannot close on %(on)s: %(below)s still stand below it; move or close them first."
            )
            % {"organization": organization, "on": on, "below": _listed(below)}
        )


class Circle(TreeRefusal):
    """A unit would stand below itself."""

    def __init__(self, organization: str, on: date) -> None:
        self.organization, self.on = organization, on
        super().__init__(
            _("On %(on)s %(organization)s would stand below itself; choose a unit outside its own branch.")
            % {"organization": organization, "on": on}
        )


class PathTooLong(TreeRefusal):
    """The chain of units above is longer than a path can hold."""

    def __init__(self, organization: str, on: date) -> None:
        self.organization, self.on = organization, on
        super().__init__(
            _("On %(on)s %(organization)s would stand too deep in the tree; choose a higher parent.")
            % {"organization": organization, "on": on}
        )


class DuplicateCode(TreeRefusal):
    """Two units would carry the same code on a day."""

    def __init__(self, code: str, on: date, organization: str, holder: str) -> None:
        self.code, self.on, self.organization, self.holder = code, on, organization, holder
        super().__init__(
            _(
                "%(organization)s cannot carry the code %(code)s on %(on)s: it is the code of %(holder)s that day."
            )
            % {"organization": organization, "code": code, "on": on, "holder": holder}
        )


class NothingChanges(TreeRefusal):
    """The act would leave everything as it was."""

    def __init__(self, organization: str, on: date) -> None:
        self.organization, self.on = organization, on
        super().__init__(
            _("On %(on)s %(organization)s stands so already; nothing was recorded.")
            % {"organization": organization, "on": on}
        )


class CounterpartNotOpen(TreeRefusal):
    """The other unit of a merger, split, succession or boundary change does not exist on that day."""

    def __init__(self, organization: str, counterpart: str, on: date) -> None:
        self.organization, self.counterpart, self.on = organization, counterpart, on
        super().__init__(
            _(
                "What happened to %(organization)s on %(on)s involves %(counterpart)s, which is not open that day."
            )
            % {"organization": organization, "counterpart": counterpart, "on": on}
        )


class OwnCounterpart(TreeRefusal):
    """A unit would merge into itself, split off itself or give territory to itself."""

    def __init__(self, organization: str) -> None:
        self.organization = organization
        super().__init__(
            _("%(organization)s cannot be its own counterpart; name another unit.")
            % {"organization": organization}
        )


class ShareOutOfRange(TreeRefusal):
    """The share of a split is not between 0 and 1, or the shares of one day add up to more than the whole."""

    def __init__(self, organization: str, on: date, share: Decimal) -> None:
        self.organization, self.on, self.share = organization, on, share
        super().__init__(
            _(
                "The shares split off %(organization)s on %(on)s would come to %(share)s; "
                "they must stay above 0 and, together, below 1. Leave the share empty when it is not known."
            )
            % {"organization": organization, "on": on, "share": share}
        )


class GroupBeginsThatDay(TreeRefusal):
    """A unit's class in a group set already changes on that day."""

    def __init__(self, organization: str, group_set: str, on: date) -> None:
        self.organization, self.group_set, self.on = organization, group_set, on
        super().__init__(
            _("%(organization)s already enters another class of %(group_set)s on %(on)s; choose another day.")
            % {"organization": organization, "group_set": group_set, "on": on}
        )


class NoDivisions(TreeRefusal):
    """A folder to load a region from has no divisions.csv."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        super().__init__(
            _("The folder %(folder)s has no divisions.csv, so there is no region to load; check the folder.")
            % {"folder": folder}
        )
