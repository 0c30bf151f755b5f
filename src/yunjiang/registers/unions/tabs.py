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
from .choices import Committee, UnionState
from .models import Enterprise, Post, Union

SHOWN = 200  # a federation may cover thousands: the list of coverages shows all


@dataclass(frozen=True)
class Body:
    """One body of a union with who holds posts in it."""

    name: str
    posts: list[Post]


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
    bodies = [
        Body(str(label), sorted(by_body[value], key=lambda each: each.until_on is not None))
        for value, label in Committee.choices
        if value in by_body
    ]
    return {"bodies": bodies, "may_add": _keeps(user, union)}


def terms(union: Union, user: User) -> Mapping[str, Any]:
    """Return the terms of a union, the newest first."""
    rows = union.terms.filter(voided_at=None).order_by("-number")
    return {"terms": list(rows), "may_add": _keeps(user, union)}


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
        found.append(
            Happening(
                term.elected_on, _("Elected the committee of term %(number)d") % {"number": term.number}
            )
        )
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
