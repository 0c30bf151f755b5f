from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "yunjiang.returns"
