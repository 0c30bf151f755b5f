from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "yunjiang.returns"

    def ready(self) -> None:
        from yunjiang.access import trail  # models are there only now

        from .deeds import ACTIONS

        trail.register(ACTIONS)
