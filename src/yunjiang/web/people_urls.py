"""The addresses of the administration of people. Who may enter each is asked by its page, before anything else."""

from django.urls import URLPattern, path

from yunjiang.web.pages import (
    api_keys,
    people,
    people_acts,
    people_import,
    people_new,
    people_reports,
    people_requests,
)

urlpatterns: list[URLPattern] = [
    path("people/", people.people, name="people"),
    path("people/new/", people_new.person_new, name="person-new"),
    path("people/invite/", people_new.people_invite, name="people-invite"),
    path(
        "people/invitations/<int:invitation>/withdraw/",
        people_new.invitation_withdraw,
        name="invitation-withdraw",
    ),
    path("people/import/", people_import.people_import, name="people-import"),
    path("people/import/template/", people_import.people_import_template, name="people-import-template"),
    path("people/import/agree/", people_import.people_import_agree, name="people-import-agree"),
    path("people/import/result/", people_import.people_import_result, name="people-import-result"),
    path("people/requests/", people_requests.people_requests, name="people-requests"),
    path("people/dormant/", people_reports.people_dormant, name="people-dormant"),
    path("people/responsible/", people_reports.people_responsible, name="people-responsible"),
    path("people/matrix/", people_reports.people_matrix, name="people-matrix"),
    path("people/keys/", api_keys.api_keys, name="api-keys"),
    path("people/keys/<int:key>/revoke/", api_keys.api_key_revoke, name="api-key-revoke"),
    path("people/<int:person>/", people.person, name="person"),
    path("people/<int:person>/<slug:deed>/", people_acts.person_act, name="person-act"),
    path(
        "people/<int:person>/roles/<int:assignment>/end/",
        people_acts.person_role_end,
        name="person-role-end",
    ),
    path("invitations/<str:secret>/", people_new.invitation, name="invitation"),
]
