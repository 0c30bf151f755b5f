"""Asking for a change of guarded fields: what it should be, why, and what proves it; somebody else decides."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yunjiang.files.refusals import FileRefused
from yunjiang.registers.kit import forms as kit_forms
from yunjiang.registers.kit import putting, requests, scope
from yunjiang.registers.kit.refusals import RegisterRefusal
from yunjiang.registers.kit.writing_refusals import RecordRefused
from yunjiang.web import toasts
from yunjiang.web.components.said import Crumb
from yunjiang.web.pages.registers import attachments, handling, naming, reading, writing


def ask(request: HttpRequest, register: str, record: int) -> HttpResponse:
    """Take a request for a change of guarded fields. Raises Refused, Http404."""
    user, found, row = reading.record(request, register, record)
    scope.require(found, user, found.keeps, row)
    if not found.guarded:
        raise Http404(_("This register has no fields that need a request."))
    form = _with_reason(kit_forms.request_form_for(found, user, row))
    here = reverse("register-record", args=[register, record])
    if request.method == "POST":
        data = naming.named(form, request.POST, user)
        form = _with_reason(kit_forms.request_form_for(found, user, row, data=data))
        if form.is_valid():
            reason = form.cleaned_data.pop("reason")
            try:
                asked = requests.ask(found, row, form.values(), reason, user, attachments.uploads(request))
            except RecordRefused as refused:
                form.take(refused)
            except (RegisterRefusal, FileRefused) as refusal:
                form.add_error(None, str(refusal))
            else:
                toasts.say(request, _("The change is asked for; a second person decides."))
                return redirect("change-request", asked.pk)
    title = putting.title(found, row)
    context = {
        "lead": _("Ask for a change of “%(title)s”") % {"title": title},
        "about": _(
            "Nothing changes until a second person has approved it. Say why, and attach what proves it."
        ),
        "button": _("Ask for the change"),
        "back_href": here,
        "takes_files": True,
        "reason_field": form["reason"],
        "crumbs": [*writing.crumbs(found), Crumb(title, here), Crumb(_("Ask for a change"))],
    }
    return writing.page(request, form, context)


def _with_reason(form: kit_forms.RecordForm) -> kit_forms.RecordForm:
    form.fields["reason"] = forms.CharField(
        label=_("Reason"), max_length=handling.LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )
    return form
