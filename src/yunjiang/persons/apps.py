from django.apps import AppConfig


class PersonsConfig(AppConfig):
    name = "yunjiang.persons"

    def ready(self) -> None:
        from yunjiang.access import trail  # models are there only now

        from .deeds import ACTIONS

        trail.register(ACTIONS, tell_figures=False)
