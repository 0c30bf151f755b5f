from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "yunjiang.registers.kit"
    label = "kit"

    def ready(self) -> None:
        from yunjiang.access import trail  # models are there only now
        from yunjiang.background import works
        from yunjiang.organizations import following

        from . import placing, registry
        from .deeds import ACTIONS
        from .intake.works import WORKS as INTAKE
        from .nightly import WORKS as NIGHTLY
        from .works import WORKS

        trail.register(ACTIONS)
        works.register(*WORKS, *INTAKE, *NIGHTLY)
        registry.discover()
        following.follow("registers", placing.move)
