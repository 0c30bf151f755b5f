"""One change or move for all records that fit a filter, however many: in the background, a part of the list at a time.

Each part is one transaction that also notes how far the act has come, so that begun again it goes on from there. What does not
allow it is left out, row by row with the reason, and the rest is done.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yunjiang.access import permission, sealing, trail
from yunjiang.access.models import User
from yunjiang.access.permission import Act, Refused
from yunjiang.background import services as background
from yunjiang.background.progress import Progress
from yunjiang.background.works import Work

from . import bulk, contents, filters, lists, plans, registry, workflow
from .bulk import Done
from .declaration import Register
from .models import BulkAct, LeftOut
from .putting import REASON_LENGTH, title
from .refusals import RegisterRefusal
from .sealed import BULK_ACT
from .writing_refusals import NothingFits, RowRefused

WORK = "registers.bulk_act"
CHANGE, MOVE = "change:", "move:"
PART = 500  # records of one transaction: nobody else waits for long


def ask(
    register: type[Register],
    what: str,
    query: Mapping[str, Sequence[str]],
    values: Mapping[str, Any],
    *,
    reason: str = "",
    by: User,
    name: str,
) -> BulkAct:
    """Have `change:field` or `move:code` done to all records that fit a list's query; `name` is what people call it.

    Raises permission.Refused, UnknownMove, FiltersUnreadable, NothingFits.
    """
    act = needed(register, what)
    if act not in permission.acts_anywhere(by):
        raise Refused(act, "")
    wanted = filters.parse(register, query)
    wanted.require_understood()
    count = lists.count(register, by, wanted)
    if count.is_exact and not count.number:
        raise NothingFits(str(register.name))
    with trail.recording("registers.bulk_act", subject=register.code) as deed:
        made = BulkAct.objects.create(
            register=register.code,
            what=what,
            reason=reason[:REASON_LENGTH],
            wanted=_sealed(register, query, values),
            told=[
                (label, "…" if text == wanted.search else text) for label, text in filters.described(wanted)
            ],
            by=by,
        )
        heading = gettext("%(deed)s: %(register)s") % {"deed": name, "register": register.name}
        made.job = background.start(WORK, heading, {"act": made.pk}, by=by.username)
        made.save(update_fields=["job"])
        deed.learned(act=made.pk, what=what, fields=sorted(values), filter=wanted.facts(), reason=reason)
    return made


def needed(register: type[Register], what: str) -> Act:
    """Return the act that somebody must hold for a deed. Raises UnknownMove."""
    return (
        workflow.move_of(register, what.removeprefix(MOVE)).act if what.startswith(MOVE) else register.keeps
    )


def perform(arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Do what is left of an act."""
    act = BulkAct.objects.select_related("by").get(pk=arguments["act"])
    register = registry.of(act.register)
    query, values = _opened(register, act)
    wanted = filters.parse(register, query)
    wanted.require_understood()
    if act.total_count is None:
        act.total_count = plans.make(register, act.by, wanted).all().count()
        act.save(update_fields=["total_count"])
    while act.finished_at is None:
        done_count = act.changed_count + act.same_count + act.left_out_count
        progress.report(min(done_count, act.total_count), act.total_count, gettext("Writing the records."))
        act = _go_on(act, register, wanted, values)
    return {"act": act.pk, "register": act.register}


def reasons(act: BulkAct) -> list[tuple[str, int]]:
    """Return why records were left out with how many, the most frequent first; names of records are left out of sentences."""
    counted: Counter[str] = Counter()
    for name, sentence in act.left_out.values_list("title", "sentence").iterator(chunk_size=5_000):
        counted[reason_of(name, sentence)] += 1
    return counted.most_common(20)


def reason_of(title: str, sentence: str) -> str:
    """Return why a record was left out in words that hold for every record left out for it."""
    if not title:
        return sentence
    return sentence.replace(f"“{title}”", gettext("The record")).replace(title, "…")


def _go_on(
    act: BulkAct, register: type[Register], wanted: filters.Wanted, values: Mapping[str, Any]
) -> BulkAct:
    """Do the next part and return the act as it is then; all of the part is done and noted, or nothing."""
    with trail.recording("registers.bulk", subject=register.code, facts={"act": act.pk}) as deed:
        held = BulkAct.objects.select_for_update(of=("self",)).select_related("by").get(pk=act.pk)
        page = lists.page(register, held.by, wanted, after=held.reached, size=PART, paths=())
        changed = 0
        left_out: list[RowRefused] = []
        for done in _done(held, register, page.rows, values) if page.rows else ():
            changed += done.changed_count
            left_out += done.left_out
        LeftOut.objects.bulk_create(
            [
                LeftOut(act=held, record=each.record, title=each.title[:200], sentence=each.sentence[:400])
                for each in left_out
            ]
        )
        held.changed_count += changed
        held.left_out_count += len(left_out)
        held.same_count += len(page.rows) - changed - len(left_out)
        held.reached = page.further
        held.finished_at = None if page.further else timezone.now()
        held.save()
        deed.learned(changed=changed, left_out=len(left_out))
    return held


def _done(
    act: BulkAct, register: type[Register], rows: Sequence[Any], values: Mapping[str, Any]
) -> Iterator[Done]:
    """Do it to all rows at once; where a register's own logic refuses in the middle, to one after the other."""
    try:
        yield _one_act(act, register, rows, values)
    except (RegisterRefusal, Refused):
        for row in rows:
            try:
                yield _one_act(act, register, [row], values)
            except (RegisterRefusal, Refused) as refusal:
                name = title(register, row)
                yield Done(0, 1, None, (RowRefused(row.pk, name, str(refusal)),))


def _one_act(act: BulkAct, register: type[Register], rows: Sequence[Any], values: Mapping[str, Any]) -> Done:
    if act.what.startswith(MOVE):
        code = act.what.removeprefix(MOVE)
        return bulk.move_many(
            register, rows, code, by=act.by, reason=act.reason, values=values, leaves_out=True
        )
    return bulk.change_many(register, rows, values, by=act.by, reason=act.reason, leaves_out=True)


def _sealed(register: type[Register], query: Mapping[str, Sequence[str]], values: Mapping[str, Any]) -> bytes:
    """Return what is wanted as it is kept: somebody may have looked for a person's number."""
    kept = {
        "query": {
            each: list(query[each]) for each in query if filters.understands(register, each) and query[each]
        },
        "values": {path: contents.plain(register, path, value) for path, value in values.items()},
    }
    return sealing.seal(contents.text(kept), BULK_ACT)


def _opened(register: type[Register], act: BulkAct) -> tuple[Mapping[str, Sequence[str]], Mapping[str, Any]]:
    kept = contents.read(sealing.open_(act.wanted, BULK_ACT))
    values = {
        path: contents.typed(register, path, value, is_whole=True) for path, value in kept["values"].items()
    }
    return kept["query"], values


WORKS = (Work(WORK, _("Change all records that fit"), perform),)
