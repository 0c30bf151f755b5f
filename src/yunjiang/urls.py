"""The address table of the site."""

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("yunjiang.api.urls")),
    path("", include("yunjiang.web.urls")),
]

handler400 = "yunjiang.web.pages.errors.bad_request"
handler404 = "yunjiang.web.pages.errors.not_found"
