"""What of a person's posts in unions stays on file when the person wishes to be erased; and who holds posts where."""

from collections.abc import Iterator, Sequence

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.persons.rights import Kept

from .models import Post


def must_keep(persons: Sequence[int]) -> list[Kept]:
    """Return the posts of these persons: appointments are files of the union, kept for good."""
    today = timezone.localdate()
    kept = []
    for post in Post.objects.filter(person__in=persons, voided_at=None).select_related("union"):
        name = _("Post in %(union)s") % {"union": post.union.name}
        if post.until_on is None or post.until_on > today:
            why = _("The person holds this post.")
        else:
            why = _(
                "Appointments and elections are files that are kept for good (机关文件材料归档范围和文书档案保管期限规定)."
            )
        kept.append(Kept(name, why))
    return kept


def in_unit(sought: Sequence[tuple[str, int]]) -> Iterator[tuple[str, int, int]]:
    """Yield who of these names holds a post in the unions of these units: (name, unit, person)."""
    wanted = set(sought)
    today = timezone.localdate()
    units = sorted({unit for _name, unit in wanted})
    for first in range(0, len(units), 500):
        rows = Post.objects.filter(
            Q(until_on=None) | Q(until_on__gt=today),
            union__organization__in=units[first : first + 500],
            voided_at=None,
        )
        for found in rows.values_list("person_name", "organization", "person").iterator():
            if found[:2] in wanted:
                yield found
