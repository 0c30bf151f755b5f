from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "yunjiang.figures"
    label = "figures"
