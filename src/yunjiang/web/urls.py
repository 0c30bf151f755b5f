"""The addresses of the offices' pages. Everything is closed to who has not signed in, but for sign-in and the language."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from yunjiang.web import display
from yunjiang.web.pages.cockpit import cockpit
from yunjiang.web.pages.documents import document_file, documents
from yunjiang.web.pages.entries import entries
from yunjiang.web.pages.entry import entry
from yunjiang.web.pages.gallery import gallery
from yunjiang.web.pages.indicator import indicator
from yunjiang.web.pages.jobs import job, job_cancel, jobs
from yunjiang.web.pages.leads import leads
from yunjiang.web.pages.runs import runs
from yunjiang.web.pages.sentences import document_text
from yunjiang.web.pages.statements import statements
from yunjiang.web.pages.units import units
from yunjiang.web.pages.writing import document, document_check, document_new

urlpatterns: list[URLPattern | URLResolver] = [
    path("", cockpit, name="cockpit"),
    path("indicators/<str:code>/", indicator, name="indicator"),
    path("indicators/<str:code>/entries/", entries, name="entries"),
    path("entries/<int:entry_id>/", entry, name="entry"),
    path("leads/", leads, name="leads"),
    path("statements/", statements, name="statements"),
    path("runs/", runs, name="runs"),
    path("documents/", documents, name="documents"),
    path("documents/new/", document_new, name="document-new"),
    path("documents/check/", document_check, name="document-check"),
    path("documents/<str:number>/", document, name="document"),
    path("documents/<str:number>/text/", document_text, name="document-text"),
    path("documents/<str:number>/file/", document_file, name="document-file"),
    path("jobs/", jobs, name="jobs"),
    path("jobs/<uuid:job_number>/", job, name="job"),
    path("jobs/<uuid:job_number>/cancel/", job_cancel, name="job-cancel"),
    path("units/", units, name="units"),
    path("", include("yunjiang.web.returns_urls")),
    path("", include("yunjiang.web.account_urls")),
    path("", include("yunjiang.web.people_urls")),
    path("", include("yunjiang.web.trail_urls")),
    path("", include("yunjiang.web.watching_urls")),
    path("", include("yunjiang.web.persons_urls")),
    path("", include("yunjiang.web.drafts_urls")),
    path("", include("yunjiang.web.unions_urls")),
    path("", include("yunjiang.web.members_urls")),
    path("", include("yunjiang.web.registers_urls")),
    path("", include("yunjiang.web.services_urls")),
    path("", include("yunjiang.web.registers_intake_urls")),
    path("display/", display.choose, name="display"),
    path("language/", login_not_required(set_language), name="language"),
]

if settings.YUNJIANG_GALLERY:
    urlpatterns.append(path("gallery/", gallery, name="gallery"))
