from django.apps import AppConfig


class UnionsConfig(AppConfig):
    name = "yunjiang.registers.unions"
    label = "unions"

    def ready(self) -> None:
        from yunjiang.persons import likeness  # models are there only now

        from . import kept

        likeness.in_unit(kept.in_unit)
