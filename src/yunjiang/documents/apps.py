from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "yunjiang.documents"
    label = "documents"

    def ready(self) -> None:
        from yunjiang.access import trail  # models are there only now
        from yunjiang.background import works

        from .deeds import ACTIONS
        from .works import WORKS

        trail.register(ACTIONS)
        works.register(*WORKS)
