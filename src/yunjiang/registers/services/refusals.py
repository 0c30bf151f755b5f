"""What the register of services refuses, each in a sentence."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yunjiang.registers.kit.refusals import RegisterRefusal

from .rules import Reason

REASONS = {
    Reason.NO_MEMBER: _("has no current union membership"),
    Reason.ELSEWHERE: _("is a member of a union that this service is not for"),
    Reason.UNQUALIFIED: _(
        "has a member record that is incomplete, doubtful or not confirmed within twelve months"
    ),
    Reason.STATE: _("has a membership in a state that this service is not for"),
    Reason.TOO_NEW: _("has not been a member long enough"),
    Reason.FORM: _("does not work in a form of employment that this service is for"),
    Reason.MIGRANT: _("is not in the group (migrant workers or others) that this service is for"),
    Reason.SEX: _("is not of the sex that this service is for"),
    Reason.TOO_YOUNG: _("is younger than this service is for"),
    Reason.TOO_OLD: _("is older than this service is for"),
    Reason.UNKNOWN: _("has a record without something that this service asks for"),
}


class NotEligible(RegisterRefusal):
    """That a service is not open to a person; tells every reason at once."""

    def __init__(self, service: str, person: str, reasons: Sequence[Reason]) -> None:
        self.service = service
        self.person = person
        self.reasons = tuple(reasons)
        super().__init__(service, person, self.reasons)

    def __str__(self) -> str:
        return gettext("%(person)s cannot take “%(service)s”: %(reasons)s.") % {
            "person": self.person,
            "service": self.service,
            "reasons": gettext("; ").join(str(REASONS[each]) for each in self.reasons),
        }


class NotAgreedTo(RegisterRefusal):
    """That a person's data may not be handled for services: no consent is on record, it was taken back, or use is restricted."""

    def __init__(self, service: str, person: str) -> None:
        self.service = service
        self.person = person
        super().__init__(service, person)

    def __str__(self) -> str:
        return gettext(
            "%(person)s has not agreed that data be handled for services, or has had its use restricted. Without that no place "
            "of “%(service)s” is given; ask the person first, and record the answer."
        ) % {"person": self.person, "service": self.service}


class ServiceNotOpen(RegisterRefusal):
    def __init__(self, service: str, state: str, starts_on: date, ends_on: date | None) -> None:
        self.service = service
        self.state = state
        self.starts_on = starts_on
        self.ends_on = ends_on
        super().__init__(service, state)

    def __str__(self) -> str:
        days = (
            f"{self.starts_on:%Y-%m-%d}—{self.ends_on:%Y-%m-%d}"
            if self.ends_on
            else f"{self.starts_on:%Y-%m-%d}—"
        )
        return gettext("“%(service)s” is not open now: its state is %(state)s, its days are %(days)s.") % {
            "service": self.service,
            "state": self.state,
            "days": days,
        }


class QuotaSpent(RegisterRefusal):
    def __init__(self, service: str, quota: int) -> None:
        self.service = service
        self.quota = quota
        super().__init__(service, quota)

    def __str__(self) -> str:
        return gettext("All %(quota)d places of “%(service)s” open to this union are taken.") % {
            "quota": self.quota,
            "service": self.service,
        }


class BudgetSpent(RegisterRefusal):
    def __init__(self, service: str, line: str) -> None:
        self.service = service
        self.line = line
        super().__init__(service, line)

    def __str__(self) -> str:
        return gettext(
            "The budget of “%(service)s” (%(line)s) is spent; ask for more before further places are given."
        ) % {
            "service": self.service,
            "line": self.line,
        }


class AlreadyHad(RegisterRefusal):
    """That a person has had what one may have of a benefit; where, is not told: it may be another union's matter."""

    def __init__(self, service: str, person: str, cap: int, period: str) -> None:
        self.service = service
        self.person = person
        self.cap = cap
        self.period = period
        super().__init__(service, person)

    def __str__(self) -> str:
        return gettext(
            "%(person)s has had this benefit %(cap)d time(s) already, here or at another union (period: %(period)s)."
        ) % {"person": self.person, "cap": self.cap, "period": self.period}


class UnknownCode(RegisterRefusal):
    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)

    def __str__(self) -> str:
        return gettext(
            "The code “%(code)s” is not one of ours, or was read wrongly. Scan it again, or type the twelve digits below it."
        ) % {"code": self.code}


class CodeStale(RegisterRefusal):
    def __init__(self) -> None:
        super().__init__("stale")

    def __str__(self) -> str:
        return gettext("This picture of a code is too old. Let the member open the code on the phone again.")


class NotRedeemable(RegisterRefusal):
    def __init__(self, code: str, state: str, expires_on: date) -> None:
        self.code = code
        self.state = state
        self.expires_on = expires_on
        super().__init__(code, state)

    def __str__(self) -> str:
        return gettext("The claim %(code)s cannot be redeemed: it is %(state)s, valid until %(day)s.") % {
            "code": self.code,
            "state": self.state,
            "day": f"{self.expires_on:%Y-%m-%d}",
        }


class AllotmentTooSmall(RegisterRefusal):
    def __init__(self, unit: str, quota: int, claimed: int) -> None:
        self.unit = unit
        self.quota = quota
        self.claimed = claimed
        super().__init__(unit)

    def __str__(self) -> str:
        return gettext(
            "%(unit)s cannot be allotted %(quota)d places: %(claimed)d of them are taken already."
        ) % {
            "unit": self.unit,
            "quota": self.quota,
            "claimed": self.claimed,
        }


class AllotmentTooLarge(RegisterRefusal):
    def __init__(self, service: str, quota: int, allotted: int) -> None:
        self.service = service
        self.quota = quota
        self.allotted = allotted
        super().__init__(service)

    def __str__(self) -> str:
        return gettext("“%(service)s” has %(quota)d places, but %(allotted)d would be allotted.") % {
            "service": self.service,
            "quota": self.quota,
            "allotted": self.allotted,
        }
