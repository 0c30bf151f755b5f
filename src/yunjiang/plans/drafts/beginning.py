"""Reading a document into a draft: once, outside any transaction, then kept with everything that was read."""

import io
import re
from dataclasses import asdict
from functools import cache
from importlib import resources
from pathlib import PurePath
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.access import trail
from yunjiang.files import keeping
from yunjiang.files.keeping import Source
from yunjiang.files.kinds import Kind
from yunjiang.files.models import KeptFile
from yunjiang.files.refusals import KindNotAllowed
from yunjiang.organizations import queries as organizations
from yunjiang.organizations.models import Organization
from yunjiang.plans.models import Plan
from yunjiang.plans.reader import reading, sources
from yunjiang.plans.reader.items import ISSUE, Head, ReadItem, head_of, items_of
from yunjiang.plans.reader.refusals import TooLarge
from yunjiang.standards.national_cryptography import Sm3, sm3

from . import matching
from .models import Draft, DraftItem, DraftState
from .refusals import AlreadyDrafted, NotACode, OwnedByAnother

_CODE = re.compile(r"[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?")
_MEGABYTE = 1 << 20
_KEPT_KINDS = (Kind.PDF, Kind.DOCX, Kind.CSV)  # the last is how plain text is known
_LONGEST = {"name": 200, "number": 60}


def begin(source: str | Source, *, name: str = "", code: str, owner: Organization, by: str) -> Draft:
    """Read a document, pasted or brought as a file of this name, and keep what was read as a draft with open items.

    Raises AlreadyDrafted (which knows the draft there is), NotACode, OwnedByAnother, the reader's refusals in `plans.reader`
    and those of `files`.
    """
    refuse_code(code, owner)
    content = b"" if isinstance(source, str) else _content(source, name)
    text = _storable(source if isinstance(source, str) else sources.text_in(content, name))
    digest = sm3(text.encode()).hex()
    same = Draft.objects.filter(digest=digest, owner=owner).exclude(state=DraftState.DROPPED)
    if (there := same.order_by("-id").first()) is not None:
        raise AlreadyDrafted(there)
    found = reading.read(text, name or _("The pasted text"))
    head, read = head_of(found), items_of(found)
    kept = _kept(content, name) if content else None
    facts = {"by": by, "file": name, "characters": len(text), "items": len(read)}
    with trail.recording("drafts.begin", organization_id=owner.pk, facts=facts) as deed:
        draft = Draft.objects.create(
            name=(head.name if found.name else PurePath(name).stem or head.name)[: _LONGEST["name"]],
            document_number=head.number[: _LONGEST["number"]],
            code=code,
            owner=owner,
            first_day=head.first_day,
            last_day=head.last_day,
            goal=head.goal,
            **{name: getattr(head, name) for name in ISSUE},
            reporters=_reporters(owner),
            read=_told(head),
            file=kept,
            file_name=name[:255],
            text=text,
            digest=digest,
            engine=engine(),
            made_by=by,
        )
        _keep_items(draft, matching.with_organizations(read, owner))
        deed.subject = f"draft:{draft.pk}"
    return draft


def refuse_code(code: str, owner: Organization) -> None:
    """Do nothing when a plan of the owner may have the code. Raises NotACode, OwnedByAnother."""
    if not _CODE.fullmatch(code):
        raise NotACode(code)
    plan = Plan.objects.filter(code=code).exclude(owner=owner).select_related("owner").first()
    if plan is not None:
        raise OwnedByAnother(code, plan.owner.key)


@cache
def engine() -> str:
    """Return the version of the reader: a digest of its rules and weights, so that no change of them goes unnoticed."""
    rules = Sm3()
    for each in sorted(resources.files("yunjiang.plans.reader").iterdir(), key=lambda one: one.name):
        if each.name.endswith((".py", ".tsv")):
            rules.update(each.read_bytes())
    return rules.hexdigest()[:16]


def _content(stream: Source, name: str) -> bytes:
    """Return what was brought, and no more of it than a document may have. Raises TooLarge."""
    content = stream.read(sources.LIMIT * _MEGABYTE + 1)
    if len(content) > sources.LIMIT * _MEGABYTE:
        size = len(content)
        while piece := stream.read(_MEGABYTE):
            size += len(piece)
        raise TooLarge(name, -(-size // _MEGABYTE), sources.LIMIT)
    return content


def _kept(content: bytes, name: str) -> KeptFile | None:
    """Keep the file; of what is read but not kept here, such as web pages, only the text is."""
    try:
        return keeping.keep(io.BytesIO(content), name, allowed=_KEPT_KINDS, limit=sources.LIMIT * _MEGABYTE)
    except KindNotAllowed:
        return None


def _storable(text: str) -> str:
    """Return a text as every database takes it, with each character where it was."""
    return re.sub(r"[\x00\ud800-\udfff]", "\ufffd", text)


def _told(head: Head) -> dict[str, Any]:
    """Return what the document says of its plan, as JSON keeps it."""
    return {key: value if key == "actuals" else str(value or "") for key, value in asdict(head).items()}


def _reporters(owner: Organization) -> list[str]:
    """Return the kind of most of the units directly below the owner, who usually report; nothing where there are none."""
    kinds = [each.kind for each in organizations.children(owner.pk, timezone.localdate())]
    regions = [each for each in kinds if each in ("prefecture", "county")]
    return [max(set(regions or kinds), key=kinds.count)] if kinds else []


def _keep_items(draft: Draft, found: list[ReadItem]) -> None:
    rows = DraftItem.objects.bulk_create(
        [
            DraftItem(
                draft=draft,
                kind=each.kind,
                place=place,
                start=each.start,
                end=each.end,
                spans=[list(span) for span in each.spans],
                read=dict(each.values),
                values=dict(each.values),
                confidence=each.confidence,
                rule=each.rule,
            )
            for place, each in enumerate(found)
        ],
        batch_size=500,
    )
    below = [(row, each.parent) for row, each in zip(rows, found, strict=True) if each.parent is not None]
    for row, parent in below:
        row.parent = rows[parent]
    DraftItem.objects.bulk_update([row for row, _parent in below], ["parent"], batch_size=200)
