"""The addresses of what members show and do beside the pages of their register."""

from django.urls import URLPattern, path

from yunjiang.web.pages.members import applications, campaigns, cockpit, joining, transfers

urlpatterns: list[URLPattern] = [
    path("members/quality/", cockpit.cockpit, name="member-quality"),
    path("members/quality/confirm/", cockpit.confirm, name="member-confirm"),
    path("members/transfers/", transfers.desk, name="member-transfers"),
    path("members/transfers/<int:number>/", transfers.transfer, name="member-transfer"),
    path("members/applications/", applications.desk, name="member-applications"),
    path("members/applications/<int:number>/", applications.application, name="member-application"),
    path("members/campaigns/", campaigns.campaigns, name="member-campaigns"),
    path("members/campaigns/<int:number>/", campaigns.campaign, name="member-campaign"),
    path("members/join/", joining.join, name="member-join"),
]
