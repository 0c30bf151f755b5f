"""What an address of persons names, found and permitted."""

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Act, Classification, Refused
from yunjiang.persons import reaching, writing
from yunjiang.persons.models import Candidate, Person

LONGEST_NUMBER = 2**63


def who(request: HttpRequest, act: Act = Act.SEE_RECORDS) -> User:
    """Return who asks. Raises Refused for who may do the act nowhere."""
    user = request.user
    if not isinstance(user, User) or act not in permission.acts_anywhere(user):
        raise Refused(act, "")
    return user


def person(request: HttpRequest, number: int, act: Act = Act.SEE_RECORDS) -> tuple[User, Person]:
    """Return who asks and a person about whom he may do the act; merges are followed. Raises Refused, NotReached, Http404."""
    user = who(request, act)
    rows = Person.objects.select_related("merged_into")
    found = rows.filter(pk=number).first() if number < LONGEST_NUMBER else None
    if found is None:
        raise Http404(_("There is no such person."))
    found = writing.living(found)
    reaching.require(user, act, found, Classification.SENSITIVE)
    return user, found


def pair(request: HttpRequest, number: int) -> tuple[User, Candidate]:
    """Return who asks and a pair that is on his desk, decided on or not. Raises Refused, Http404."""
    user = who(request, Act.CHECK_RECORDS)
    rows = reaching.desk(user, None).select_related("first", "second", "decided_by")
    found = rows.filter(pk=number).first() if number < LONGEST_NUMBER else None
    if found is None:
        raise Http404(_("There is no such pair on your desk."))
    return user, found
