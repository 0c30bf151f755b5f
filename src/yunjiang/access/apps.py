from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "yunjiang.access"
    label = "access"

    def ready(self) -> None:
        from yunjiang.access import trail  # models are there only now
        from yunjiang.access.people.deeds import ACTIONS
        from yunjiang.access.signing import deeds, identity
        from yunjiang.access.trail import deeds as trail_deeds
        from yunjiang.access.trail import sign_ins
        from yunjiang.access.trail.works import WORKS, asked_for
        from yunjiang.background import works

        trail.register(ACTIONS)
        trail.register(deeds.ACTIONS)
        trail.register(trail_deeds.ACTIONS)
        identity.listen()
        sign_ins.listen()
        works.register(*WORKS)
        works.surround(asked_for)
