from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "yunjiang.ledger"
    label = "ledger"
