"""The addresses of watching: what changed, who leads what, pivot, what if."""

from django.urls import URLPattern, path

from yunjiang.web.pages.changes import changes

urlpatterns: list[URLPattern] = [
    path("changes/", changes, name="changes"),
]
