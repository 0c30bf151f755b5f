"""How many union social workers each union has had, day by day: computed from posts, for the measure that plans name.

Who holds posts in several unions is one person and is counted once: in the union of the post that began first of those that hold.
Computed courses can be deleted and are rebuilt from the posts.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from yunjiang.access.models import User
from yunjiang.organizations.models import Standing
from yunjiang.persons.models import Person, Sex
from yunjiang.registers.kit import counting, registry, undertaking

from .models import Post, Union

_AT_ONCE = 500

# One post as a social worker: union, first day, first day no longer.
Held = tuple[int, date, date | None]
Numbers = tuple[int, int, int]  # all, men, women


def follow(posts: Sequence[int], by: User | None) -> None:
    """Compute anew the unions that these posts touch, those included where their holders have other posts."""
    touched = Post.objects.filter(counting.among(posts)).order_by()
    unions = set(touched.values_list("union", flat=True))
    persons = set(touched.values_list("person", flat=True))
    unions |= {union for each in _held_by(persons).values() for union, _since, _until in each}
    changed = recompute(unions)
    undertaking.close(registry.of("unions"), changed, by=by)


def follow_person(post: Post) -> None:
    """Let the courses say of which sex a holder is now (`follow`, which the kit calls next); the post itself stays as it is."""
    return None


def told(post: Post) -> list[tuple[int, date, date | None]]:
    """Return in which union (its number) the holder of a post is counted from when until when; for the post's page."""
    return homes(_held_by({post.person_id}).get(post.person_id, []))


def recompute(unions: Collection[int] | None = None) -> list[int]:
    """Write the courses of these unions, or all, where they differ; return the numbers of those that did."""
    wanted = sorted(unions) if unions is not None else list(Union.objects.values_list("pk", flat=True))
    changed: list[int] = []
    for first in range(0, len(wanted), _AT_ONCE):
        part = Union.objects.in_bulk(wanted[first : first + _AT_ONCE])
        holders = set(_social().filter(union__in=part).values_list("person", flat=True))
        courses = _courses(_held_by(holders))
        spans = _spans({each.organization_id for each in part.values()})
        rows = []
        for number, union in part.items():
            course = _placed(courses.get(number, []), spans[union.organization_id])
            if course != union.social_course:
                union.social_course = course
                rows.append(union)
        Union.objects.bulk_update(rows, ["social_course"], batch_size=200)
        changed += [each.pk for each in rows]
    return changed


def homes(held: Sequence[Held]) -> list[tuple[int, date, date | None]]:
    """Return in which union one person is counted from when until when; `held` in the order in which the posts began."""
    days = sorted({day for _union, since, until in held for day in (since, until) if day is not None})
    found: list[tuple[int, date, date | None]] = []
    for place, day in enumerate(days):
        until = days[place + 1] if place + 1 < len(days) else None
        union = next((u for u, since, end in held if since <= day and (end is None or day < end)), None)
        if union is None:
            continue
        if found and found[-1][0] == union and found[-1][2] == day:
            found[-1] = (union, found[-1][1], until)
        else:
            found.append((union, day, until))
    return found


def _social() -> Any:
    return Post.objects.filter(is_social_worker=True, voided_at=None)


def _held_by(persons: Collection[int]) -> dict[int, list[Held]]:
    """Return the posts of persons as social workers, in the order in which they began."""
    found: dict[int, list[Held]] = defaultdict(list)
    wanted = sorted(persons)
    columns = ("person", "union", "since_on", "until_on", "social_since_on", "social_until_on")
    for first in range(0, len(wanted), _AT_ONCE):
        for person, union, since, until, social_since, social_until in (
            _social().filter(person__in=wanted[first : first + _AT_ONCE]).order_by("pk").values_list(*columns)
        ):
            begins = max(since, social_since)
            ends = min((each for each in (until, social_until) if each is not None), default=None)
            if ends is None or ends > begins:
                found[person].append((union, begins, ends))
    for held in found.values():
        held.sort(key=lambda each: each[1])
    return found


def _courses(held: Mapping[int, Sequence[Held]]) -> dict[int, list[tuple[date, Numbers]]]:
    sexes = _sexes_of(held)
    turns: dict[int, dict[date, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for person, posts in held.items():
        for union, since, until in homes(posts):
            for counted in ("all", sexes.get(person, "")):
                turns[union][since][counted] += 1
                if until is not None:
                    turns[union][until][counted] -= 1
    courses = {}
    for union, by_day in turns.items():
        count: Counter[str] = Counter()
        course = []
        for day in sorted(by_day):
            count.update(by_day[day])
            course.append((day, (count["all"], count[Sex.MALE], count[Sex.FEMALE])))
        courses[union] = course
    return courses


def _sexes_of(persons: Collection[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    wanted = sorted(persons)
    for first in range(0, len(wanted), _AT_ONCE):
        rows = Person.objects.filter(pk__in=wanted[first : first + _AT_ONCE])
        found |= dict(rows.values_list("pk", "sex"))
    return found


def _placed(course: Iterable[tuple[date, Numbers]], span: tuple[date, date | None] | None) -> list[list[Any]]:
    """Return a course on the days on which the union stands in the tree; what was so before counts from its first day."""
    if span is None:
        return []
    first, end = span
    placed: dict[date, Numbers] = {}
    for day, count in course:
        if end is None or day < end:
            placed[max(day, first)] = count
    return [[day.isoformat(), *count] for day, count in sorted(placed.items())]


def _spans(organizations: Collection[int]) -> dict[int, tuple[date, date | None] | None]:
    found: dict[int, tuple[date, date | None] | None] = dict.fromkeys(organizations)
    rows = Standing.objects.filter(organization__in=organizations).order_by("valid_from")
    for unit, since, until in rows.values_list("organization", "valid_from", "valid_to"):
        known = found[unit]
        found[unit] = (known[0] if known else since, until)
    return found
