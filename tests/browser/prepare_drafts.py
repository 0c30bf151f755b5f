"""Make a site in YUNJIANG_HOME with the cast's units and its provincial office, and no plan yet."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunjiang.settings_test")


def prepare() -> None:
    from django.core.management import call_command

    from yunjiang.access.tests import cast

    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    cast.assemble()


if __name__ == "__main__":
    django.setup()
    prepare()
