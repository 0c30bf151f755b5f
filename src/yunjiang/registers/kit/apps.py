from django.apps import AppConfig
from django.core import checks


class KitConfig(AppConfig):
    name = "yunjiang.registers.kit"
    label = "kit"

    def ready(self) -> None:
        from yunjiang.access import trail  # models are there only now
        from yunjiang.background import works
        from yunjiang.organizations import following
        from yunjiang.persons import followers

        from . import placing, registry, sealed
        from .checks import check_registers
        from .deeds import ACTIONS
        from .fitting import WORKS as FITTING
        from .intake.works import WORKS as INTAKE
        from .merged import RegistersFollow, name_holdings, say_what_is_kept
        from .nightly import WORKS as NIGHTLY
        from .works import WORKS

        trail.register(ACTIONS)
        works.register(*WORKS, *FITTING, *INTAKE, *NIGHTLY)
        registry.discover()
        sealed.keep_current()
        following.follow("registers", placing.move)
        checks.register(check_registers)
        followers.on_merge(RegistersFollow())
        name_holdings()
        say_what_is_kept()
