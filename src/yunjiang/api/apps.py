from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "yunjiang.api"
    label = "api"
