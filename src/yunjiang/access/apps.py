from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "yunjiang.access"
    label = "access"
