from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "yunjiang.plans"
    label = "plans"
