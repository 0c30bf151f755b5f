from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "yunjiang.plans.drafts"
    label = "drafts"

    def ready(self) -> None:
        from yunjiang.access import trail  # models are there only now

        from .deeds import ACTIONS

        trail.register(ACTIONS, tell_figures=False)
