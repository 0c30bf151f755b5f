"""The address table of the site."""

from django.urls import include, path

urlpatterns = [path("", include("yunjiang.web.urls"))]
