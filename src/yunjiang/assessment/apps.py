from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "yunjiang.assessment"
    label = "assessment"

    def ready(self) -> None:
        from yunjiang.access import trail  # models are there only now

        from .deeds import ACTIONS

        trail.register(ACTIONS)
