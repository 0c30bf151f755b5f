from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "yunjiang.registers.services"
    label = "services"
