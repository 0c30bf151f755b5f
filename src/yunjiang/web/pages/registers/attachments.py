"""The files of a record: attached, taken off, handed out to whoever may read the record."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yunjiang.access.models import User
from yunjiang.files.refusals import FileGone, FileRefused
from yunjiang.registers.kit import attachments, registry, scope
from yunjiang.registers.kit.attachments import Upload
from yunjiang.registers.kit.declaration import Register
from yunjiang.registers.kit.models import Attachment, Record
from yunjiang.registers.kit.refusals import RegisterRefusal, UnknownRegister
from yunjiang.web import toasts
from yunjiang.web.pages.registers import frame, reading


def page(request: HttpRequest, user: User, register: type[Register], record: Record) -> HttpResponse:
    """Show the record's files."""
    context = {
        "attachments": attachments.of_record(register, record),
        "may_attach": record.voided_at is None and scope.may(register, user, register.keeps, record),
    }
    return frame.page(request, user, register, record, "attachments", context, here=frame.ATTACHMENTS)


@require_POST
def attach(request: HttpRequest, register: str, record: int) -> HttpResponse:
    """Attach files to a record, each for itself. Raises Refused, Http404."""
    user, found, row = reading.record(request, register, record)
    scope.require(found, user, found.keeps, row)
    for upload in uploads(request):
        try:
            attachments.attach(found, row, upload, by=user)
        except (RegisterRefusal, FileRefused) as refusal:
            toasts.warn(request, str(refusal))
    return redirect("register-tab", register, record, frame.ATTACHMENTS)


@require_POST
def detach(request: HttpRequest, register: str, record: int, attachment: int) -> HttpResponse:
    """Take a file off its record. Raises Refused, Http404."""
    user, found, row = reading.record(request, register, record)
    scope.require(found, user, found.keeps, row)
    attached = attachments.of_record(found, row).filter(pk=attachment).first()
    if attached is None:
        raise Http404(_("There is no such file."))
    try:
        attachments.detach(attached, by=user)
    except RegisterRefusal as refusal:
        toasts.warn(request, str(refusal))
    else:
        toasts.say(request, _("“%(name)s” is taken off.") % {"name": attached.name})
    return redirect("register-tab", register, record, frame.ATTACHMENTS)


def handed_out(request: HttpRequest, attachment: int) -> FileResponse:
    """Hand a file out as a download, with its reading recorded. Raises Refused, Http404."""
    user = reading.who(request)
    attached = Attachment.objects.select_related("file").filter(pk=attachment, removed_at=None).first()
    if attached is None:
        raise Http404(_("There is no such file."))
    try:
        reading.one(user, registry.of(attached.register), attached.record)
        headers, file = attachments.handed_out(attached, by=user)
    except (FileGone, UnknownRegister) as gone:
        raise Http404(str(gone)) from gone
    return FileResponse(file, headers=headers)


def uploads(request: HttpRequest) -> list[Upload]:
    """Return the files that came with a form, and what is said of them."""
    note = request.POST.get("note", "").strip()
    return [Upload(each, each.name or "", note) for each in request.FILES.getlist("files")]
