"""Fields that must not be read from a copy of the database: sealed by SM4-GCM, found again by a keyed digest.

    sealing.seal(number, "persons.identity")     # bytes to store; no two alike
    sealing.open_(stored, "persons.identity")    # the text; Sealed... refusals when it cannot be
    sealing.index(number, "persons.identity")    # 32 bytes, equal for equal texts: for lookup and uniqueness

The context says which field it is and is proved when opened: a sealed phone number moved into another column does not open.
`*_many` do the same to a column. Keys are in a ring (`ring`), kept behind a door that may be an HSM (`doors`); each sealed text
names its key, so that keys are changed by adding one and sealing again in the background (`rotation`). Whoever opens a field
records it in the trail before he answers; nothing here does. Secrets of second factors have a mechanism of their own, beside
signing in (`access.signing.sealing`): they are opened before anybody is signed in, and under another key.
"""

from .envelope import open_, open_bytes, open_many, seal, seal_bytes, seal_many
from .indexing import index, index_many

__all__ = ["index", "index_many", "open_", "open_bytes", "open_many", "seal", "seal_bytes", "seal_many"]
