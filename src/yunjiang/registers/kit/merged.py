"""What registers do when two records become one person: their rows' histories say so, and what they count is posted anew.

They also say what of a person's rows stays when the person wishes to be erased.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext

from yunjiang.access.models import User
from yunjiang.persons import holdings, rights
from yunjiang.persons.followers import Follower
from yunjiang.persons.models import Person

from . import contents, copies, following, registry, undertaking
from .declaration import Register
from .models import Deed, Difference
from .putting import open_change_set


def name_holdings() -> None:
    """Say what the rows of every register are called where everything that is held of a person is shown."""
    for register in registry.every():
        holdings.call(register.model._meta.label, str(register.name))


class RegistersFollow(Follower):
    """Keeps history and postings of every register's rows; what a person has only once is settled by the register itself."""

    code = "registers"

    def moved(
        self,
        model: type[models.Model],
        rows: Mapping[int, Sequence[str]],
        old: Person,
        new: Person,
        by: User | None,
    ) -> None:
        for register in registry.every():
            if register.model is model:
                _log(register, rows, old, new, by)

    def after(self, kept: Person, merged: Person, by: User | None) -> None:
        copies.follow((kept.pk, merged.pk))
        for register, fields in following.with_persons():
            wanted = Q()
            for name in fields:
                wanted |= Q(**{f"{name}__in": (kept.pk, merged.pk)})
            keys = register.model._base_manager.filter(wanted).values_list("pk", flat=True)
            undertaking.close(register, sorted(keys), by=by)

    def changed(self, persons: Collection[int], by: User | None) -> None:
        copies.follow(persons)
        following.changed(persons, by)


def say_what_is_kept() -> None:
    """Let every register that says so tell what of its rows must stay when a person wishes to be erased."""
    for register in registry.every():
        if register.must_keep is not None:
            rights.keeps(register.model._meta.label, register.must_keep)


def _log(
    register: type[Register], rows: Mapping[int, Sequence[str]], old: Person, new: Person, by: User | None
) -> None:
    held = register.model._base_manager.filter(pk__in=list(rows))
    held.update(revision=F("revision") + 1, changed_at=timezone.now())
    revisions: dict[Any, int] = dict(held.values_list("pk", "revision"))
    reason = gettext("Records of one person were brought together or apart")
    change_set = open_change_set(register, Deed.MERGE, by, reason, len(rows))
    Difference.objects.bulk_create(
        [
            Difference(
                change_set=change_set,
                register=register.code,
                record=pk,
                revision=revisions[pk],
                before=contents.text(dict.fromkeys(fields, old.pk)),
                after=contents.text(dict.fromkeys(fields, new.pk)),
            )
            for pk, fields in rows.items()
        ],
        batch_size=1000,
    )
