"""Reading the sheet of words: a row for each unit and action, a column for each heading."""

from collections.abc import Mapping, Sequence

from ..answers import PASSAGE_LENGTH
from .form import FormUnit, Topic
from .layout import ACTION, HEADING, NAME, ROLE, TOPIC
from .marks import Marked, Telling
from .problems import Weight
from .stamps import words_briefly
from .understood import ReadPassage, ReadUnit, names_of, words


def fill(telling: Telling, sheets: Sequence[Marked], units: Mapping[str, ReadUnit]) -> None:
    """Add the passages to the units they belong to; everything wrong is told."""
    topics = {each.code: each for each in telling.form.topics}
    named = {f"{each.code} {each.name}".strip(): each.code for each in telling.form.topics}
    known = names_of(telling.units)
    headings = dict(telling.form.headings)
    without_numbers: dict[str, Marked] = {}
    for marked in sheets:
        roles = {role: column for column, role in marked.columns(ROLE)}
        columns = telling.once(
            marked.columns(HEADING), marked, lambda key: headings.get(key, key), of_rows=False
        )

        def name(identity: str) -> str:
            key, _tab, action = identity.partition("\t")
            unit = telling.units.get(key)
            return f"{unit.short_name if unit else key} {action}".strip()

        for identity, row in telling.once(marked.rows(TOPIC), marked, name, of_rows=True).items():
            key, _tab, action = identity.partition("\t")
            unit, topic = telling.units.get(key), topics.get(action)
            if unit is None or topic is None:
                continue
            read = units.get(key)
            if read is None:
                if any(marked.words(row, column) for column in columns.values()):
                    without_numbers.setdefault(key, marked)
            elif _is_its_own(telling, marked, row, roles, unit, topic, known, named):
                for heading, column in columns.items():
                    if heading in headings:
                        _passage(telling, marked, row, column, (action, heading), unit, read)
    told = {each.unit for each in telling.problems if each.weight is Weight.PROBLEM}
    for key, marked in without_numbers.items():
        if key not in told:
            telling.tell(
                "words_without_unit", marked.sheet.name, unit=key, name=telling.units[key].short_name
            )


def _is_its_own(
    telling: Telling,
    marked: Marked,
    row: int,
    roles: Mapping[str, int],
    unit: FormUnit,
    topic: Topic,
    known: Mapping[str, str],
    named: Mapping[str, str],
) -> bool:
    meant = f"{topic.code} {topic.name}".strip()
    return telling.check_name(
        marked, row, roles.get(NAME), meant=unit.short_name, mine=unit.key, known=known, unit=unit.key
    ) and telling.check_name(
        marked, row, roles.get(ACTION), meant=meant, mine=topic.code, known=named, unit=unit.key
    )


def _passage(
    telling: Telling,
    marked: Marked,
    row: int,
    column: int,
    key: tuple[str, str],
    unit: FormUnit,
    read: ReadUnit,
) -> None:
    text, is_good = words(telling, marked, row, column, unit.key, PASSAGE_LENGTH)
    if not is_good:
        return
    if not telling.form.takes_words(*key):
        if text:
            telling.tell("words_not_asked", marked.sheet.name, row, column, unit.key)
        return
    if unit.is_open or words_briefly(text) != read.before.get("\t".join(key), ""):
        read.passages[key] = ReadPassage(text, marked.sheet.name, row, column)
