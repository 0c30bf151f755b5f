"""Make a site in YUNJIANG_HOME for the browser tests: the tree, the plan, published and demonstration values, two people."""

import os
from datetime import date

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunjiang.settings")
PASSWORD = "tests only, twelve or more"


def prepare() -> None:
    from django.core.management import call_command

    from yunjiang.access import services as access
    from yunjiang.access.models import Role
    from yunjiang.demonstration import published, targets
    from yunjiang.demonstration.province import loading
    from yunjiang.figures import binding
    from yunjiang.organizations import queries, services
    from yunjiang.plans import library
    from yunjiang.plans import queries as plans
    from yunjiang.plans import services as plan_services

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    services.load_yunnan()
    plan_services.load(library.path("yunnan-2021-2025").read_bytes(), "tests")
    plan = plans.document(plans.current())
    binding.declare_measures(plan)
    published.load("tests")
    targets.hand_down(plan, "tests")
    loading.load(plan, "tests")
    for username, role, key in (
        ("office", Role.OFFICE, "530000"),
        ("clerk", Role.REPORTING_OFFICER, "530300"),
    ):
        scope = queries.resolve(key)
        person = access.create_person(username, PASSWORD, name=username, organization=scope)
        access.assign(person, role, scope, valid_from=date(2021, 1, 1))


if __name__ == "__main__":
    django.setup()
    prepare()
