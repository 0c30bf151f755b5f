from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "yunjiang.ledger"
    label = "ledger"

    def ready(self) -> None:
        from yunjiang.background import works  # models are there only now

        from .works import WORKS

        works.register(*WORKS)
