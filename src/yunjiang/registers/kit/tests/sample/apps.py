from django.apps import AppConfig


class SampleConfig(AppConfig):
    name = "yunjiang.registers.kit.tests.sample"
    label = "sample"
