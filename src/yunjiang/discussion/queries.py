"""What was said about a figure, who is mentioned, and who can be. Callers ask `access.permission` first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.people import queries as people
from yunjiang.access.permission import Act
from yunjiang.discussion.models import Comment, CommentStep, CommentStepKind, Mention
from yunjiang.organizations.naming import latin_key

PAGE = 30
OFFERED = 8


@dataclass(frozen=True)
class Said:
    """A comment as it stands: `state` is None for one that nobody did anything to."""

    comment: Comment
    state: CommentStepKind | None

    @property
    def is_settled(self) -> bool:
        return self.state == CommentStepKind.SETTLED


@dataclass(frozen=True)
class Page:
    """Some comments, the newest first, and the number to go on before; None at the end."""

    said: Sequence[Said]
    before: int | None


def about(plan: str, indicator: str, organization_id: int, data_set: str, before: int | None = None) -> Page:
    """Return what was said about an indicator at a unit, on whatever day, the newest first; what was withdrawn is left out."""
    found = _standing(
        Comment.objects.filter(
            plan=plan, indicator=indicator, organization=organization_id, data_set=data_set
        )
    )
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.select_related("by").order_by("-pk")[: PAGE + 1])
    return Page([_said(each) for each in rows[:PAGE]], rows[PAGE - 1].pk if len(rows) > PAGE else None)


def mentions_of(user: User, *, is_unread: bool = False) -> QuerySet[Mention]:
    """Return where a person is mentioned, the newest first; what was withdrawn is left out, and what he may see no more.

    Who leads indicators is told of all: which of them he leads, the plan says and not the discussion.
    """
    comments = Comment.objects.all()
    if not permission.led_by(user):
        visible = permission.visible_organizations(user).values("organization_id")
        comments = comments.filter(organization__in=visible)
    standing = _standing(comments).values("pk")
    found = Mention.objects.filter(user=user, comment__in=standing)
    if is_unread:
        found = found.filter(read_at__isnull=True)
    return found.select_related("comment__by", "comment__organization").order_by("-comment_id")


def offered(organization_id: int, text: str) -> list[User]:
    """Return a few people who may see a unit's figures and whose name begins so: name, sign-in name, pinyin or initials."""
    typed, latin = text.strip(), latin_key(text)
    found: dict[int, User] = {}
    for each in people.responsible(organization_id, Act.SEE_FIGURES):
        person = each.person
        fits = not typed or any(value.startswith(typed) for value in (str(person), person.username))
        fits = fits or (
            bool(latin) and any(value.startswith(latin) for value in (person.pinyin, person.initials))
        )
        if fits:
            found.setdefault(person.pk, person)
    return list(found.values())[:OFFERED]


def _standing(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    steps = CommentStep.objects.filter(comment=OuterRef("pk"))
    withdrawn = steps.filter(kind=CommentStepKind.WITHDRAWN)
    return comments.filter(~Exists(withdrawn)).annotate(
        state=Subquery(steps.order_by("-pk").values("kind")[:1])
    )


def _said(comment: Comment) -> Said:
    state: str | None = getattr(comment, "state", None)
    return Said(comment, None if state is None else CommentStepKind(state))
