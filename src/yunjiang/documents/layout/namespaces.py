"""The XML namespaces of a .docx, spelled once."""

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
RELATIONSHIPS = f"{OFFICE}/relationships"

PREFIXES = {"w": W, "r": R, "wp": WP, "a": A, "c": C, "wps": WPS, "mc": MC}
DECLARATIONS = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in PREFIXES.items())


def qualified(name: str) -> str:
    """Return a prefixed name such as w:p in lxml's form."""
    prefix, local = name.split(":")
    return f"{{{PREFIXES[prefix]}}}{local}"
