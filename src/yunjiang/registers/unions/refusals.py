"""What the registers of unions refuse, each in a sentence: what, which, and what to do."""

from datetime import date

from django.utils.translation import gettext as _

from yunjiang.registers.kit.refusals import RegisterRefusal


class NoSuccessor(RegisterRefusal):
    """A union would end and nobody says where its members go."""

    def __init__(self, union: str) -> None:
        self.union = union
        super().__init__(
            _("“%(union)s” cannot end before it is said which union its members go to. Name that union.")
            % {"union": union}
        )


class SuccessorNotThere(RegisterRefusal):
    """Members would go to a union that does not exist on that day."""

    def __init__(self, union: str, successor: str, on: date) -> None:
        self.union, self.successor, self.on = union, successor, on
        super().__init__(
            _(
                "The members of “%(union)s” cannot go to “%(successor)s”: it is no union in office on %(on)s. "
                "Name another union or another day."
            )
            % {"union": union, "successor": successor, "on": on}
        )


class OwnSuccessor(RegisterRefusal):
    def __init__(self, union: str) -> None:
        self.union = union
        super().__init__(_("“%(union)s” cannot follow itself; name another union.") % {"union": union})


class UnionsBelow(RegisterRefusal):
    """A union would be closed while others stand below it."""

    def __init__(self, union: str, names: list[str]) -> None:
        self.union, self.names = union, names
        super().__init__(
            _("“%(union)s” cannot be closed while %(names)s stand below it. Move or close them first.")
            % {"union": union, "names": "、".join(names)}
        )


class EndsBeforeItBegan(RegisterRefusal):
    def __init__(self, union: str, on: date, founded_on: date | None) -> None:
        self.union, self.on, self.founded_on = union, on, founded_on
        super().__init__(
            _("“%(union)s” cannot end on %(on)s: it was founded on %(founded)s. Check the day.")
            % {"union": union, "on": on, "founded": founded_on or "—"}
        )


class AlreadyThere(RegisterRefusal):
    """A unit that the register holds already, by its code."""

    def __init__(self, code: str, name: str) -> None:
        self.code, self.name = code, name
        super().__init__(
            _(
                "%(code)s is in the register already, as “%(name)s”. Open that record instead of adding another."
            )
            % {"code": code, "name": name}
        )


class FoundingRefused(RegisterRefusal):
    """What the law on trade unions does not allow of a union to be founded; all of it at once."""

    def __init__(self, name: str, problems: list[str]) -> None:
        self.name, self.problems = name, problems
        super().__init__(
            _("“%(name)s” cannot be founded so: %(problems)s")
            % {"name": name, "problems": " ".join(problems)}
        )


class NothingToSplit(RegisterRefusal):
    """A split that gives the new union neither firms nor says that members follow them."""

    def __init__(self, union: str, names: list[str]) -> None:
        self.union, self.names = union, names
        super().__init__(
            _(
                "%(names)s are not covered by “%(union)s” on that day and cannot be split off it. Check the firms."
            )
            % {"union": union, "names": "、".join(names)}
        )


class CircleOfPlaces(RegisterRefusal):
    """A union would stand below itself in an industrial tree."""

    def __init__(self, union: str, upper: str, on: date) -> None:
        self.union, self.upper, self.on = union, upper, on
        super().__init__(
            _(
                "On %(on)s “%(union)s” would stand below itself by way of “%(upper)s”. Choose another upper union."
            )
            % {"union": union, "upper": upper, "on": on}
        )
