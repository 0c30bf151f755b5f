"""What a person may ask of us about their own data, and by when it is answered: 个人信息保护法 §44-50.

The law says "in time"; the house answers within fifteen working days of receipt, the day of receipt not counted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext

from yunjiang.access import trail
from yunjiang.access.models import User
from yunjiang.organizations.calendar import overrides
from yunjiang.standards.working_days import add_working_days

from . import followers, holdings
from .models import Person, Right, SubjectRequest
from .refusals import AlreadyAnswered, AnswerMissing, PersonGone, ReasonMissing
from .writing import lineage

WORKING_DAYS = 15
ERASED_NAME = "（已删除）"

# Nobody's membership hangs on these: they go first, and go even where the rest must stay.
LET_GO: dict[str, object] = {
    "phone": None, "phone_key": None, "phone_mask": "", "ethnic_group": "", "education": "", "political_status": "",
    "skill_level": "", "household_kind": "", "household_place": "", "native_place": "", "is_migrant_worker": None,
}  # fmt: skip
IDENTIFYING: dict[str, object] = {
    "name": ERASED_NAME, "pinyin": "", "initials": "", "sex": "0", "birth_on": None, "identity": None,
    "identity_key": None, "identity_mask": "", "identity_kind": "", "confirmed_on": None,
}  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """What the law does not let go, or wants kept: what, why, and until when where that is known."""

    what: str
    why: str
    until: date | None = None


@dataclass(frozen=True)
class Erased:
    """What became of a wish to be erased."""

    cleared: list[str] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.kept


# Persons' numbers → what a register must keep of them; an empty answer lets its rows stand without the name.
Keeper = Callable[[Sequence[int]], Sequence[Kept]]
_keepers: dict[str, Keeper] = {}


def keeps(label: str, keeper: Keeper) -> None:
    """Have a register say what of its rows (app.Model) must be kept; without a word everything is."""
    _keepers[label] = keeper


def ask(
    person: Person, right: Right, text: str = "", *, received_on: date | None = None, by: User | None
) -> SubjectRequest:
    """Write down what a person asks; it is due after fifteen working days."""
    received_on = received_on or timezone.localdate()
    due_on = add_working_days(received_on, WORKING_DAYS, overrides(None, received_on))
    with trail.recording(
        "persons.request", subject=f"person:{person.pk}", facts={"right": right.value}
    ) as deed:
        made = SubjectRequest.objects.create(
            person=person, right=right, text=text.strip()[:1000], received_on=received_on, due_on=due_on
        )
        deed.learned(request=made.pk, due_on=due_on.isoformat())
    return made


def answer(request: SubjectRequest, *, is_granted: bool, text: str, by: User) -> SubjectRequest:
    """Answer a request, once. Raises AlreadyAnswered, AnswerMissing for a refusal without its reason."""
    with trail.recording(
        "persons.answer",
        subject=f"person:{request.person_id}",
        facts={"request": request.pk, "is_granted": is_granted},
    ):
        held = SubjectRequest.objects.select_for_update().get(pk=request.pk)
        if held.answered_at is not None:
            raise AlreadyAnswered(timezone.localdate(held.answered_at))
        if not is_granted and not text.strip():
            raise AnswerMissing
        held.is_granted, held.answer = is_granted, text.strip()[:1000]
        held.answered_by, held.answered_at = by, timezone.now()
        held.save(update_fields=["is_granted", "answer", "answered_by", "answered_at"])
    return held


def restrict(person: Person, reason: str, *, by: User | None) -> None:
    """Have a person's data only kept from now on, and used for nothing but answering the person, danger and audit."""
    _set_restricted(person, reason, by, is_restricted=True)


def lift(person: Person, reason: str, *, by: User | None) -> None:
    """Let a person's data be used again."""
    _set_restricted(person, reason, by, is_restricted=False)


def must_be_kept(person: Person) -> list[Kept]:
    """Return what registers must keep of a person; rows of a register that has said nothing are kept."""
    numbers = lineage(person)
    found: list[Kept] = []
    for each in holdings.held(person, 0):
        if each.label in ("persons.SubjectRequest", "persons.Consent"):
            continue  # they prove that the person was heard; without the name they harm nobody
        keeper = _keepers.get(each.label)
        if keeper is not None:
            found += keeper(numbers)
        else:
            found.append(
                Kept(f"{each.name}（{each.count}）", gettext("Records of this register are kept as files."))
            )
    return found


def erase(person: Person, reason: str, *, by: User | None) -> Erased:
    """Erase what the law lets go (个人信息保护法 §47) and return that, and what stays with the reason.

    Where something must stay, so do name and number that belong to it, and their use is restricted to keeping. Rows written
    once (the trail, histories, the images of merges) stay as they are and lapse with their own time. Raises ReasonMissing,
    PersonGone.
    """
    with trail.recording(
        "persons.erase", subject=f"person:{person.pk}", facts={"reason": reason[:400]}
    ) as deed:
        if not reason.strip():
            raise ReasonMissing
        held = Person.objects.select_for_update().get(pk=person.pk)
        if held.erased_at is not None:
            raise PersonGone
        kept = must_be_kept(held)
        clearing = LET_GO if kept else {**LET_GO, **IDENTIFYING}
        labels = [
            str(each.verbose_name)
            for each in Person._meta.concrete_fields
            if each.name in clearing
            and getattr(held, each.name) not in (None, "", "0", b"")
            and each.verbose_name
        ]
        now = timezone.now()
        changed = {**clearing, "restricted_at": held.restricted_at or now, "changed_at": now}
        if not kept:
            changed |= {"restricted_at": None, "erased_at": now}
        for each in Person.objects.select_for_update().filter(pk__in=lineage(held)):
            for name, value in changed.items():
                setattr(each, name, value)
            each.revision += 1
            each.save()
        followers.tell_changed([held.pk], by)
        deed.learned(cleared=len(labels), kept=[each.what for each in kept])
    return Erased(labels, kept)


def _set_restricted(person: Person, reason: str, by: User | None, *, is_restricted: bool) -> None:
    with trail.recording(
        "persons.restrict",
        subject=f"person:{person.pk}",
        facts={"is_restricted": is_restricted, "reason": reason[:400]},
    ) as deed:
        if not reason.strip():
            raise ReasonMissing
        held = Person.objects.select_for_update().get(pk=person.pk)
        if held.erased_at is not None:
            raise PersonGone
        if (held.restricted_at is not None) == is_restricted:
            deed.changed_nothing()
            return
        held.restricted_at = timezone.now() if is_restricted else None
        held.revision += 1
        held.save(update_fields=["restricted_at", "revision"])
        followers.tell_changed([held.pk], by)
    person.restricted_at, person.revision = held.restricted_at, held.revision
