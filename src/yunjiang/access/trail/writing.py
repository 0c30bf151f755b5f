"""Writing records into the chain: last of all in the transaction, under the lock of the head row (see docs/decisions/0002)."""

from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone

from yunjiang.access.models import AuditRecord, TrailHead

from . import syslog, texts
from .deed import Deed
from .situation import Situation

# The texts of a record in the order its digest covers them.
WORDS = (
    "name",
    "workplace",
    "ip",
    "user_agent",
    "request_id",
    "action",
    "subject",
    "result",
    "facts",
    "before",
    "after",
)


def trail_key() -> bytes:
    """Return the site's key under which records are chained."""
    return str(settings.YUNJIANG_TRAIL_KEY).encode()


def write(deeds: Sequence[Deed], situation: Situation) -> list[AuditRecord]:
    """Number and chain the records of the deeds, in the caller's transaction; other writers wait from here to its end."""
    user_id, name, workplace = situation.who()
    about = (
        texts.clean(name, 150),
        texts.clean(workplace, 200),
        texts.clean(situation.ip, 45),
        texts.clean(situation.user_agent, 300),
        texts.clean(situation.request_id, 64),
    )
    told = [(deed, (*about, *deed.words())) for deed in deeds]
    head = TrailHead.objects.select_for_update().get(pk=1)
    now = timezone.now()
    head.recorded_at = max(now, head.recorded_at) if head.recorded_at else now
    head.digest = bytes(head.digest)
    records = []
    for deed, words in told:
        head.position += 1
        text = texts.record_text(head.position, head.recorded_at, user_id, deed.organization_id, *words)
        head.digest = texts.chained(trail_key(), head.digest, text)
        records.append(
            AuditRecord(
                position=head.position,
                recorded_at=head.recorded_at,
                user_id=user_id,
                organization_id=deed.organization_id,
                digest=head.digest,
                **dict(zip(WORDS, words, strict=True)),
            )
        )
    AuditRecord.objects.bulk_create(records)
    head.save()
    syslog.send_after_commit(records)
    return records
