"""One way of writing for what people type in several: full width, separators, lower case."""

# Full-width letters, digits and signs (U+FF01 to U+FF5E), the ideographic space; never NFKC, which changes rare characters.
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
# Spaces, line ends, marks that steer writing direction or join, the byte order mark that sheets leave behind.
_NOTHING = dict.fromkeys(
    [*range(0x21), 0x7F, 0x85, 0xA0, 0xAD, 0xFEFF, *range(0x2000, 0x2010), *range(0x2028, 0x2030), 0x2060]
)


def narrow(text: str) -> str:
    """Return a text with full-width letters, digits and signs as they stand in ASCII."""
    return text.translate(_NARROW)


def compact(text: str) -> str:
    """Return a text narrow, in capital letters and without anything that prints as nothing."""
    return text.translate(_NARROW).translate(_NOTHING).upper()
