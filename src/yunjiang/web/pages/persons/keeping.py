"""What is kept of persons for how long, what is over its time, and letting that go; for who checks the records of all units."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yunjiang.access import permission
from yunjiang.access.models import User
from yunjiang.access.permission import Act
from yunjiang.organizations import queries as organizations
from yunjiang.persons import retention
from yunjiang.persons.refusals import PersonRefusal
from yunjiang.web import toasts
from yunjiang.web.components.said import Crumb
from yunjiang.web.pages.persons import reading


def kept(request: HttpRequest) -> HttpResponse:
    """Show every rule with what is over its time, and have all that one finds let go. Raises Refused."""
    user = reading.who(request, Act.CHECK_RECORDS)
    _require_all(user)
    if request.method == "POST":
        try:
            job = retention.begin(request.POST.get("rule", ""), request.POST.get("reason", ""), by=user)
        except PersonRefusal as refusal:
            toasts.warn(request, str(refusal))
            return redirect("retention")
        return redirect("job", job.pk)
    found = retention.report()
    over = sum(each.count for each in found)
    context = {
        "lead": _("%(count)d rows about persons are over their time") % {"count": over}
        if over
        else _("Nothing about persons is kept longer than its time"),
        "rules": found,
        "crumbs": [Crumb(_("Registers"), reverse("registers")), Crumb(_("How long things are kept"))],
    }
    return render(request, "pages/persons/retention.html", context)


def may(user: User) -> bool:
    """Say whether somebody decides on what is over its time: who checks the records of the first unit of all."""
    root = organizations.root(timezone.localdate())
    return root is not None and permission.may(user, Act.CHECK_RECORDS, root.organization)


def _require_all(user: User) -> None:
    root = organizations.root(timezone.localdate())
    if root is None:
        raise permission.Refused(Act.CHECK_RECORDS, "")
    permission.require(user, Act.CHECK_RECORDS, root.organization)
