"""Written documents about a unit, to be taken as files."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from yunjiang.access import permission, trail
from yunjiang.access.permission import Act
from yunjiang.documents.models import Document
from yunjiang.web.pages import selection as selecting
from yunjiang.web.pages.selection import Unreadable

PAGE = 30
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def documents(request: HttpRequest) -> HttpResponse:
    """List the documents about the unit looked at, of the data set looked at, the newest first, PAGE at a time."""
    selection = selecting.choose(request, Act.SEE_DOCUMENTS)
    before = request.GET.get("before", "")
    if before and not (before.isascii() and before.isdigit() and len(before) <= 18):
        raise Unreadable("before", before, _("a document"))
    found = Document.objects.filter(
        organization=selection.place.organization_id, data_set=selection.data_set
    ).order_by("-pk")
    if before:
        found = found.filter(pk__lt=int(before))
    shown = list(found[: PAGE + 1])
    further = ""
    if len(shown) > PAGE:
        further = f"{reverse('documents')}{selection.query}&before={shown[PAGE - 1].pk}"
    context = {
        "selection": selection,
        "documents": shown[:PAGE],
        "further": further,
        "may_write": permission.may(request.user, Act.WRITE_DOCUMENTS, selection.place.organization),
    }
    return render(request, "pages/documents.html", context)


def document_file(request: HttpRequest, number: str) -> FileResponse:
    """Hand out a document's file, as it was written. Raises Refused, Http404."""
    document = Document.objects.select_related("organization").filter(number=number).first()
    if document is None:
        raise Http404(_("There is no document with the number %(number)s.") % {"number": number})
    permission.require(request.user, Act.SEE_DOCUMENTS, document.organization)
    if not document.path.exists():
        raise Http404(
            _(
                "The file of “%(title)s” is no longer in the folder of documents. Ask the system administrator for the backup."
            )
            % {"title": document.title}
        )
    name = f"{document.title}{document.path.suffix}"
    trail.note(
        "documents.download",
        subject=f"document:{document.number}",
        organization_id=document.organization_id,
        facts={"title": document.title, "digest": document.file_digest},
    )
    return FileResponse(document.path.open("rb"), as_attachment=True, filename=name, content_type=WORD)
