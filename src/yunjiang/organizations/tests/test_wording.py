"""Every sentence of the room exists in Chinese."""

from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from yunjiang import organizations

ROOM = Path(organizations.__file__).parent
KEYWORDS = {"_": None, "pgettext": ((1, "c"), 2)}


def test_it_works() -> None:
    with (ROOM / "locale/zh_Hans/LC_MESSAGES/django.po").open("rb") as file:
        translated = {each.id for each in read_po(file) if each.id and each.string}
    found = extract_from_dir(str(ROOM), method_map=[("**.py", "python")], keywords=KEYWORDS)
    said = {text[1] if isinstance(text, tuple) else text for _, _, text, _, _ in found}
    assert said == translated
