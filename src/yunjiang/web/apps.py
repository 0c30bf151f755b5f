from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "yunjiang.web"
    label = "web"

    def ready(self) -> None:
        from yunjiang.access import trail  # models are there only now

        from .deeds import ACTIONS

        trail.register(ACTIONS, tell_figures=False)
