from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "yunjiang.registers.kit"
    label = "kit"

    def ready(self) -> None:
        from yunjiang.access import trail  # models are there only now

        from . import registry
        from .deeds import ACTIONS

        trail.register(ACTIONS)
        registry.discover()
