"""What the kit refuses when something is to be written: what, which record, and what to do instead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from .refusals import RegisterRefusal


@dataclass(frozen=True)
class Conflict:
    """One field that reads otherwise now than who is saving thinks, as people read it: what stands, what was to be saved."""

    path: str
    label: str
    stands: str
    sent: str


class ChangedMeanwhile(RegisterRefusal):
    """Somebody else changed the record since it was read; nothing was saved; `conflicts` says what differs."""

    def __init__(
        self, title: str, revision: int, by: str, at: datetime | None, conflicts: Sequence[Conflict] = ()
    ) -> None:
        self.title, self.revision, self.by, self.at = title, revision, by, at
        self.conflicts = tuple(conflicts)
        differ = "；".join(
            _("%(label)s: now “%(stands)s”, yours “%(sent)s”")
            % {"label": each.label, "stands": each.stands, "sent": each.sent}
            for each in self.conflicts[:5]
        )
        sentence = _(
            "%(by)s changed “%(title)s” at %(at)s while you had it open; nothing of yours was saved."
        ) % {
            "by": by or _("The system"),
            "title": title,
            "at": f"{localtime(at):%Y-%m-%d %H:%M}" if at else "",
        }
        super().__init__(f"{sentence} {differ} " + _("Look at what stands now, then save again."))


class RecordRefused(RegisterRefusal):
    """Values that cannot be saved, with every problem by path (empty: of the record as a whole); nothing was saved."""

    def __init__(
        self, title: str, problems: Mapping[str, str], labels: Mapping[str, str] | None = None
    ) -> None:
        self.title, self.problems = title, dict(problems)
        labels = labels or {}
        lines = [f"{labels.get(path, path)}: {each}" if path else each for path, each in problems.items()]
        head = _("Nothing was saved of “%(title)s”; %(count)d problems:") % {
            "title": title,
            "count": len(problems),
        }
        super().__init__("\n".join([head, *lines[:20]]))


class GuardedField(RegisterRefusal):
    """A change of fields that need a second person's approval."""

    def __init__(self, title: str, paths: Sequence[str], labels: Sequence[str]) -> None:
        self.title, self.paths, self.labels = title, tuple(paths), tuple(labels)
        super().__init__(
            _(
                "%(fields)s of “%(title)s” can only be changed by a request that a second person approves. "
                "Ask for the change and give a reason."
            )
            % {"fields": "、".join(labels), "title": title}
        )


class NotGuarded(RegisterRefusal):
    """A request for fields that need none."""

    def __init__(self, labels: Sequence[str]) -> None:
        self.labels = tuple(labels)
        super().__init__(
            _("%(fields)s can be changed directly; no request is needed. Edit the record.")
            % {"fields": "、".join(labels)}
        )


class RecordVoided(RegisterRefusal):
    """A write to a record that was voided."""

    def __init__(self, title: str, at: datetime | None) -> None:
        self.title, self.at = title, at
        super().__init__(
            _("“%(title)s” was voided on %(day)s and takes no change. Restore it first.")
            % {"title": title, "day": localtime(at).date() if at else ""}
        )


class NotVoided(RegisterRefusal):
    """A restoring of a record that stands."""

    def __init__(self, title: str) -> None:
        self.title = title
        super().__init__(_("“%(title)s” was not voided; there is nothing to restore.") % {"title": title})


class RecordGone(RegisterRefusal):
    """A record that is not there."""

    def __init__(self, name: str, number: int | None) -> None:
        self.name, self.number = name, number
        super().__init__(
            _("There is no record %(number)s in “%(name)s”. Look for it in the list.")
            % {"name": name, "number": number}
        )


