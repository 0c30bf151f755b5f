from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "yunjiang.ledger"
    label = "ledger"

    def ready(self) -> None:
        from yunjiang.access import trail  # models are there only now
        from yunjiang.background import works

        from .deeds import ACTIONS
        from .works import WORKS

        trail.register(ACTIONS)
        works.register(*WORKS)
