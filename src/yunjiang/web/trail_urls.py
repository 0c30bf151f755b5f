"""The addresses of the audit trail."""

from django.urls import URLPattern, path

from yunjiang.web.pages import trail

urlpatterns: list[URLPattern] = [
    path("trail/", trail.records, name="trail"),
    path("trail/export/", trail.trail_export, name="trail-export"),
    path("trail/<int:position>/", trail.record, name="trail-record"),
]
