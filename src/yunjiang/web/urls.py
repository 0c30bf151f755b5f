"""The addresses of the offices' pages. Everything is closed to who has not signed in, but for sign-in and the language."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from yunjiang.web.pages.cockpit import cockpit
from yunjiang.web.pages.documents import document_file, documents
from yunjiang.web.pages.entries import entries
from yunjiang.web.pages.gallery import gallery
from yunjiang.web.pages.indicator import indicator
from yunjiang.web.pages.runs import runs
from yunjiang.web.pages.statements import statements
from yunjiang.web.pages.units import units

urlpatterns: list[URLPattern | URLResolver] = [
    path("", cockpit, name="cockpit"),
    path("indicators/<str:code>/", indicator, name="indicator"),
    path("indicators/<str:code>/entries/", entries, name="entries"),
    path("statements/", statements, name="statements"),
    path("runs/", runs, name="runs"),
    path("documents/", documents, name="documents"),
    path("documents/<str:number>/file/", document_file, name="document-file"),
    path("units/", units, name="units"),
    path(
        "sign-in/",
        LoginView.as_view(template_name="sign_in.html", redirect_authenticated_user=True),
        name="sign-in",
    ),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("language/", login_not_required(set_language), name="language"),
]

if settings.YUNJIANG_GALLERY:
    urlpatterns.append(path("gallery/", gallery, name="gallery"))
