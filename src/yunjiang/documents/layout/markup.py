"""Words, bound numbers and slots as WordprocessingML."""

import re
from xml.sax.saxutils import escape, quoteattr

from yunjiang.documents.number import Number
from yunjiang.documents.phrase import Blank, Phrase, Run

NUMBER_TAG = "yj:"
NUMBER_BOOKMARK = "_yj_"
SLOT_TAG = "slot:"

# Characters that XML 1.0 cannot carry; pasted text brings them now and then.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# The hint draws quotes, dashes and symbols that Latin and Chinese share in the Chinese face.
_HINT = '<w:rFonts w:hint="eastAsia"/>'


def clean(text: str) -> str:
    """Escape text for an element, without the characters XML cannot carry."""
    return escape(_UNWRITABLE.sub("", text))


def run(text: str, style: str = "") -> str:
    """Write a w:r; `style` is a character style's id."""
    if not text:
        return ""
    chosen = f'<w:rStyle w:val="{style}"/>' if style else ""
    return f'<w:r><w:rPr>{chosen}{_HINT}</w:rPr><w:t xml:space="preserve">{clean(text)}</w:t></w:r>'


def paragraph(style: str, content: str, properties: str = "") -> str:
    """Write a w:p of written runs; `properties` are further children of w:pPr."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


class Controls:
    """Wraps numbers into content controls and remembers them in order: control n holds the n-th number, from 1."""

    def __init__(self) -> None:
        self.numbers: list[Number] = []
        self.slot_count = 0

    def phrase(self, text: Phrase) -> str:
        """Write the runs of a phrase, each number in its control."""
        return "".join(self._piece(each) for each in text)

    def slot(self, key: str, title: str, prompt: str, words: str) -> str:
        """Write a slot as a block control: the prompt as a placeholder, or the words, one paragraph a line."""
        self.slot_count += 1
        lines = [line.strip() for line in words.splitlines() if line.strip()]
        if lines:
            content = "".join(paragraph("Body", run(line)) for line in lines)
            placeholder = ""
        else:
            content = paragraph("Body", run(f"【待填：{prompt}】", "Placeholder"))
            placeholder = "<w:showingPlcHdr/>"
        return (
            f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(_UNWRITABLE.sub('', title))}/>"
            f'<w:tag w:val="{SLOT_TAG}{key}"/><w:id w:val="{2_000_000 + self.slot_count}"/>{placeholder}'
            f"</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )

    def inline_slot(self, key: str, title: str, prompt: str, words: str = "") -> str:
        """Write a slot inside a line, such as the document number of a document not yet numbered."""
        self.slot_count += 1
        placeholder = "" if words else "<w:showingPlcHdr/>"
        content = run(words) if words else run(prompt, "Placeholder")
        return (
            f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(_UNWRITABLE.sub('', title))}/>"
            f'<w:tag w:val="{SLOT_TAG}{key}"/><w:id w:val="{2_000_000 + self.slot_count}"/>{placeholder}'
            f"</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )

    def _piece(self, piece: Run) -> str:
        if isinstance(piece, str):
            return run(piece)
        if isinstance(piece, Blank):
            return self.inline_slot(piece.key, piece.title, "【待填】", piece.words)
        self.numbers.append(piece)
        order = len(self.numbers)
        # A rich-text control, because LibreOffice repeats the text of plain ones on saving; and a hidden bookmark in it,
        # because LibreOffice and some editions of WPS keep bookmarks where they drop the tags of controls.
        return (
            f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(piece.label)}/>"
            f'<w:tag w:val="{NUMBER_TAG}{order}"/><w:id w:val="{1_000_000 + order}"/>'
            f'</w:sdtPr><w:sdtContent><w:bookmarkStart w:id="{order}" w:name="{NUMBER_BOOKMARK}{order}"/>'
            f'{run(piece.shown)}<w:bookmarkEnd w:id="{order}"/></w:sdtContent></w:sdt>'
        )
