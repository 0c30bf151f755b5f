"""Addresses of pages under names: kept for oneself, or shown to everybody who may see a unit's figures.

A view is an address and nothing more: whoever opens it sees what he may see today, or is refused.
"""

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.urls import Resolver404, resolve
from django.utils import timezone

from yunjiang.access import permission, trail
from yunjiang.access.models import User
from yunjiang.access.permission import Act
from yunjiang.organizations.models import Organization
from yunjiang.web.models import SavedView
from yunjiang.web.refusals import NameTaken, NameUnusable, NoPageHere, TooManyViews

LONGEST_NAME = 80
LONGEST_ADDRESS = 1000
MOST = 100  # of one person
UNDONE_FOR = timedelta(days=1)
# Nothing to come back to: who one is, how one signs in, what is done rather than looked at.
_NOT_KEPT = ("/account/", "/sign-in/", "/sign-out/", "/language/", "/display/", "/views/", "/static/")


def address_of(text: str) -> str:
    """Return an address of ours as it is kept: path and query. Raises NoPageHere for anything else."""
    try:
        parts = urlsplit(text)
    except ValueError:
        raise NoPageHere(text) from None
    is_ours = not parts.scheme and not parts.netloc and text.startswith("/") and not text.startswith("//")
    if not is_ours or not text.isprintable() or "\\" in text or parts.path.startswith(_NOT_KEPT):
        raise NoPageHere(text)
    try:
        resolve(parts.path)
    except Resolver404:
        raise NoPageHere(text) from None
    asked = [(name, value) for name, value in parse_qsl(parts.query) if name != "part"]
    address = parts.path + (f"?{urlencode(asked)}" if asked else "")
    if len(address) > LONGEST_ADDRESS:
        raise NoPageHere(text)
    return address


def save(owner: User, name: str, address: str, *, shared_with: Organization | None = None) -> SavedView:
    """Keep an address under a name. Raises NoPageHere, NameUnusable, NameTaken, TooManyViews, Refused."""
    kept = SavedView(owner=owner, name=_named(name), address=address_of(address), shared_with=shared_with)
    if own(owner).count() >= MOST:
        raise TooManyViews(MOST)
    _write(kept, before=None)
    return kept


def change(view: SavedView, name: str, shared_with: Organization | None) -> None:
    """Give a view another name, or show it to others than before. Raises NameUnusable, NameTaken, Refused."""
    before = view.shared_with
    view.name, view.shared_with = _named(name), shared_with
    _write(view, before=before)


def remove(view: SavedView) -> None:
    """Take a view away; for a day it can be restored."""
    now = timezone.now()
    SavedView.objects.filter(owner=view.owner, removed_at__lt=now - UNDONE_FOR).delete()
    view.removed_at = now
    if view.shared_with is None:
        view.save(update_fields=["removed_at"])
        return
    with trail.recording(
        "web.view_withdrawn",
        subject=f"user:{view.owner_id}",
        organization_id=view.shared_with_id,
        facts={"name": view.name, "address": view.address},
    ):
        view.save(update_fields=["removed_at"])


def restore(view: SavedView) -> None:
    """Bring back a view that was taken away. Raises NameTaken; Refused where it was shared with a unit no longer one's own."""
    view.removed_at = None
    _write(view, before=None)


def own(user: User) -> QuerySet[SavedView]:
    """Return a person's own views by name."""
    return SavedView.objects.filter(owner=user, removed_at__isnull=True).order_by("name", "pk")


def shared(user: User) -> QuerySet[SavedView]:
    """Return what others show to the units whose figures the person may see, the newest first."""
    units = permission.visible_organizations(user).values("organization_id")
    return (
        SavedView.objects.filter(removed_at__isnull=True, shared_with__in=units)
        .exclude(owner=user)
        .order_by("-saved_at", "-pk")
    )


def openable(user: User, number: int) -> SavedView | None:
    """Return a view that the person may open: an own one, or one shown to a unit whose figures he may see."""
    found = SavedView.objects.filter(pk=number, removed_at__isnull=True).select_related("shared_with").first()
    if found is None or found.owner_id == user.pk:
        return found
    if found.shared_with is None:
        return None
    return found if permission.may(user, Act.SEE_FIGURES, found.shared_with) else None


def owned(user: User, number: int, *, is_removed: bool = False) -> SavedView | None:
    """Return a view that the person may change: an own one."""
    mine = Q(pk=number, owner=user, removed_at__isnull=not is_removed)
    return SavedView.objects.filter(mine).select_related("shared_with", "owner").first()


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise NameUnusable(LONGEST_NAME)
    return name


def _write(view: SavedView, *, before: Organization | None) -> None:
    """Write a view; whom it is shown to is asked for permission and recorded."""
    shown: Sequence[Organization] = [each for each in (before, view.shared_with) if each is not None]
    if view.shared_with is not None and view.shared_with != before:
        permission.require(view.owner, Act.SEE_FIGURES, view.shared_with)
    try:
        if not shown:
            with transaction.atomic():
                view.save()
            return
        deed = "web.view_shared" if view.shared_with is not None else "web.view_withdrawn"
        with trail.recording(
            deed,
            subject=f"user:{view.owner_id}",
            organization_id=shown[-1].pk,
            facts={"name": view.name, "address": view.address},
        ) as act:
            view.save()
            act.changed(
                before={"shared_with": before.key if before else ""},
                after={"shared_with": view.shared_with.key if view.shared_with else ""},
            )
    except IntegrityError:
        raise NameTaken(view.name) from None
