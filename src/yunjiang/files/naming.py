"""File names as they come from anywhere, made harmless: to keep beside the file, to show, and to send back."""

import unicodedata

LONGEST = 120  # characters
NAMELESS = "未命名"
_FORBIDDEN = set('<>:"|?*')
# What Windows takes for a device whatever follows the dot.
_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{each}{n}" for each in ("COM", "LPT") for n in range(1, 10))}


def clean(name: str) -> str:
    """Return the name without folders, control and direction marks, and characters that no file system takes.

    At most 120 characters, the ending kept. Never empty.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    # Direction marks can make fdp.exe read exe.pdf.
    shown = "".join(each for each in last if unicodedata.category(each)[0] != "C")
    safe = "".join("_" if each in _FORBIDDEN else each for each in shown).strip(" .")
    stem, ending = parted(safe)
    stem = stem.strip(" .")[: LONGEST - len(ending)] or NAMELESS
    if stem.upper() in _DEVICES:
        stem = f"_{stem}"
    return stem + ending


def parted(name: str) -> tuple[str, str]:
    """Return the name before its ending, and the ending with its dot: ("报告", ".pdf"); no ending longer than 10."""
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem or len(ending) > 9:
        return name, ""
    return stem, dot + ending
