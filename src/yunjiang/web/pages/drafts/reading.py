"""What an address of drafts names, found and permitted."""

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Act, Refused
from yunjiang.plans.drafts.models import Draft, DraftItem

LONGEST_NUMBER = 2**63


def who(request: HttpRequest) -> User:
    """Return who asks. Raises Refused for who may change no plan anywhere."""
    user = request.user
    if not isinstance(user, User) or Act.LOAD_PLAN not in permission.acts_anywhere(user):
        raise Refused(Act.LOAD_PLAN, "")
    return user


def draft(request: HttpRequest, number: int) -> tuple[User, Draft]:
    """Return who asks and a draft of a plan that he may change. Raises Refused, Http404."""
    user = who(request)
    rows = Draft.objects.select_related("owner", "file", "version__plan")
    found = rows.filter(pk=number).first() if number < LONGEST_NUMBER else None
    if found is None:
        raise Http404(_("There is no such draft."))
    permission.require(user, Act.LOAD_PLAN, found.owner)
    return user, found


def item(request: HttpRequest, number: int, item_number: int) -> tuple[User, DraftItem]:
    """Return who asks and an item of a draft of a plan that he may change. Raises Refused, Http404."""
    user, found = draft(request, number)
    rows = found.items.select_related("parent__parent")
    one = rows.filter(pk=item_number).first() if item_number < LONGEST_NUMBER else None
    if one is None:
        raise Http404(_("There is no such item in the draft."))
    one.draft = found
    return user, one
