"""The person behind a record's link, edited with the record: `owned = {"person": people.PersonOwner()}`.

And how a register finds, masks and shows a person's numbers, said once for all registers that have one.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from yunjiang.access.models import User
from yunjiang.access.permission import Act
from yunjiang.persons import looking_back, reaching, sealed, writing
from yunjiang.persons.models import Person
from yunjiang.persons.refusals import PersonRefusal, PersonRefused
from yunjiang.standards.identifiers import citizens, phones

from .declaration import Changed, Mask, Noted, Search
from .writing_refusals import RecordRefused


class PersonOwner:
    """Writes the fields of a person; see `persons.writing` for what is taken and what is refused."""

    title: ClassVar[str] = "name"

    def check(self, values: Mapping[str, Any]) -> Mapping[str, str]:
        problems = dict(writing.check(values))
        # Who has a record has a name; a new one without is refused when it is written.
        if "name" not in values:
            problems.pop("name", None)
        return problems

    def write(self, instance: Any, values: Mapping[str, Any], by: User | None) -> Changed:
        person = instance if isinstance(instance, Person) else None
        try:
            changed = writing.write(person, values, by=by)
        except PersonRefused as refused:
            raise RecordRefused(person.name if person else "", refused.problems, {}) from refused
        except PersonRefusal as refused:
            raise RecordRefused(person.name if person else "", {"": str(refused)}, {}) from refused
        return Changed(changed.instance, changed.before, changed.after)

    def then(self, instance: Any, moment: datetime, noted: Sequence[Noted]) -> Person:
        return looking_back.as_of(instance, moment, [(each.at, each.before) for each in noted])

    def page(self, instance: Any, user: User) -> str:
        return "natural-person" if reaching.may(user, Act.SEE_RECORDS, instance) else ""


def masks(link: str = "person") -> dict[str, Mask]:
    """Return how a person's numbers are masked behind a link of a register."""
    return {
        f"{link}__identity": Mask(column="identity_mask", reveal=sealed.identity_of),
        f"{link}__phone": Mask(column="phone_mask", reveal=sealed.phone_of),
    }


def searches(link: str = "person", *, is_copied: bool = False) -> list[Search]:
    """Return how people are found behind a link: by identity number, telephone, beginning of the name, or of its pinyin.

    `is_copied`: name and pinyin in the register's own copies (see `copied`), as a large register needs.
    """
    between = "_" if is_copied else "__"
    return [
        Search(f"{link}__identity_key", _identity_key, is_identifying=True),
        Search(f"{link}__phone_key", _phone_key, is_identifying=True),
        Search(f"{link}{between}name__startswith"),
        Search(f"{link}{between}pinyin__startswith", _small_letters),
    ]


def copied(link: str = "person") -> dict[str, str]:
    """Return the fields in which a register keeps a person's name and its pinyin, for its own indexes."""
    return {f"{link}_{name}": f"{link}__{name}" for name in ("name", "pinyin")}


def _identity_key(typed: str) -> bytes | None:
    return sealed.identity_key(typed) if citizens.problem(typed) is None else None


def _phone_key(typed: str) -> bytes | None:
    return sealed.phone_key(typed) if phones.problem(typed, mobile_only=True) is None else None


def _small_letters(typed: str) -> str | None:
    small = typed.strip().casefold().replace("ü", "v").replace(" ", "")
    return small if small.isascii() and small.isalpha() else None
