"""What happens to posts when two records turn out to be one person: a post that both hold is one post, recorded twice."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from yunjiang.access.models import User
from yunjiang.persons.followers import Follower
from yunjiang.persons.models import Person
from yunjiang.registers.kit import effects, registry
from yunjiang.registers.kit.models import Deed

from .models import Post


class PostsFollow(Follower):
    """Voids the post of the record that goes where the record that stays holds the same from the same day on."""

    code = "union-posts"

    def conflicts(self, kept: Person, merged: Person) -> Sequence[str]:
        sentence = gettext(
            "Both hold the post %(post)s in %(union)s; that of the record that goes is voided."
        )
        return [
            sentence % {"post": each.get_title_display(), "union": each.union.name}
            for each in _doubles(kept, merged)
        ]

    def before(self, kept: Person, merged: Person, by: User | None) -> Mapping[str, Any]:
        doubles = _doubles(kept, merged)
        for each in doubles:
            _set_voided(each, by, is_voided=True)
        return {"voided": [each.pk for each in doubles]}

    def undo(self, facts: Mapping[str, Any], kept: Person, merged: Person, by: User | None) -> None:
        for each in Post.objects.filter(pk__in=facts["voided"]).exclude(voided_at=None):
            _set_voided(each, by, is_voided=False)


def _doubles(kept: Person, merged: Person) -> list[Post]:
    own = {_key(each) for each in Post.objects.filter(person=kept, voided_at=None)}
    rows = Post.objects.filter(person=merged, voided_at=None).select_related("union").order_by("pk")
    return [each for each in rows if _key(each) in own]


def _key(post: Post) -> tuple[Any, ...]:
    return post.union_id, post.committee, post.title, post.since_on


def _set_voided(post: Post, by: User | None, *, is_voided: bool) -> None:
    because = gettext("Recorded twice") if is_voided else gettext("Merge taken back")
    values = {"voided_at": timezone.now() if is_voided else None}
    effects.change(registry.of("union-posts"), post, values, by=by, because=because, deed=Deed.MERGE)
