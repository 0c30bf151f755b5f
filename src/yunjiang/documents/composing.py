"""Composes a document from material: chapters, sheet, paper, identities, bytes. No query is made here.

Equal input gives equal bytes: the stated moment of writing is part of the input, and nothing else of the clock enters.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from yunjiang.standards.national_cryptography import sm3

from . import identities, kinds
from .citing import Citations
from .drafting import Draft
from .kinds.kind import Kind
from .layout import package, paper
from .layout.blocks import Band, Block, Paragraph, Slot, Table
from .layout.sheet import Front, Imprint, Sheet
from .material import Material
from .numerals import Numeral, numerals
from .opening import lines_of
from .phrase import Blank, Phrase
from .refusals import UnknownKind
from .remarks import NOTICES, RUNNING_HEADS

_STORE = "{{{0}-{1}-{2}-{3}-{4}}}"


@dataclass(frozen=True)
class Issuance:
    """Who issues a document to whom. What is empty is taken from the plan and the tree, or left as a slot."""

    issuer: str = ""
    addressee: str = ""
    document_number: str = ""
    signer: str = ""
    copies: str = ""
    signed_on: date | None = None


@dataclass(frozen=True)
class Composed:
    """A document before it is filed: its bytes, its number, its title, the identities of its numbers."""

    content: bytes
    number: str
    title: str
    identities: identities.Identities


def compose(
    kind: str,
    material: Material,
    *,
    narrative: Mapping[str, str] | None = None,
    issuance: Issuance | None = None,
    written_at: datetime,
) -> Composed:
    """Compose a document from material alone. Raises UnknownKind."""
    if kind not in kinds.ALL:
        raise UnknownKind(kind, list(kinds.ALL))
    chosen = kinds.ALL[kind]
    given, words = issuance or Issuance(), dict(narrative or {})
    sheet = _sheet(chosen, material, words, given)
    laid = paper.lay_out(sheet, written_at)
    title = "".join(sheet.front.title)
    number = _number(chosen, material, sheet, written_at)
    origin = identities.Origin(
        number,
        kind,
        material.plan.code,
        material.plan_version,
        material.unit.key,
        material.on,
        material.data_set,
        material.tree,
        material.position,
        material.chain_digest,
        material.rules_version,
    )
    known = identities.Identities(origin, laid.numbers, laid.chart_numbers, _plain(laid))
    part = identities.written(known)
    store = _STORE.format(number[:8], number[8:12], number[12:16], number[16:20], number[20:]).upper()
    package.add_custom_xml(laid.document, part, store, identities.NAMESPACE)
    package.add_properties(laid.document, {identities.DOCUMENT_PROPERTY: number})
    content = package.saved(laid.document, title=title, author=sheet.front.issuer, written_at=written_at)
    return Composed(content, number, title, known)


def slots(kind: str, material: Material) -> list[Slot]:
    """Return the places of a document that wait for the office's own words, in order, with what words fill each key.

    Places in lines and cells have no prompt. Raises UnknownKind.
    """
    if kind not in kinds.ALL:
        raise UnknownKind(kind, list(kinds.ALL))
    sheet = _sheet(kinds.ALL[kind], material, {}, Issuance())
    found: dict[str, Slot] = {}
    for block in [*sheet.blocks, *(block for annex in sheet.annexes for block in annex.blocks)]:
        for slot in _slots_in(block):
            found.setdefault(slot.key, slot)
    return list(found.values())


def _slots_in(block: Block) -> Iterator[Slot]:
    if isinstance(block, Slot):
        yield block
    phrases: list[Phrase] = [block.text] if isinstance(block, Paragraph) else []
    if isinstance(block, Table):
        phrases += [cell for row in block.rows if not isinstance(row, Band) for cell in row]
    for phrase in phrases:
        yield from (Slot(run.key, run.title, "", run.words) for run in phrase if isinstance(run, Blank))


def _sheet(kind: Kind, material: Material, words: Mapping[str, str], given: Issuance) -> Sheet:
    draft = Draft(Citations(material), kind.purpose(material), kind.is_upward, words)
    issuer = given.issuer or material.issuer or material.unit.name
    signed_on = given.signed_on or material.on
    return Sheet(
        front=Front(
            issuer,
            kind.title(material),
            given.addressee or (material.receiver if kind.is_upward else ""),
            given.document_number,
            kind.is_upward,
            given.signer,
        ),
        blocks=kind.blocks(draft),
        signed_on=signed_on,
        annexes=kind.annex_list(draft),
        imprint=Imprint(issuer, signed_on, given.copies),
        notice=NOTICES[material.data_set],
        running_head=RUNNING_HEADS[material.data_set],
    )


def _number(kind: Kind, material: Material, sheet: Sheet, written_at: datetime) -> str:
    """Return the document's number: the first half of SM3 over everything it is made from."""
    made_from = (
        kind.code,
        material.plan.code,
        str(material.plan_version),
        material.unit.key,
        material.on.isoformat(),
        material.data_set,
        material.tree,
        str(material.position),
        material.chain_digest,
        material.rules_version,
        written_at.isoformat(),
        repr(sheet),
    )
    return sm3("\x1f".join(made_from).encode()).hex()[:32]


def _plain(laid: paper.Paper) -> list[Numeral]:
    """Return the numerals that stand unbound by intent; those in the office's own words are not ours to vouch for."""
    lines = lines_of(laid.document.element.body)
    return [each for line in lines if not line.is_slot for each in numerals(line.text)]
