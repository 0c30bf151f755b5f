"""What cannot be done with drafts: one class a refusal, each writes the sentence for a person."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Draft, DraftItem

if TYPE_CHECKING:
    from .publishing import Flaw


class DraftRefusal(Exception):
    """Something that the room of drafts refuses. Its text is meant for the person who asked."""


class AlreadyDrafted(DraftRefusal):
    """The same text was read for the same owner before; `draft` is what became of it."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        super().__init__(
            _("This document was read already on %(day)s by %(by)s: “%(name)s” (%(state)s). Go on there.")
            % {
                "day": f"{localtime(draft.made_at):%Y-%m-%d}",
                "by": draft.made_by,
                "name": draft.name,
                "state": draft.get_state_display(),
            }
        )


class NotACode(DraftRefusal):
    """A code that no plan can have."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(
            _(
                "“%(code)s” cannot be the code of a plan. Use small letters, digits and - within 64 characters."
            )
            % {"code": code[:80]}
        )


class OwnedByAnother(DraftRefusal):
    """The code is that of another owner's plan."""

    def __init__(self, code: str, owner: str) -> None:
        self.code, self.owner = code, owner
        super().__init__(
            _("The plan %(code)s is that of %(owner)s. Choose another code.") % {"code": code, "owner": owner}
        )


class DraftEnded(DraftRefusal):
    """A draft that was published or dropped."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        super().__init__(
            _(
                "“%(name)s” is %(state)s since %(day)s; nothing is changed in it any more. Read the document anew."
            )
            % {
                "name": draft.name,
                "state": draft.get_state_display(),
                "day": f"{localtime(draft.ended_at):%Y-%m-%d}" if draft.ended_at else "",
            }
        )


class ItemChangedMeanwhile(DraftRefusal):
    """Somebody else decided on the item since it was looked at; `stands` is what holds now, `sent` what was to be saved."""

    def __init__(
        self,
        item: DraftItem,
        sent: Mapping[str, object] | None,
        labels: Mapping[str, str],
        *,
        by: str,
        at: datetime | None,
    ) -> None:
        self.item, self.stands, self.sent = item, dict(item.values), dict(sent or {})
        differ = [
            _("%(label)s: now “%(stands)s”, yours “%(sent)s”")
            % {"label": labels.get(key, key), "stands": self.stands.get(key, ""), "sent": value}
            for key, value in self.sent.items()
            if value != self.stands.get(key)
        ]
        sentence = _("%(by)s decided on “%(name)s” at %(at)s while you had it open (%(verdict)s).") % {
            "by": by,
            "name": item.values.get("name", ""),
            "at": f"{localtime(at):%H:%M}" if at else "",
            "verdict": item.get_verdict_display(),
        }
        super().__init__(
            " ".join([sentence, "；".join(differ), _("Look at what stands now, then decide again.")])
        )


class DraftChangedMeanwhile(DraftRefusal):
    """Somebody else changed the head of the draft since it was looked at."""

    def __init__(self, draft: Draft, sent: Mapping[str, object]) -> None:
        self.draft, self.sent = draft, dict(sent)
        super().__init__(
            _("“%(name)s” was changed while you had it open. Look at what stands now, then save again.")
            % {"name": draft.name}
        )


class WrongValues(DraftRefusal):
    """Values that cannot be; `problems` has one sentence for each wrong one, by its name."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("\n".join(self.problems.values()))


class NoSuchPlace(DraftRefusal):
    """A stretch that does not lie in the text."""

    def __init__(self, start: int, end: int, length: int) -> None:
        self.start, self.end = start, end
        super().__init__(
            _(
                "From %(start)s to %(end)s is no passage of the document (%(length)s characters). Mark it anew."
            )
            % {"start": start, "end": end, "length": length}
        )


class WrongParent(DraftRefusal):
    """An item put under one that cannot hold it."""

    def __init__(self, item: str, parent: str) -> None:
        super().__init__(
            _("%(item)s cannot stand under %(parent)s. Choose an action or an initiative of the same draft.")
            % {"item": item, "parent": parent}
        )


class NoReason(DraftRefusal):
    """A rejection or a dropping without a word why."""

    def __init__(self) -> None:
        super().__init__(_("Say why in some words: who looks here later should understand it."))


class NothingToUndo(DraftRefusal):
    """There is no decision of the person left to take back."""

    def __init__(self) -> None:
        super().__init__(_("There is no decision of yours to take back in this draft."))


class OpenItems(DraftRefusal):
    """A draft cannot be published: items wait for a decision; `items` are they."""

    def __init__(self, items: Sequence[DraftItem]) -> None:
        self.items = tuple(items)
        kinds = list(dict.fromkeys(each.kind for each in items))
        where = "、".join(
            f"{each.get_kind_display()}“{each.values.get('name', '')[:20]}”" for each in items[:3]
        )
        self.kinds = kinds
        super().__init__(
            ngettext(
                "%(count)s item waits for a decision: %(where)s. Decide on it before publishing.",
                "%(count)s items wait for a decision, first %(where)s. Decide on them before publishing.",
                len(items),
            )
            % {"count": len(items), "where": where}
        )


class UnsoundDraft(DraftRefusal):
    """A draft whose plan file would have errors; `flaws` are they, each with its item."""

    def __init__(self, flaws: "Sequence[Flaw]") -> None:
        self.flaws = tuple(flaws)
        super().__init__(
            ngettext(
                "%(count)s error stands against publishing: %(first)s",
                "%(count)s errors stand against publishing, the first: %(first)s",
                len(flaws),
            )
            % {"count": len(flaws), "first": flaws[0]}
        )
