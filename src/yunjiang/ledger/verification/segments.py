"""The chain of segments: their records, their manifests, their files, and the database's rows behind every file."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from yunjiang.standards.national_cryptography import sm3

from .. import entry_tables, segment_files
from ..digests import canonical, octets
from ..flaws import Flaw
from ..models import Breakdown, Measure, Segment
from ..segment_files import WrongSchema
from ..sorting import in_order
from .differences import differences

_SEALED = ("number", "first_position", "last_position", "entry_count", "file_name")
_MEANING = ("code", "unit", "kind", "scale", "counts_persons", "is_additive")


def flaws_of_segments(on_progress: Callable[[int], None]) -> Iterator[Flaw]:
    """Yield what is wrong with the segments in their order, then the files that belong to none."""
    folder = segment_files.folder()
    number, last_position, chain = 0, 0, bytes(32)
    known = set()
    for segment in Segment.objects.order_by("number"):
        for missing in range(number + 1, segment.number):
            yield Flaw("segment_missing", {"segment": missing})
        is_next = segment.number == number + 1
        yield from _flaws_of_record(segment, last_position, chain if is_next else None)
        yield from _flaws_of_files(segment, folder / segment.file_name)
        on_progress(segment.entry_count)
        known |= {segment.file_name, segment_files.manifest_path(Path(segment.file_name)).name}
        number, last_position, chain = segment.number, segment.last_position, octets(segment.chain_digest)
    for path in sorted(folder.iterdir()):
        if path.suffix in (".parquet", ".json") and path.name not in known:
            yield Flaw("file_unknown", {"file": path.name})


def _flaws_of_record(segment: Segment, last_position: int, previous: bytes | None) -> Iterator[Flaw]:
    facts = {"segment": segment.number}
    if sm3(segment.manifest.encode()) != octets(segment.chain_digest):
        yield Flaw("segment_chain_broken", facts)
        return
    sealed = json.loads(segment.manifest)
    if previous is not None and sealed["previous"] != previous.hex():
        yield Flaw("segment_chain_broken", facts)
    if previous is not None and segment.first_position != last_position + 1:
        yield Flaw("segment_row_altered", facts | {"attribute": "first_position"})
    recorded = {name: getattr(segment, name) for name in _SEALED}
    recorded["content_digest"] = octets(segment.content_digest).hex()
    for attribute, value in recorded.items():
        if sealed[attribute] != value:
            yield Flaw("segment_row_altered", facts | {"attribute": attribute})
    yield from _altered_meanings(segment.number, sealed)


def _altered_meanings(number: int, sealed: dict[str, Any]) -> Iterator[Flaw]:
    measures = {str(measure.pk): measure for measure in Measure.objects.all()}
    for key, meaning in sealed["measures"].items():
        measure = measures.get(key)
        found = {name: getattr(measure, name, None) for name in _MEANING}
        if found != {name: meaning[name] for name in _MEANING}:
            yield _meaning_flaw(number, "measure", key, meaning, found)
    breakdowns = {str(each.pk): each.key for each in Breakdown.objects.all()}
    for key, meaning in sealed["breakdowns"].items():
        if breakdowns.get(key) != meaning:
            yield _meaning_flaw(number, "breakdown", key, meaning, breakdowns.get(key))


def _meaning_flaw(number: int, what: str, key: str, sealed: object, found: object) -> Flaw:
    facts = {"segment": number, "what": what, "number": key}
    return Flaw("meaning_altered", facts | {"sealed": canonical(sealed), "found": canonical(found)})


def _flaws_of_files(segment: Segment, path: Path) -> Iterator[Flaw]:
    facts = {"segment": segment.number, "file": segment.file_name}
    file_digest = segment.current_file_digest()
    is_good = False
    try:
        is_unaltered = segment_files.digest_of(path) == file_digest
        found, _ = segment_files.content_digest(segment_files.read(path))
    except FileNotFoundError:
        yield Flaw("segment_file_missing", facts)
    except (OSError, pa.ArrowException, WrongSchema) as error:
        yield Flaw("segment_unreadable", facts | {"reason": str(error).splitlines()[0]})
    else:
        is_good = found == octets(segment.content_digest)
        if not is_good:
            yield Flaw("segment_content_altered", facts)
        elif not is_unaltered:
            yield Flaw("segment_file_altered", facts)
    yield from _flaws_of_manifest(segment, path, file_digest)
    rows = in_order(entry_tables.read(segment.first_position - 1, segment.last_position))
    in_database, _ = segment_files.content_digest(rows)
    if in_database != octets(segment.content_digest):
        if is_good:
            yield from differences(segment, path)
        else:
            yield Flaw("segment_database_differs", facts)


def _flaws_of_manifest(segment: Segment, path: Path, file_digest: bytes) -> Iterator[Flaw]:
    found = segment_files.read_manifest(path)
    if found is None:
        yield Flaw("manifest_missing", {"segment": segment.number})
        return
    is_sealed = canonical(found.get("sealed")) == segment.manifest
    digests = (found.get("chain_digest"), found.get("file_digest"))
    if not is_sealed or digests != (octets(segment.chain_digest).hex(), file_digest.hex()):
        yield Flaw("manifest_altered", {"segment": segment.number})
