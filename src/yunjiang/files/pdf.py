"""What makes a PDF unfit to be kept: a password, scripts, or not being whole. Seen in the bytes, without opening it."""

import re

_LOCKED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_SCRIPT = re.compile(rb"/(?:JavaScript|Launch)\b")
_TAIL = 4096


def is_whole(content: bytes) -> bool:
    """Say whether the file ends as a PDF does; a download broken off does not."""
    return b"%%EOF" in content[-_TAIL:]


def is_locked(content: bytes) -> bool:
    """Say whether it is encrypted, be it only to forbid printing: what nobody can look into is not kept."""
    return _LOCKED.search(content) is not None


def has_scripts(content: bytes) -> bool:
    """Say whether it names a script or a program to start. What is hidden in packed streams is left to the scanner."""
    return _SCRIPT.search(content) is not None
