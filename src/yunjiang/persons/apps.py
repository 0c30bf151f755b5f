from django.apps import AppConfig


class PersonsConfig(AppConfig):
    name = "yunjiang.persons"

    def ready(self) -> None:
        from yunjiang.access import trail  # models are there only now
        from yunjiang.access.sealing import rotation
        from yunjiang.background import works

        from .deeds import ACTIONS
        from .sealed import IDENTITY, PHONE
        from .works import WORKS

        trail.register(ACTIONS, tell_figures=False)
        works.register(*WORKS)
        rotation.keep(
            rotation.SealedColumn("persons.Person", "identity", IDENTITY),
            rotation.SealedColumn("persons.Person", "phone", PHONE),
        )
