from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "yunjiang.organizations"
    label = "organizations"
