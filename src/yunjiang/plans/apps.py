from django.apps import AppConfig

from yunjiang.plans import sentences
from yunjiang.plans.problem import Problem


class PlansConfig(AppConfig):
    name = "yunjiang.plans"
    label = "plans"

    def ready(self) -> None:
        """Give problems their words: the lint knows no Django, and translations are Django's."""
        from yunjiang.access import trail  # models are there only now

        from .deeds import ACTIONS

        trail.register(ACTIONS, tell_figures=False)
        Problem.wording = sentences.sentence
