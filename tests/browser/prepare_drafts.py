"""Make a site in YUNJIANG_HOME with the cast's units and its provincial office, and no plan yet."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunjiang.settings_test")


def prepare() -> None:
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    from yunjiang.access.models import TrailHead
    from yunjiang.access.tests import cast
    from yunjiang.ledger.models import Head

    # Tables as the models have them: the way there is tried elsewhere, and takes five sixths of the time.
    settings.MIGRATION_MODULES = {each.label: None for each in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    TrailHead.objects.create(pk=1)
    Head.objects.create(pk=1)
    call_command("collectstatic", verbosity=0, interactive=False)
    cast.assemble()


if __name__ == "__main__":
    django.setup()
    prepare()
