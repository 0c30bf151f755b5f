"""Having a document written, looking at one, and holding one against the ledger."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from yunjiang.access import permission
from yunjiang.access.permission import Act
from yunjiang.assessment.judging import ledger_position
from yunjiang.background import services as background
from yunjiang.documents import kinds, verification, works
from yunjiang.documents.comparing import Finding, Outcome
from yunjiang.documents.models import Document
from yunjiang.documents.refusals import NotADocument, WithoutIdentities, WrittenElsewhere
from yunjiang.web.pages import selection as selecting
from yunjiang.web.pages.selection import Unreadable

LARGEST = 20 * 1024 * 1024  # bytes; the province's report with its charts has a tenth of it
KEEP_SECONDS = 24 * 60 * 60

# The worst first: what a reader must see before anything else.
ORDER = (Outcome.ALTERED, Outcome.CHANGED, Outcome.REMOVED, Outcome.UNBOUND, Outcome.CONFIRMED)


@dataclass(frozen=True)
class Checked:
    """A document held against the ledger: how many numbers came out how, and those that want a look."""

    counts: Sequence[tuple[Outcome, str, int]]
    problems: Sequence[Finding]

    @property
    def is_confirmed(self) -> bool:
        return not self.problems


def document_new(request: HttpRequest) -> HttpResponse:
    """Ask for a document about the unit looked at; it is written beside the pages."""
    selection = selecting.choose(request, Act.WRITE_DOCUMENTS)
    offered = [(each.code, each.name) for each in kinds.ALL.values()]
    if request.method != "POST":
        return render(request, "pages/document_new.html", {"selection": selection, "kinds": offered})
    kind = request.POST.get("kind", "")
    if kind not in kinds.ALL:
        raise Unreadable("kind", kind, _("a kind of document"))
    job = background.start(
        works.WRITE,
        _("%(kind)s of %(unit)s as of %(on)s")
        % {"kind": kinds.ALL[kind].name, "unit": selection.place.name, "on": selection.on},
        {
            "kind": kind,
            "plan": selection.version.plan.code,
            "unit": selection.place.organization.key,
            "on": selection.on.isoformat(),
            "data_set": selection.data_set.value,
            "by": request.user.get_username(),
        },
        by=request.user.get_username(),
    )
    return HttpResponseRedirect(reverse("job", args=[job.pk]))


def document(request: HttpRequest, number: str) -> HttpResponse:
    """Show one document; asked by htmx, what holding it against the ledger as it stands finds."""
    found = (
        Document.objects.select_related("organization", "plan_version__plan").filter(number=number).first()
    )
    if found is None:
        raise Http404(_("There is no document with the number %(number)s.") % {"number": number})
    permission.require(request.user, Act.SEE_DOCUMENTS, found.organization)
    context = {"document": found, "position": ledger_position(), "is_there": found.path.exists()}
    if not request.headers.get("HX-Request") and "check" not in request.GET:
        return render(request, "pages/document.html", context)
    checked = _kept(found) if found.path.exists() else None
    template = "components/checked.html" if request.headers.get("HX-Request") else "pages/document.html"
    return render(request, template, {**context, "checked": checked})


def document_check(request: HttpRequest) -> HttpResponse:
    """Hold a file that somebody brings against the ledger: who may read the document may ask."""
    if Act.SEE_DOCUMENTS not in permission.acts_anywhere(request.user):
        selecting.choose(request, Act.SEE_DOCUMENTS)  # says which right is missing
    context: dict[str, object] = {}
    brought = request.FILES.get("file")
    if request.method == "POST":
        if brought is None:
            context["fault"] = _("Choose the Word file first.")
        elif brought.size is None or brought.size > LARGEST:
            context["fault"] = _(
                "The file is larger than 20 MB. A document written here is not; choose it again."
            )
        else:
            with NamedTemporaryFile(suffix=".docx") as scratch:
                for piece in brought.chunks():
                    scratch.write(piece)
                scratch.flush()
                context |= _checked_file(request, Path(scratch.name))
    return render(request, "pages/document_check.html", context)


def _checked_file(request: HttpRequest, path: Path) -> dict[str, object]:
    try:
        record = verification.record_of(path)
        permission.require(request.user, Act.SEE_DOCUMENTS, record.organization)
        return {"document": record, "checked": _sorted(verification.verify(path))}
    except (NotADocument, WithoutIdentities, WrittenElsewhere) as refusal:
        return {"fault": str(refusal)}


def _kept(found: Document) -> Checked:
    """Hold a document against the ledger, once for each position."""
    key = f"checked:{found.number}:{ledger_position()}"
    checked: Checked | None = cache.get(key)
    if checked is None:
        checked = _sorted(verification.verify(found.path))
        cache.set(key, checked, KEEP_SECONDS)
    return checked


def _sorted(findings: Sequence[Finding]) -> Checked:
    counts = Counter(each.outcome for each in findings)
    names = {
        Outcome.ALTERED: _("altered by hand"),
        Outcome.CHANGED: _("changed in the ledger since"),
        Outcome.REMOVED: _("removed from the text"),
        Outcome.UNBOUND: _("typed by hand"),
        Outcome.CONFIRMED: _("confirmed"),
    }
    problems = [each for each in findings if each.outcome is not Outcome.CONFIRMED]
    return Checked(
        [(each, names[each], counts[each]) for each in ORDER if counts[each]],
        sorted(problems, key=lambda each: ORDER.index(each.outcome)),
    )
