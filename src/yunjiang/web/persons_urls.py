"""The addresses of natural persons. An account's are elsewhere (`people_urls`)."""

from django.urls import URLPattern, path

from yunjiang.web.pages.persons import asking, duplicates, keeping, pair, person, requests

PERSON = "persons/<int:person>/"

urlpatterns: list[URLPattern] = [
    path("persons/duplicates/", duplicates.duplicates, name="duplicates"),
    path("persons/duplicates/<int:candidate>/", pair.pair, name="duplicate"),
    path("persons/merges/<int:merge>/undo/", duplicates.undo, name="merge-undo"),
    path("persons/retention/", keeping.kept, name="retention"),
    path("persons/requests/", requests.requests, name="subject-requests"),
    path("persons/requests/<int:number>/answer/", asking.answer, name="subject-request-answer"),
    path(PERSON, person.person, name="natural-person"),
    path(f"{PERSON}unseal/", person.unseal, name="natural-person-unseal"),
    path(f"{PERSON}hand-out/", person.hand_out, name="natural-person-hand-out"),
    path(f"{PERSON}consent/", asking.consent, name="natural-person-consent"),
    path(f"{PERSON}request/", asking.ask, name="natural-person-request"),
    path(f"{PERSON}restrict/", asking.restrict, name="natural-person-restrict"),
    path(f"{PERSON}erase/", asking.erase, name="natural-person-erase"),
]
