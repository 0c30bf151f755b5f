from django.apps import AppConfig
from django.conf import settings


class AccessConfig(AppConfig):
    name = "yunjiang.access"
    label = "access"

    def ready(self) -> None:
        from yunjiang.access import trail  # models are there only now
        from yunjiang.access.keys.deeds import ACTIONS as KEYS
        from yunjiang.access.people.deeds import ACTIONS as PEOPLE
        from yunjiang.access.people.works import WORKS as PEOPLE_WORKS
        from yunjiang.access.sealing import ciphers
        from yunjiang.access.sealing.deeds import ACTIONS as SEALING
        from yunjiang.access.sealing.files import FileSeal
        from yunjiang.access.sealing.works import WORKS as SEALING_WORKS
        from yunjiang.access.signing import hashers, identity
        from yunjiang.access.signing.deeds import ACTIONS as SIGNING
        from yunjiang.access.signing.works import WORKS as SIGNING_WORKS
        from yunjiang.access.trail import sign_ins
        from yunjiang.access.trail.deeds import ACTIONS as TRAIL
        from yunjiang.access.trail.works import WORKS, asked_for
        from yunjiang.background import works
        from yunjiang.files import sealed

        for actions in (KEYS, PEOPLE, SEALING, SIGNING, TRAIL):
            trail.register(actions, tell_figures=False)
        ciphers.check()
        sealed.use(FileSeal())
        identity.listen()
        sign_ins.listen()
        if settings.YUNJIANG_PASSWORD_HASHER == "sm3":  # noqa: S105 - names a hash
            hashers.check()
        works.register(*PEOPLE_WORKS, *SEALING_WORKS, *SIGNING_WORKS, *WORKS)
        works.surround(asked_for)
