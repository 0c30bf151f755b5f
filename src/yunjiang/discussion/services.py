"""Saying something about a figure, and what becomes of it. Each act is one transaction, recorded in the audit trail."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from yunjiang.access import permission, trail
from yunjiang.access.models import User
from yunjiang.access.permission import Act
from yunjiang.discussion.models import Comment, CommentStep, CommentStepKind, Mention
from yunjiang.discussion.refusals import (
    NobodyOfThatName,
    NothingSaid,
    NotYourOwn,
    StandsOtherwise,
    TooLong,
)
from yunjiang.organizations.models import Organization

LONGEST = 1000
_MENTION = re.compile(r"@([\w.\-@]+)")


@dataclass(frozen=True)
class Topic:
    """The figure spoken of. `lead` names by their keys the organizations that lead the indicator."""

    plan: str
    indicator: str
    organization: Organization
    data_set: str
    on: date
    position: int
    lead: Collection[str] = ()


def say(user: User, topic: Topic, text: str) -> Comment:
    """Write a comment and tell whom it mentions: every @ before a sign-in name.

    Raises permission.Refused, NothingSaid, TooLong, NobodyOfThatName.
    """
    permission.require(user, Act.COMMENT, topic.organization, lead=topic.lead)
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise NothingSaid
    if len(text) > LONGEST:
        raise TooLong(len(text), LONGEST)
    mentioned = _mentioned(text, topic)
    facts = {"indicator": topic.indicator, "on": topic.on.isoformat(), "mentions": len(mentioned)}
    with trail.recording("discussion.comment", organization_id=topic.organization.pk, facts=facts) as deed:
        comment = Comment.objects.create(
            plan=topic.plan,
            indicator=topic.indicator,
            organization=topic.organization,
            data_set=topic.data_set,
            figure_on=topic.on,
            position=topic.position,
            text=text,
            by=user,
        )
        Mention.objects.bulk_create(Mention(comment=comment, user=each) for each in mentioned)
        deed.subject = f"comment:{comment.pk}"
        deed.changed(after={"text": text})
    return comment


def withdraw(user: User, comment: Comment) -> None:
    """Take one's own comment back: it stays on record and is shown no more. Raises NotYourOwn, StandsOtherwise."""
    if comment.by_id != user.pk:
        raise NotYourOwn(str(comment.by))
    _step(
        user,
        comment,
        CommentStepKind.WITHDRAWN,
        "discussion.withdraw",
        {None, CommentStepKind.SETTLED, CommentStepKind.REOPENED},
    )


def settle(user: User, comment: Comment, lead: Collection[str] = ()) -> None:
    """Call what a comment asks for done. Raises permission.Refused, StandsOtherwise."""
    permission.require(user, Act.COMMENT, comment.organization, lead=lead)
    _step(user, comment, CommentStepKind.SETTLED, "discussion.settle", {None, CommentStepKind.REOPENED})


def reopen(user: User, comment: Comment, lead: Collection[str] = ()) -> None:
    """Say that it is not settled after all. Raises permission.Refused, StandsOtherwise."""
    permission.require(user, Act.COMMENT, comment.organization, lead=lead)
    _step(user, comment, CommentStepKind.REOPENED, "discussion.reopen", {CommentStepKind.SETTLED})


def read(user: User, mention: Mention) -> None:
    """Remember that a person has looked at what mentions him; the first time counts."""
    Mention.objects.filter(pk=mention.pk, user=user, read_at__isnull=True).update(read_at=timezone.now())


def state_of(comment: Comment) -> CommentStepKind | None:
    """Return how a comment stands; None for one that nobody did anything to."""
    newest = comment.steps.order_by("-pk").first()
    return None if newest is None else CommentStepKind(newest.kind)


def _step(
    user: User,
    comment: Comment,
    kind: CommentStepKind,
    action: str,
    possible: Collection[CommentStepKind | None],
) -> None:
    with trail.recording(action, subject=f"comment:{comment.pk}", organization_id=comment.organization_id):
        # Two who act at once: the row is locked where the database can, so the second sees what the first did.
        Comment.objects.select_for_update().get(pk=comment.pk)
        state = state_of(comment)
        if state not in possible:
            raise StandsOtherwise(state.label if state else "")
        CommentStep.objects.create(comment=comment, kind=kind, by=user)


def _mentioned(text: str, topic: Topic) -> list[User]:
    names = list(dict.fromkeys(each.rstrip(".@-") for each in _MENTION.findall(text)))
    known = {each.username: each for each in User.objects.filter(Q(username__in=names), is_active=True)}
    found = []
    for name in names:
        person = known.get(name)
        if person is None or not permission.may(person, Act.SEE_FIGURES, topic.organization, lead=topic.lead):
            raise NobodyOfThatName(name)
        found.append(person)
    return found
