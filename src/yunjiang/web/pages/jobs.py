"""Long work: what I asked for, how far it is, and what came of it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from yunjiang.access import permission
from yunjiang.access.permission import Act, Refused
from yunjiang.background import queries, services
from yunjiang.background.models import Job, JobState
from yunjiang.documents import works as documents
from yunjiang.organizations import queries as organizations
from yunjiang.persons import retention
from yunjiang.registers.kit import announcements, fitting
from yunjiang.web.components import said

PAGE = 30


def jobs(request: HttpRequest) -> HttpResponse:
    """List one's own jobs, the newest first; who keeps the site also sees what recurs and what failed."""
    found = queries.asked_by(_username(request))
    before = request.GET.get("before", "")
    if before:
        found = found.filter(asked_at__lt=_job(request, before).asked_at)
    shown = list(found[: PAGE + 1])
    keeps_site = _keeps_site(request)
    further = f"{reverse('jobs')}?before={shown[PAGE - 1].pk}" if len(shown) > PAGE else ""
    context = {
        "jobs": [(each, drawn(each)) for each in shown[:PAGE]],
        "further": further,
        "recurring": queries.recurrences() if keeps_site else [],
        "stuck": announcements.stuck() if keeps_site else [],
    }
    return render(request, "pages/jobs.html", context)


def job(request: HttpRequest, job_number: UUID) -> HttpResponse:
    """Show one job; asked by htmx, only how far it is."""
    found = _job(request, str(job_number))
    template = "components/job.html" if request.headers.get("HX-Request") else "pages/job.html"
    context = {
        "asked": found,
        "job": drawn(found),
        "may_cancel": not found.is_over and not found.is_cancel_asked,
    }
    return render(request, template, context)


@require_POST
def job_cancel(request: HttpRequest, job_number: UUID) -> HttpResponse:
    """Call a job off."""
    services.cancel(_job(request, str(job_number)))
    return HttpResponseRedirect(reverse("job", args=[job_number]))


def drawn(job: Job) -> said.Job:
    """Return a job as the component that shows how far it is."""
    reached = queries.how_far(job)
    href = "" if job.is_over else reverse("job", args=[job.pk])
    result_href, result_name = _result(job)
    return said.Job(
        title=job.title,
        sentence=_sentence(job, reached.note if reached else ""),
        done_count=reached.done if reached else 0,
        total_count=(reached.total or None) if reached else None,
        href=href,
        has_failed=job.state == JobState.FAILED,
        result_href=result_href,
        result_name=result_name,
    )


def _sentence(job: Job, note: str) -> str:
    if job.state == JobState.WAITING:
        return _("Waiting for its turn.")
    if job.state == JobState.RUNNING:
        return note or _("Being done.")
    if job.state == JobState.CANCELLED:
        if job.work in (fitting.WORK, retention.LET_GO):
            return _("It was called off; what was written until then stays.")
        return _("Called off; nothing was changed.")
    if job.state == JobState.FAILED:
        return job.refusal
    if job.work == retention.LET_GO:
        count = int(job.outcome.get("let_go", 0))
        return ngettext("%(count)d row is let go.", "%(count)d rows are let go.", count) % {"count": count}
    assert job.started_at is not None
    assert job.finished_at is not None
    seconds = max(1, round((job.finished_at - job.started_at).total_seconds()))
    return ngettext("Done in %(count)d second.", "Done in %(count)d seconds.", seconds) % {"count": seconds}


def _result(job: Job) -> tuple[str, str]:
    """Return where what came of a job is seen, and what to call the way there."""
    if job.work == fitting.WORK and job.outcome.get("act"):
        return reverse("register-bulk-act", args=[job.outcome["register"], job.outcome["act"]]), _(
            "See what came of it"
        )
    if job.work == documents.WRITE and job.outcome.get("document"):
        return reverse("document", args=[job.outcome["document"]]), _("Open the document")
    href = str(job.outcome.get("href", ""))
    return (href, _("See what came of it")) if href.startswith("/") else ("", "")


def _job(request: HttpRequest, number: str) -> Job:
    """Return a job of one's own, or any for who keeps the site. Raises Http404, also for others' jobs."""
    try:
        found = Job.objects.filter(pk=UUID(number)).first()
    except ValueError:
        found = None
    mine = found is not None and found.asked_by == _username(request)
    if found is None or not (mine or _keeps_site(request)):
        raise Http404(_("There is no job of yours with this number."))
    return found


def _keeps_site(request: HttpRequest) -> bool:
    """Say whether the person keeps the site: there is one for all, so it is asked of the unit above all others."""
    root = organizations.root(timezone.localdate())
    return root is not None and permission.may(request.user, Act.MANAGE_SITE, root.organization)


def _username(request: HttpRequest) -> str:
    """Return the sign-in name. Raises Refused for who holds no role: he has nothing to ask for."""
    if not permission.acts_anywhere(request.user):
        raise Refused(Act.MANAGE_SITE, "")
    return request.user.get_username()
