"""The audit trail: who did what to what, when and from where, written in the transaction of the act itself.

    with trail.recording("returns.submit", subject=f"return:{key}", organization_id=unit, facts={...}) as deed:
        ...                                          # one transaction; the records of all acts in it are written last
        deed.changed(before={...}, after={...})      # what cannot be recorded does not happen: TrailUnwritable

    trail.note("documents.download", subject=..., facts={"rows": 12})   # a reading, before the answer is given

Whoever changes something records it through here; each room names its acts in `deeds.py` and registers them. Records are
numbered without gaps, chained by HMAC-SM3, and written once. `queries` finds them again, `verify` says whether they still are
what was written. Nothing here decides who may read them: that is `access.permission`.
"""

from .deed import Deed
from .names import label, register
from .recorder import is_recording, note, recording
from .refusals import TrailUnwritable, UnknownDeed
from .situation import acting
from .verification import verify

__all__ = [
    "Deed",
    "TrailUnwritable",
    "UnknownDeed",
    "acting",
    "is_recording",
    "label",
    "note",
    "recording",
    "register",
    "verify",
]
