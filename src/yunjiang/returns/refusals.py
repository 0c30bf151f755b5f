"""What returns refuse, one class a refusal; each writes its sentence for a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from .models import State


class ReturnsRefusal(Exception):
    """Anything that returns will not do."""


class NothingAsked(ReturnsRefusal):
    """A cycle would ask nobody for anything."""

    def __init__(self, plan: str, rhythm: str, period: str) -> None:
        self.plan, self.rhythm, self.period = plan, rhythm, period
        super().__init__(
            _(
                "Nobody owes %(plan)s anything in this rhythm for %(period)s; choose another period or version."
            )
            % {"plan": plan, "period": period}
        )


class NotThisRhythm(ReturnsRefusal):
    """A period of another length than the rhythm's, or outside the plan."""

    def __init__(self, period: str, rhythm: str) -> None:
        self.period, self.rhythm = period, rhythm
        super().__init__(
            _(
                "%(period)s is no period of the plan for %(rhythm)s; give one such as 2024, 2024-H1, 2024-Q3 or 2024-07."
            )
            % {"period": period, "rhythm": rhythm}
        )


class CycleThere(ReturnsRefusal):
    """A cycle that was opened already."""

    def __init__(self, cycle: str) -> None:
        self.cycle = cycle
        super().__init__(_("“%(cycle)s” is open already; nothing was opened again.") % {"cycle": cycle})


class CannotBeAsked(ReturnsRefusal):
    """Parts of a measure that overlap, so that what is posted would count some twice."""

    def __init__(self, measures: Sequence[str]) -> None:
        self.measures = tuple(measures)
        super().__init__(
            _(
                "Parts of %(measures)s overlap and would be counted twice; ask for parts that exclude each other."
            )
            % {"measures": "、".join(measures)}
        )


class CycleClosed(ReturnsRefusal):
    """An act on a cycle that is closed."""

    def __init__(self, cycle: str) -> None:
        self.cycle = cycle
        super().__init__(
            _("“%(cycle)s” is closed. The office can extend a single return, with a reason.")
            % {"cycle": cycle}
        )


class ReasonMissing(ReturnsRefusal):
    """An act that must say why."""

    def __init__(self) -> None:
        super().__init__(_("Say why: whoever must correct it needs the reason."))


class ExtensionOver(ReturnsRefusal):
    """An extension that would end before it begins."""

    def __init__(self, until: date, today: date) -> None:
        self.until, self.today = until, today
        super().__init__(_("An extension cannot end on %(until)s: that day is over.") % {"until": until})


class NotOpenForFilling(ReturnsRefusal):
    """A return that cannot be filled in now: because of its state, or because it is locked."""

    def __init__(self, unit: str, state: str, locked_since: date | None = None) -> None:
        self.unit, self.state, self.locked_since = unit, state, locked_since
        if locked_since is not None:
            sentence = _(
                "The return of %(unit)s has been locked since %(day)s; ask the office for an extension."
            ) % {"unit": unit, "day": locked_since}
        else:
            sentence = _(
                "The return of %(unit)s is “%(state)s” and takes no changes now; withdraw it, or ask for it to be sent back."
            ) % {"unit": unit, "state": State(state).label}
        super().__init__(sentence)


@dataclass(frozen=True)
class Conflict:
    """One cell that reads otherwise now than who is saving thinks: what stands and what was to be saved."""

    question: str
    stands: Mapping[str, Any]  # value, unavailable, explanation
    sent: Mapping[str, Any]


class ChangedMeanwhile(ReturnsRefusal):
    """Somebody else changed the return since it was read; nothing was saved; `conflicts` says what differs."""

    def __init__(
        self, version: int, by: str, at: datetime | None, conflicts: Sequence[Conflict] = ()
    ) -> None:
        self.version, self.by, self.at, self.conflicts = version, by, at, tuple(conflicts)
        super().__init__(
            _(
                "%(by)s changed this return at %(at)s while you had it open; nothing of yours was saved yet. "
                "Read the %(count)d cells that differ and save again."
            )
            % {"by": by, "at": f"{localtime(at):%H:%M}" if at else "", "count": len(self.conflicts)}
        )


SENTENCES: dict[str, str] = {
    "unknown_question": gettext_noop("“%(question)s” is not asked of this unit."),
    "not_a_number": gettext_noop("“%(value)s” is not a number; write digits only."),
    "too_fine": gettext_noop("%(value)s has more than %(scale)d decimal digits."),
    "too_large": gettext_noop("%(value)s is too large."),
    "negative": gettext_noop("%(value)s is below zero; this quantity cannot be."),
    "value_and_unavailable": gettext_noop("A number and “not available” exclude each other."),
    "explanation_too_long": gettext_noop("The explanation has more than %(limit)d characters."),
    "accepted_already": gettext_noop("This section has been accepted; ask for it to be reopened."),
    "unknown_passage": gettext_noop("The plan has no action “%(action)s”, or no text is asked there."),
    "passage_too_long": gettext_noop("The text has more than %(limit)d characters."),
}


@dataclass(frozen=True)
class CellProblem:
    """Why one answer cannot be saved: a stable code, with the facts of its sentence."""

    question: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    unit: str = ""

    def sentence(self) -> str:
        """Say it to a person."""
        return _(SENTENCES[self.code]) % dict(self.facts)


