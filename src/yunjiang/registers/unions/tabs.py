"""What the pages of a union and of a firm show beside their own fields: committee, terms, firms, and what happened when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Act

from . import social
from .choices import WITH_COMMITTEE, Committee, UnionState
from .models import Enterprise, Post, Term, Union

SHOWN = 200  # a federation may cover thousands: the list of coverages shows all


@dataclass(frozen=True)
class Body:
    """One body of a union: when it was founded, the term that runs, and who holds posts in it."""

    name: str
    posts: list[Post]
    founded_on: date | None = None
    term: Term | None = None
    in_office: int = 0


@dataclass(frozen=True)
class Happening:
    """Something that happened to a union or a firm on a day."""

    on: date
    text: str
    small: str = ""


def committee(union: Union, user: User) -> Mapping[str, Any]:
    """Return the bodies of a union, those in office before those who left."""
    rows = union.posts.filter(voided_at=None).select_related("person").order_by("-since_on", "pk")
    by_body: dict[str, list[Post]] = {}
    for post in rows[:SHOWN]:
        by_body.setdefault(post.committee, []).append(post)
    terms_of: dict[str, list[Term]] = {}
    for term in union.terms.filter(voided_at=None).order_by("number"):
        terms_of.setdefault(term.committee, []).append(term)
    bodies = [
        _body(str(label), by_body.get(value, []), terms_of.get(value, []))
        for value, label in Committee.choices
        if value in by_body or value in terms_of
    ]
    lacks_audit = (  # 工会法 article 45: unions of every level set one up
        union.state == UnionState.NORMAL
        and union.form in WITH_COMMITTEE
        and not any(each.name == Committee.AUDIT.label for each in bodies)
    )
    return {"bodies": bodies, "lacks_audit": lacks_audit, "union": union, "may_add": _keeps(user, union)}


def _body(name: str, posts: list[Post], terms: list[Term]) -> Body:
    return Body(
        name,
        sorted(posts, key=lambda each: each.until_on is not None),
        founded_on=min((each.elected_on for each in terms), default=None),
        term=next((each for each in terms if each.is_running), None),
        in_office=sum(each.until_on is None for each in posts),
    )


def terms(union: Union, user: User) -> Mapping[str, Any]:
    """Return the terms of a union, the newest first."""
    rows = union.terms.filter(voided_at=None).order_by("-elected_on", "-number", "pk")
    return {"terms": list(rows), "union": union, "may_add": _keeps(user, union)}


def firms(union: Union, user: User) -> Mapping[str, Any]:
    """Return the firms that a union covers or covered, those it covers first."""
    rows = union.coverages.filter(voided_at=None).select_related("enterprise")
    ordered = sorted(rows.order_by("-since_on", "pk")[:SHOWN], key=lambda each: each.until_on is not None)
    in_office = union.state == UnionState.NORMAL
    may_check = permission.may(user, Act.CHECK_RECORDS, union.organization)
    return {
        "coverages": ordered,
        "told": rows.count(),
        "union": union,
        "may_add": in_office and _keeps(user, union),
        "may_split": in_office and may_check,
    }


def social_worker(post: Post, user: User) -> Mapping[str, Any]:
    """Return where the holder of a post is counted as a union social worker, and why not by this post on the other days."""
    homes = social.told(post)
    unions = Union.objects.in_bulk({union for union, _since, _until in homes})
    return {
        "post": post,
        "homes": [(unions[union], since, until, union == post.union_id) for union, since, until in homes],
    }


def course(union: Union, user: User) -> Mapping[str, Any]:
    """Return what happened to a union, the newest first."""
    found = [
        Happening(union.prepared_on, _("Preparation began")),
        *_dated(union.approved_on, _("Preparation approved"), union.approval_number),
        *_dated(union.confirmed_on, _("Election approved"), union.confirmation_number),
        *_dated(union.founded_on, _("Founded")),
        *_dated(union.legal_since_on, _("Became a legal person"), union.certificate_number),
        *_dated(union.legal_until_on, _("No longer a legal person")),
    ]
    if union.closed_on and union.successor:
        text = (
            _("Merged into %(union)s")
            if union.state == UnionState.MERGED
            else _("Closed; members go to %(union)s")
        )
        found.append(Happening(union.closed_on, text % {"union": union.successor.name}, union.closing_number))
    for term in union.terms.filter(voided_at=None):
        text = _("Elected the %(committee)s of term %(number)d")
        facts = {"committee": term.get_committee_display(), "number": term.number}
        found.append(Happening(term.elected_on, text % facts, term.confirmation_number))
    for place in union.industrial_places.filter(voided_at=None).select_related("upper"):
        found.append(
            Happening(place.since_on, _("Stands below %(union)s by industry") % {"union": place.upper.name})
        )
        found += _dated(
            place.until_on, _("No longer below %(union)s by industry") % {"union": place.upper.name}
        )
    for lost in Union.objects.filter(successor=union, voided_at=None).exclude(closed_on=None):
        assert lost.closed_on is not None
        found.append(
            Happening(lost.closed_on, _("Took over the members of %(union)s") % {"union": lost.name})
        )
    for coverage in union.coverages.filter(voided_at=None).select_related("enterprise")[:SHOWN]:
        found.append(Happening(coverage.since_on, _("Covers %(firm)s") % {"firm": coverage.enterprise.name}))
        found += _dated(
            coverage.until_on, _("No longer covers %(firm)s") % {"firm": coverage.enterprise.name}
        )
    return {"happenings": _newest_first(found)}


def staff_of_firm(firm: Enterprise, user: User) -> Mapping[str, Any]:
    """Return how many worked in a firm on which day, and in which operating state it was from when until when."""
    states = list(firm.operations.filter(voided_at=None).order_by("since_on", "pk"))
    ends = [each.since_on for each in states[1:]]
    return {
        "firm": firm,
        "headcounts": list(firm.headcounts.filter(voided_at=None).order_by("-as_of_on", "-pk")),
        "operations": list(zip(states, [*ends, None], strict=True))[::-1],
        "may_add": permission.may(user, Act.KEEP_RECORDS, firm.organization),
    }


def course_of_firm(firm: Enterprise, user: User) -> Mapping[str, Any]:
    """Return what happened to a firm, the newest first."""
    found = [Happening(firm.opened_on, _("Founded"))]
    for state in firm.operations.filter(voided_at=None):
        found.append(Happening(state.since_on, state.get_status_display(), state.evidence))
    for count in firm.headcounts.filter(voided_at=None):
        text = _("%(staff)s staff") % {"staff": f"{count.staff:,}"}
        found.append(Happening(count.as_of_on, text, count.evidence))
    for coverage in firm.coverages.filter(voided_at=None).select_related("union"):
        found.append(
            Happening(
                coverage.since_on,
                _("Covered by %(union)s") % {"union": coverage.union.name},
                coverage.get_kind_display(),
            )
        )
        found += _dated(
            coverage.until_on, _("No longer covered by %(union)s") % {"union": coverage.union.name}
        )
    return {"happenings": _newest_first(found)}


def _keeps(user: User, union: Union) -> bool:
    return permission.may(user, Act.KEEP_RECORDS, union.organization)


def _dated(on: date | None, text: str, small: str = "") -> list[Happening]:
    return [Happening(on, text, small)] if on is not None else []


def _newest_first(found: list[Happening]) -> list[Happening]:
    return sorted(found, key=lambda each: each.on, reverse=True)
