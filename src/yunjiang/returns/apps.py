from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "yunjiang.returns"

    def ready(self) -> None:
        from yunjiang.access import trail  # models are there only now
        from yunjiang.background import works

        from .deeds import ACTIONS
        from .nightly import WORKS
        from .workbooks.works import WORKS as WORKBOOKS

        trail.register(ACTIONS)
        works.register(*WORKS, *WORKBOOKS)