class AnswersRefused(ReturnsRefusal):
    """Answers that cannot be saved, with every problem found; nothing was saved."""

    def __init__(self, problems: Sequence[CellProblem]) -> None:
        self.problems = tuple(problems)
        sentences = [f"{each.unit} {each.question}: {each.sentence()}" for each in self.problems[:20]]
        super().__init__(
            "\n".join([_("Nothing was saved; %(count)d problems:") % {"count": len(problems)}, *sentences])
        )


class WrongState(ReturnsRefusal):
    """An act that a return in its state does not take."""

    def __init__(self, unit: str, act: str, state: str) -> None:
        self.unit, self.act, self.state = unit, act, state
        super().__init__(
            _(
                "The return of %(unit)s is “%(state)s”: it does not take the act “%(act)s” now. Look at it again."
            )
            % {"unit": unit, "act": act, "state": State(state).label}
        )


class FourEyes(ReturnsRefusal):
    """Somebody would review or accept what he submitted himself."""

    def __init__(self, unit: str, by: str) -> None:
        self.unit, self.by = unit, by
        super().__init__(
            _("%(by)s submitted the return of %(unit)s, so somebody else must review and accept it.")
            % {"unit": unit, "by": by}
        )


class HardFindings(ReturnsRefusal):
    """A return with findings that must be put right before it can be submitted."""

    def __init__(self, findings: Sequence[Any]) -> None:
        self.findings = tuple(findings)
        super().__init__(
            _("%(count)d cells break a rule and must be corrected before submission.")
            % {"count": len(findings)}
        )


class Unexplained(ReturnsRefusal):
    """A return with odd values that nobody has explained."""

    def __init__(self, findings: Sequence[Any]) -> None:
        self.findings = tuple(findings)
        super().__init__(
            _("%(count)d values look odd: correct them, or explain each in a few words, then submit again.")
            % {"count": len(findings)}
        )


class Unanswered(ReturnsRefusal):
    """A return with cells that say nothing, neither a number nor that it is not available."""

    def __init__(self, questions: Sequence[str]) -> None:
        self.questions = tuple(questions)
        super().__init__(
            _(
                "%(count)d cells are empty. Write 0 where there was nothing; mark as not available what cannot be known."
            )
            % {"count": len(questions)}
        )


class NarrativeMissing(ReturnsRefusal):
    """A return that owes words and has none under these headings."""

    def __init__(self, headings: Sequence[str]) -> None:
        self.headings = tuple(headings)
        super().__init__(
            _("The plan asks for text under: %(headings)s. Write it, then submit.")
            % {"headings": "、".join(headings)}
        )


class CumulativeFalls(ReturnsRefusal):
    """Cumulative values below those accepted for an earlier period of the year, or above those of a later one."""

    def __init__(self, unit: str, questions: Sequence[str]) -> None:
        self.unit, self.questions = unit, tuple(questions)
        super().__init__(
            _(
                "What %(unit)s reports for the year to date falls against another period already accepted: %(questions)s. "
                "Correct it, or have the other period reopened first."
            )
            % {"unit": unit, "questions": "、".join(questions)}
        )


class UnknownSection(ReturnsRefusal):
    """Sections named that the return has not, or not in the state needed."""

    def __init__(self, unit: str, indicators: Sequence[str]) -> None:
        self.unit, self.indicators = unit, tuple(indicators)
        super().__init__(
            _("The return of %(unit)s has no such section open for this: %(indicators)s.")
            % {"unit": unit, "indicators": "、".join(indicators)}
        )


class NothingOffered(ReturnsRefusal):
    """Offers to be taken that do not stand beside their cells, or no longer."""

    def __init__(self, questions: Sequence[str]) -> None:
        self.questions = tuple(questions)
        super().__init__(
            _("Nothing is offered any more for %(count)d of the cells; read the form again.")
            % {"count": len(questions)}
        )


class NoSuchCell(ReturnsRefusal):
    """Evidence for a number that the unit is not asked."""

    def __init__(self, unit: str, question: str) -> None:
        self.unit, self.question = unit, question
        super().__init__(
            _("“%(question)s” is not asked of %(unit)s, so nothing can be attached there.")
            % {"question": question, "unit": unit}
        )


class EvidenceSettled(ReturnsRefusal):
    """Evidence attached to, or taken from, a section that is accepted."""

    def __init__(self, section: str) -> None:
        self.section = section
        super().__init__(
            _("“%(section)s” has been accepted; ask for it to be reopened before changing its evidence.")
            % {"section": section}
        )


class EvidenceThere(ReturnsRefusal):
    """The same file attached to the same number twice."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(_("The content of “%(name)s” is attached here already.") % {"name": name})


class EvidenceGone(ReturnsRefusal):
    """Evidence that somebody else has taken back already."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(_("“%(name)s” has been taken back already. Read the page again.") % {"name": name})


class TooMuchEvidence(ReturnsRefusal):
    """More evidence than a return, or one number, may have."""

    def __init__(self, unit: str, limit: int = 0, count: int = 0) -> None:
        self.unit, self.limit, self.count = unit, limit, count
        if count:
            sentence = _("One number takes at most %(count)d files. Put them together into one.") % {
                "count": count
            }
        else:
            sentence = _(
                "All evidence of %(unit)s together may have at most %(limit)d MB. Take something back, or make it smaller."
            ) % {"unit": unit, "limit": limit >> 20}
        super().__init__(sentence)
