from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "yunjiang.web"
    label = "web"
