from django.apps import AppConfig


class UnionsConfig(AppConfig):
    name = "yunjiang.registers.unions"
    label = "unions"
