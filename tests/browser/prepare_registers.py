"""Make a site in YUNJIANG_HOME with the sample register, whose people keep, check and read it."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunjiang.settings_test")


def prepare() -> None:
    from django.core.management import call_command

    from yunjiang.web.tests.registers import world

    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    made = world.build()
    for number in range(1, 4):
        made.place(f"K-{number:03}")
    made.opened("K-004")


if __name__ == "__main__":
    django.setup()
    prepare()
