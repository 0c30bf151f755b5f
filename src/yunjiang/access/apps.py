from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "yunjiang.access"
    label = "access"

    def ready(self) -> None:
        from yunjiang.access import trail  # models are there only now
        from yunjiang.access.people.deeds import ACTIONS
        from yunjiang.access.signing import deeds, identity

        trail.register(ACTIONS)
        trail.register(deeds.ACTIONS)
        identity.listen()
