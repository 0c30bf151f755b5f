"""What the register of members refuses, each in a sentence: what, which, and what to do."""

from datetime import date

from django.utils.translation import gettext

from yunjiang.registers.kit.refusals import RegisterRefusal


class MayNotJoin(RegisterRefusal):
    """That somebody cannot become a member on a day; `problem` is a code of `rules.joining_problem`."""

    def __init__(self, problem: str, on: date) -> None:
        self.problem, self.on = problem, on
        super().__init__(problem, on)

    def __str__(self) -> str:
        return {
            "future": gettext(
                "A membership cannot begin in the future. Give the day on which it was approved."
            ),
            "unborn": gettext("The day of joining lies before the day of birth. Check both."),
            "too_young": gettext(
                "Nobody joins a union before the age of sixteen (Labour Law, article 15). Check the day of birth."
            ),
        }[self.problem]


class NoUnion(RegisterRefusal):
    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)

    def __str__(self) -> str:
        return gettext("“%(name)s” is no union, and members belong to unions. Choose a union below it.") % {
            "name": self.name
        }


class MemberAlready(RegisterRefusal):
    """That the person has a membership or an application; `is_here` when it is in the same union."""

    def __init__(self, union: str, state: str, *, is_here: bool) -> None:
        self.union, self.state, self.is_here = union, state, is_here
        super().__init__(union, state)

    def __str__(self) -> str:
        if self.is_here:
            return gettext(
                "This person is on record in this union already (%(state)s). Open that record."
            ) % {"state": self.state}
        return gettext(
            "This person is on record in “%(union)s” (%(state)s). Ask that union for a transfer instead of joining anew."
        ) % {"union": self.union, "state": self.state}


class NotTransferable(RegisterRefusal):
    def __init__(self, state: str) -> None:
        self.state = state
        super().__init__(state)

    def __str__(self) -> str:
        return gettext("A membership that is “%(state)s” cannot be transferred.") % {"state": self.state}


class TransferRuns(RegisterRefusal):
    """That a transfer of this membership waits for an answer already."""

    def __init__(self, target: str, due_on: date) -> None:
        self.target, self.due_on = target, due_on
        super().__init__(target, due_on)

    def __str__(self) -> str:
        return gettext(
            "A transfer to “%(target)s” waits for an answer until %(due_on)s. Take it back first, or wait for the answer."
        ) % {"target": self.target, "due_on": self.due_on}


class OwnUnion(RegisterRefusal):
    def __str__(self) -> str:
        return gettext("The person is a member of this union. Choose another one.")


class TransferDecided(RegisterRefusal):
    def __init__(self, state: str) -> None:
        self.state = state
        super().__init__(state)

    def __str__(self) -> str:
        return gettext("This transfer was decided already (%(state)s). Open the list again.") % {
            "state": self.state
        }


class AnswerMissing(RegisterRefusal):
    def __str__(self) -> str:
        return gettext("Say why the transfer is not accepted: the person and the other union will read it.")


class CampaignTooWide(RegisterRefusal):
    def __str__(self) -> str:
        return gettext(
            "No record below this unit was last confirmed before that day. Choose a later day or another unit."
        )


class NoticeNotShown(RegisterRefusal):
    """That an application does not say which of today's words on the handling of the data the applicant was shown."""

    def __init__(self, purpose: str, version: str) -> None:
        self.purpose, self.version = purpose, version
        super().__init__(purpose, version)

    def __str__(self) -> str:
        return gettext(
            "The words on the handling of the data for “%(purpose)s” were not shown as they stand today (%(version)s). "
            "Show them, and send their version."
        ) % {"purpose": self.purpose, "version": self.version or "–"}


class TooManyApplications(RegisterRefusal):
    def __str__(self) -> str:
        return gettext(
            "Several applications with this number wait already. Wait for the answer to one of them, or go to the union."
        )


class UnknownReceipt(RegisterRefusal):
    def __str__(self) -> str:
        return gettext(
            "There is no application with this receipt, or it is kept no longer. Check its sixteen characters."
        )


class ApplicationDecided(RegisterRefusal):
    def __init__(self, state: str) -> None:
        self.state = state
        super().__init__(state)

    def __str__(self) -> str:
        return gettext("This application was decided already (%(state)s). Open the list again.") % {
            "state": self.state
        }


class NotSeen(RegisterRefusal):
    """That an application would be approved without anybody having seen who the applicant is."""

    def __str__(self) -> str:
        return gettext("Say how you know that the applicant is this person, before you approve.")
