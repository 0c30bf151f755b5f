from django.apps import AppConfig


class DiscussionConfig(AppConfig):
    name = "yunjiang.discussion"
    label = "discussion"

    def ready(self) -> None:
        from yunjiang.access import trail  # models are there only now

        from .deeds import ACTIONS

        trail.register(ACTIONS)
