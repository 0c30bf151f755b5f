"""The identities of a document's numbers as a custom XML part: what each number is, as shown and exactly, and from where.

The part travels in the .docx; a copy stands in the record of the document, and where the two differ the record counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import quoteattr

from lxml import etree

from .layout.paper import ChartNumber
from .number import Address, Number, What
from .numerals import Numeral

NAMESPACE = "urn:yunjiang:document:numbers:1"
DOCUMENT_PROPERTY = "yunjiang-document"  # the name of the document property that holds the document's number


@dataclass(frozen=True)
class Origin:
    """Where all numbers of a document come from. `document` is the document's own number."""

    document: str
    kind: str
    plan: str
    plan_version: int
    organization: str
    on: date
    data_set: str
    tree: str
    position: int
    chain_digest: str
    rules_version: str


@dataclass(frozen=True)
class Identities:
    """The origin, the numbers of the text in order, those of charts, and the numerals that stand unbound by intent."""

    origin: Origin
    numbers: Sequence[Number]
    drawn: Sequence[ChartNumber] = ()
    plain: Sequence[Numeral] = field(default_factory=tuple)


def written(identities: Identities) -> bytes:
    """Write the part. Equal identities give equal bytes."""
    origin = identities.origin
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<document xmlns={quoteattr(NAMESPACE)}"
        + _attributes(
            number=origin.document,
            kind=origin.kind,
            plan=origin.plan,
            version=str(origin.plan_version),
            organization=origin.organization,
            on=origin.on.isoformat(),
            data_set=origin.data_set,
            tree=origin.tree,
            position=str(origin.position),
            chain=origin.chain_digest,
            rules=origin.rules_version,
        )
        + ">",
    ]
    lines += [
        f"<number n={quoteattr(str(order))}{_of(number)}/>"
        for order, number in enumerate(identities.numbers, start=1)
    ]
    lines += [
        f'<drawn chart="{each.chart}" series="{each.series}" point="{each.point}"{_of(each.number)}/>'
        for each in identities.drawn
    ]
    lines += [
        f"<plain{_attributes(digits=each.digits, before=each.before, after=each.after)}/>"
        for each in identities.plain
    ]
    lines.append("</document>")
    return "\n".join(lines).encode()


def read(content: bytes) -> Identities:
    """Read a part. Raises ValueError when it is none of ours or broken."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
        if root.tag != f"{{{NAMESPACE}}}document":
            raise ValueError(root.tag)
        found = root.attrib
        origin = Origin(
            found["number"],
            found["kind"],
            found["plan"],
            int(found["version"]),
            found["organization"],
            date.fromisoformat(found["on"]),
            found["data_set"],
            found["tree"],
            int(found["position"]),
            found["chain"],
            found["rules"],
        )
        numbers = [_number(each) for each in root.iterfind(f"{{{NAMESPACE}}}number")]
        drawn = [
            ChartNumber(
                int(each.get("chart")), int(each.get("series")), int(each.get("point")), _number(each)
            )
            for each in root.iterfind(f"{{{NAMESPACE}}}drawn")
        ]
        plain = [
            Numeral(each.get("digits"), each.get("before", ""), each.get("after", ""))
            for each in root.iterfind(f"{{{NAMESPACE}}}plain")
        ]
    except (etree.XMLSyntaxError, KeyError, TypeError, ArithmeticError) as problem:
        raise ValueError(str(problem)) from problem
    return Identities(origin, numbers, drawn, plain)


def _of(number: Number) -> str:
    address = number.address
    first, last = number.window or (None, None)
    return _attributes(
        what=address.what.value,
        indicator=address.indicator,
        organization=address.organization,
        first=first.isoformat() if first else "",
        last=last.isoformat() if last else "",
        on=address.on.isoformat() if address.on else "",
        among=address.among,
        shown=number.shown,
        value=f"{number.value:f}",
        unit=number.unit,
        digits=str(number.digits),
        bound="" if number.bound == "exact" else number.bound,
        label=number.label,
    )


def _number(element: etree._Element) -> Number:
    found = element.attrib
    first, last, on = found.get("first"), found.get("last"), found.get("on")
    return Number(
        shown=found["shown"],
        value=Decimal(found["value"]),
        unit=found.get("unit", ""),
        digits=int(found.get("digits", "0")),
        address=Address(
            What(found["what"]),
            found.get("indicator", ""),
            found.get("organization", ""),
            date.fromisoformat(on) if on else None,
            found.get("among", ""),
        ),
        bound=found.get("bound", "exact"),
        window=(date.fromisoformat(first), date.fromisoformat(last)) if first and last else None,
        label=found.get("label", ""),
    )


def _attributes(**attributes: str) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items() if value)
