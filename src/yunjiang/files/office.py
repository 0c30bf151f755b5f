"""What makes an Office file of before 2007, or one of WPS, unfit to be kept: a password, or programs inside."""

from struct import unpack_from

from . import compound
from .compound import Compound

_PROGRAMS = {"_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA", "Macros", "_MACROS"}
_ENCRYPTED_FLAG = 0x0100  # FibBase.fEncrypted, [MS-DOC] 2.5.2
_FILE_PASS, _BOUND_SHEET, _END_OF_STREAM = 0x002F, 0x0085, 0x000A  # [MS-XLS] 2.3.1
_MACRO_SHEET = 1
_MOST = 1 << 20  # bytes of the workbook's globals that are read


def is_locked(file: Compound) -> bool:
    """Say whether it opens with a password only."""
    if compound.ENCRYPTED in file.names():
        return True
    text = file.first_bytes("WordDocument", 32)
    if len(text) >= 12 and unpack_from("<H", text, 10)[0] & _ENCRYPTED_FLAG:
        return True
    return any(kind == _FILE_PASS for kind, _ in _records(file))


def has_programs(file: Compound) -> bool:
    """Say whether it has macros, of Visual Basic or of the old sheets."""
    return bool(_PROGRAMS & file.names()) or any(
        kind == _BOUND_SHEET and len(record) > 5 and record[5] == _MACRO_SHEET
        for kind, record in _records(file)
    )


def _records(file: Compound) -> list[tuple[int, bytes]]:
    """Return the records of a workbook's globals."""
    content = file.first_bytes("Workbook", _MOST) or file.first_bytes("Book", _MOST)
    records, offset = [], 0
    while offset + 4 <= len(content):
        kind, length = unpack_from("<HH", content, offset)
        records.append((kind, content[offset + 4 : offset + 4 + length]))
        if kind == _END_OF_STREAM:
            break
        offset += 4 + length
    return records
