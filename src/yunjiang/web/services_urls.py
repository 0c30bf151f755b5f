"""The addresses of inclusive services beside those that every register has."""

from django.urls import URLPattern, path

from yunjiang.web.pages.services import allotments, catalogue, desk, giving

urlpatterns: list[URLPattern] = [
    path("services/", catalogue.catalogue, name="service-catalogue"),
    path("services/redeem/", desk.redeem, name="service-redeem"),
    path("services/<int:service>/give/", giving.give, name="service-give"),
    path("services/<int:service>/allotments/", allotments.allotments, name="service-allotments"),
    path("services/claims/<int:claim>/", giving.claim, name="service-claim"),
]
