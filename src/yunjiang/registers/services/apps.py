from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "yunjiang.registers.services"
    label = "services"

    def ready(self) -> None:
        from yunjiang.access import trail  # models are there only now
        from yunjiang.background import works
        from yunjiang.persons import followers

        from . import merging
        from .deeds import ACTIONS
        from .works import WORKS

        trail.register(ACTIONS)
        works.register(*WORKS)
        followers.on_merge(merging.ClaimsFollow())
