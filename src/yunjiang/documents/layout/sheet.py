"""A whole document as one value: front, body, annexes, signature, imprint."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from .blocks import Annex, Block


@dataclass(frozen=True)
class Front:
    """What stands above the body: the issuing authority's red mark, number, title and addressee.

    An upward document (a report to the authority above) carries its signer at the right of the number line.
    `title` is given in segments that a line may be broken between. Empty number or signer leaves a slot.
    """

    issuer: str
    title: Sequence[str]
    addressee: str = ""
    document_number: str = ""
    is_upward: bool = False
    signer: str = ""


@dataclass(frozen=True)
class Imprint:
    """The 版记 at the foot of the last page: copies to whom, printed by whom and when."""

    printer: str
    printed_on: date
    copies: str = ""


@dataclass(frozen=True)
class Sheet:
    """A document before it is laid out. `notice` stands boxed on the first page, `running_head` atop every page."""

    front: Front
    blocks: Sequence[Block]
    signed_on: date
    annexes: Sequence[Annex] = field(default_factory=tuple)
    imprint: Imprint | None = None
    notice: str = ""
    running_head: str = ""
    remark: str = ""


def day_text(day: date) -> str:
    """Return a date as official documents write it: arabic, without leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"