class MadeElsewhere(RegisterRefusal):
    """A record added by hand where only the register's own logic makes them."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            _("Records of “%(name)s” come from other acts and are not added by hand.") % {"name": name}
        )


class ReasonMissing(RegisterRefusal):
    """An act that must say why."""

    def __init__(self, act: str) -> None:
        self.act = act
        super().__init__(_("Say why: “%(act)s” needs a reason.") % {"act": act})


class WrongState(RegisterRefusal):
    """A move that a record in its state does not take; says what may be done instead."""

    def __init__(self, title: str, move: str, state: str, instead: Sequence[str]) -> None:
        self.title, self.move, self.state, self.instead = title, move, state, tuple(instead)
        sentence = _("“%(title)s” is “%(state)s” now and does not take “%(move)s”.") % {
            "title": title,
            "state": state,
            "move": move,
        }
        what = (
            _("What can be done now: %(moves)s.") % {"moves": "、".join(instead)}
            if instead
            else _("Nothing more can be done with it.")
        )
        super().__init__(f"{sentence} {what}")


class UnknownMove(RegisterRefusal, LookupError):
    """A move that the register's flow does not know."""

    def __init__(self, name: str, move: str) -> None:
        self.name, self.move = name, move
        super().__init__(
            _("“%(name)s” has no step “%(move)s”. Open the record and choose one of its steps.")
            % {"name": name, "move": move}
        )


class FourEyes(RegisterRefusal):
    """Somebody would check what he did himself."""

    def __init__(self, title: str, move: str, by: str) -> None:
        self.title, self.move, self.by = title, move, by
        super().__init__(
            _("%(by)s made the step before with “%(title)s”, so somebody else must do “%(move)s”.")
            % {"by": by, "title": title, "move": move}
        )


class OnlyByClock(RegisterRefusal):
    """A move that no person makes."""

    def __init__(self, move: str) -> None:
        self.move = move
        super().__init__(_("“%(move)s” happens by itself when the time is over.") % {"move": move})


class MoveRefused(RegisterRefusal):
    """A move that the register's own rules do not allow now; the sentence is theirs."""

    def __init__(self, title: str, move: str, why_not: str) -> None:
        self.title, self.move, self.why_not = title, move, why_not
        super().__init__(
            _("“%(move)s” is not possible for “%(title)s”: %(why_not)s")
            % {"move": move, "title": title, "why_not": why_not}
        )


class RequestDecided(RegisterRefusal):
    """A decision on a request that was decided already."""

    def __init__(self, title: str, state: str) -> None:
        self.title, self.state = title, state
        super().__init__(
            _("The request for “%(title)s” is “%(state)s” already. Read the record again.")
            % {"title": title, "state": state}
        )


class OwnRequest(RegisterRefusal):
    """Somebody would decide on his own request."""

    def __init__(self, title: str, by: str) -> None:
        self.title, self.by = title, by
        super().__init__(
            _("%(by)s asked for this change of “%(title)s” himself, so somebody else must decide on it.")
            % {"by": by, "title": title}
        )


class NotYourRequest(RegisterRefusal):
    """Somebody would take back what another asked for."""

    def __init__(self, title: str, by: str) -> None:
        self.title, self.by = title, by
        super().__init__(
            _("Only %(by)s can take back the request for “%(title)s”. You can reject it instead.")
            % {"by": by, "title": title}
        )


class RequestOutrun(RegisterRefusal):
    """A request for fields that changed since it was made."""

    def __init__(self, title: str, labels: Sequence[str]) -> None:
        self.title, self.labels = title, tuple(labels)
        super().__init__(
            _(
                "%(fields)s of “%(title)s” changed after the request was made, so it cannot be approved. "
                "Reject it; who still wants the change asks again."
            )
            % {"fields": "、".join(labels), "title": title}
        )


class RequestPending(RegisterRefusal):
    """A second request for fields that one already waits for."""

    def __init__(self, title: str, by: str, on: date) -> None:
        self.title, self.by, self.on = title, by, on
        super().__init__(
            _(
                "%(by)s asked on %(day)s for a change of “%(title)s” that is still to be decided. Wait for it or take it back."
            )
            % {"by": by, "title": title, "day": on}
        )


class NothingAsked(RegisterRefusal):
    """A request whose values are what the record holds already."""

    def __init__(self, title: str) -> None:
        self.title = title
        super().__init__(_("“%(title)s” reads so already; nothing was asked for.") % {"title": title})


@dataclass(frozen=True)
class RowRefused:
    """Why one of many records was not written."""

    record: int
    title: str
    sentence: str


