"""What was just done, said once on the next page; some of it can be undone from there."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

_UNDO = "undo:"


@dataclass(frozen=True)
class Toast:
    """`undo_href` is posted to when the reader takes it back; empty when it cannot be."""

    text: str
    tone: str
    undo_href: str


def say(request: HttpRequest, text: str, *, undo_href: str = "") -> None:
    """Keep a sentence for the next page this person sees."""
    messages.info(request, text, extra_tags=f"{_UNDO}{undo_href}" if undo_href else "")


def warn(request: HttpRequest, text: str) -> None:
    """Keep a sentence about something that was refused, or done only in part."""
    messages.warning(request, text)


def of(message: Message) -> Toast:
    """Return the message of a page as it is drawn."""
    tags = message.extra_tags or ""
    undo_href = tags[len(_UNDO) :] if tags.startswith(_UNDO) else ""
    return Toast(str(message), "late" if message.level >= messages.WARNING else "", undo_href)
