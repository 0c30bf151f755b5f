"""What the API itself refuses, one class a refusal; each writes its sentence for a person."""

from collections.abc import Sequence

from django.utils.translation import gettext as _


class ApiRefusal(Exception):
    """Anything that is refused before a register is asked; `status` is that of the answer."""

    status = 400


class NotSignedIn(ApiRefusal):
    status = 401

    def __str__(self) -> str:
        return _("Sign in, or send an API key in the header Authorization: Bearer.")


class DoorShut(ApiRefusal):
    """That a site takes no applications here."""

    status = 404

    def __str__(self) -> str:
        return _("Applications to join are not taken here. Go to the union at the place of work.")


class PassUnknown(ApiRefusal):
    status = 401

    def __str__(self) -> str:
        return _("Send a member's pass that still holds in the header Authorization: Pass.")


class NoSuchMember(ApiRefusal):
    """That no pass is given; why is not told, for it would tell who is a member where."""

    status = 404

    def __str__(self) -> str:
        return _("No member of your unions has this number and this name. Check both on the card.")


class NotYours(ApiRefusal):
    status = 404

    def __str__(self) -> str:
        return _("There is no such thing of yours. Open the list again.")


class ForeignForm(ApiRefusal):
    """A write within a session that does not carry the session's token."""

    status = 403

    def __str__(self) -> str:
        return _("A write within a browser's session needs its token in the header X-CSRFToken.")


class TooMany(ApiRefusal):
    status = 429

    def __init__(self, limit: int, seconds: int) -> None:
        self.limit, self.seconds = limit, seconds
        super().__init__(limit, seconds)

    def __str__(self) -> str:
        return _("More than %(limit)d requests in a minute. Go on in %(seconds)d seconds.") % {
            "limit": self.limit,
            "seconds": self.seconds,
        }


class NoSuchAddress(ApiRefusal):
    status = 404

    def __init__(self, path: str) -> None:
        self.path = path[:200]
        super().__init__(path)

    def __str__(self) -> str:
        return _("There is nothing at %(path)s. /api/v1/openapi.json says what there is.") % {
            "path": self.path
        }


class MethodNotAllowed(ApiRefusal):
    status = 405

    def __init__(self, method: str, allowed: str) -> None:
        self.method, self.allowed = method, allowed
        super().__init__(method)

    def __str__(self) -> str:
        return _("%(method)s is not understood here, only %(allowed)s.") % {
            "method": self.method,
            "allowed": self.allowed,
        }


class Unreadable(ApiRefusal):
    """A request that does not say what is wanted in the way that the OpenAPI document describes."""

    status = 422

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        self.problems = tuple(problems)
        super().__init__(problems)

    def __str__(self) -> str:
        told = "; ".join(f"{where}: {what}" if where else what for where, what in self.problems[:5])
        return _("The request cannot be understood: %(problems)s") % {"problems": told}


class UnknownParameter(ApiRefusal):
    """A filter that there is not: left alone, it would answer with everything."""

    status = 422

    def __init__(self, names: Sequence[str], known: Sequence[str]) -> None:
        self.names, self.known = tuple(names), tuple(known)
        super().__init__(names)

    def __str__(self) -> str:
        return _("There is no parameter %(names)s. There are: %(known)s.") % {
            "names": "、".join(each[:40] for each in self.names[:5]),
            "known": "、".join(self.known),
        }


class RevisionMissing(ApiRefusal):
    status = 428

    def __str__(self) -> str:
        return _(
            'Say in the header If-Match which revision was read, such as "3", so that nobody\'s work is lost.'
        )


class RecordNotThere(ApiRefusal):
    status = 404

    def __init__(self, register: str, number: int) -> None:
        self.register, self.number = register, number
        super().__init__(number)

    def __str__(self) -> str:
        return _("“%(register)s” has no record %(number)d.") % {
            "register": self.register,
            "number": self.number,
        }


class NoSuchFigure(ApiRefusal):
    """An indicator or a unit that there is not, or a day that is none."""

    status = 404

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)

    def __str__(self) -> str:
        return self.sentence


class Fault(ApiRefusal):
    """A fault of ours; nothing of its inside is told."""

    status = 500

    def __str__(self) -> str:
        return _("The site has a fault here; nothing was changed. The administrator finds it in the log.")