class BulkRefused(RegisterRefusal):
    """Many records of which some cannot be written, each with its reason; nothing was saved."""

    def __init__(self, count: int, rows: Sequence[RowRefused]) -> None:
        self.count, self.rows = count, tuple(rows)
        head = _("Nothing was saved: %(refused)d of %(count)d records do not allow it.") % {
            "refused": len(rows),
            "count": count,
        }
        super().__init__("\n".join([head, *(f"{each.title}: {each.sentence}" for each in self.rows[:20])]))


class NothingFits(RegisterRefusal):
    """Something asked for all records that fit, where none does."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            _(
                "No record of “%(name)s” in your units fits the filter; there is nothing to do. Change the filter."
            )
            % {"name": name}
        )


class TooMany(RegisterRefusal):
    """More records at once than one transaction should hold."""

    def __init__(self, count: int, most: int) -> None:
        self.count, self.most = count, most
        super().__init__(
            _("%(count)d records are too many at once; choose at most %(most)d, or import a sheet.")
            % {"count": count, "most": most}
        )


class NotThereYet(RegisterRefusal):
    """The state of a record at a moment before it was added."""

    def __init__(self, name: str, moment: datetime) -> None:
        self.name, self.moment = name, moment
        super().__init__(
            _("This record of “%(name)s” was not there yet on %(day)s. Choose a later day.")
            % {"name": name, "day": f"{localtime(moment):%Y-%m-%d %H:%M}"}
        )


class AttachedAlready(RegisterRefusal):
    """The same file attached to the same record twice."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(_("The content of “%(name)s” is attached here already.") % {"name": name})


class AttachmentGone(RegisterRefusal):
    """A file that was taken off already, or belongs to a request and stays with it."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            _(
                "“%(name)s” was taken off already, or stays with the request that it proves. Read the page again."
            )
            % {"name": name}
        )


class TooManyAttachments(RegisterRefusal):
    """More files than a record may have."""

    def __init__(self, title: str, most: int) -> None:
        self.title, self.most = title, most
        super().__init__(
            _("“%(title)s” takes at most %(most)d files. Put them together into one.")
            % {"title": title, "most": most}
        )


class NoticeWithoutDays(RegisterRefusal):
    """A public notice of no days."""

    def __init__(self, title: str) -> None:
        self.title = title
        super().__init__(
            _("Say for how many working days “%(title)s” is on notice: one at least.") % {"title": title}
        )


class NoticeOpen(RegisterRefusal):
    """A second public notice of a record that is on notice."""

    def __init__(self, title: str, closes_on: date) -> None:
        self.title, self.closes_on = title, closes_on
        super().__init__(
            _("“%(title)s” is on notice until %(day)s already. Extend that notice, or break it off.")
            % {"title": title, "day": closes_on}
        )


class NoticeOver(RegisterRefusal):
    """An act on a public notice that has ended."""

    def __init__(self, title: str, closes_on: date) -> None:
        self.title, self.closes_on = title, closes_on
        super().__init__(
            _("The notice of “%(title)s” is over (last day: %(day)s). Open a new one if it is needed.")
            % {"title": title, "day": closes_on}
        )


class NoticeNotOver(RegisterRefusal):
    """A public notice closed before its last day has passed."""

    def __init__(self, title: str, closes_on: date) -> None:
        self.title, self.closes_on = title, closes_on
        super().__init__(
            _("The notice of “%(title)s” stays open through %(day)s. Close it after that, or break it off.")
            % {"title": title, "day": closes_on}
        )


class ObjectionsOpen(RegisterRefusal):
    """A public notice closed while objections wait for an answer."""

    def __init__(self, title: str, count: int) -> None:
        self.title, self.count = title, count
        super().__init__(
            _("%(count)d objections against “%(title)s” have no answer yet. Answer each of them first.")
            % {"count": count, "title": title}
        )


class ObjectionAnswered(RegisterRefusal):
    """A second answer to an objection."""

    def __init__(self, title: str) -> None:
        self.title = title
        super().__init__(
            _("This objection against “%(title)s” was answered already. Read the page again.")
            % {"title": title}
        )


class ExtraRefused(RegisterRefusal):
    """A local column that cannot be declared so; the sentence says why."""

    def __init__(self, name: str, why_not: str) -> None:
        self.name, self.why_not = name, why_not
        super().__init__(
            _("The local column “%(name)s” cannot be so: %(why_not)s") % {"name": name, "why_not": why_not}
        )
