from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "yunjiang.documents"
    label = "documents"

    def ready(self) -> None:
        from yunjiang.background import works  # models are there only now

        from .works import WORKS

        works.register(*WORKS)
