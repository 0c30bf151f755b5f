"""Make a site in YUNJIANG_HOME with unions of two places, who keep their members, and one inclusive service of the province."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunjiang.settings")


def prepare() -> None:
    from datetime import date

    from django.core.management import call_command

    from yunjiang.registers.kit import scope
    from yunjiang.registers.members.tests import world
    from yunjiang.registers.services.models import Service, ServiceKind, ServiceState

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    made = world.furnish()
    Service.objects.create(
        organization=made.tree.province,
        path=scope.path_of(made.tree.province.pk),
        number="PH-1",
        name="职工免费健康体检",
        kind=ServiceKind.HEALTH,
        state=ServiceState.OPEN,
        starts_on=date(2025, 1, 1),
        benefit="PH-1",
        quota=10,
    )


if __name__ == "__main__":
    django.setup()
    prepare()
