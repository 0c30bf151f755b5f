"""Make a site in YUNJIANG_HOME for the tests of signing in: the tree and people, a set for each size of screen."""

import os
from datetime import date

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunjiang.settings")
PASSWORD = "tests only, twelve or more"
# Each test signs in as somebody of its own: what one sets up or locks is not another's.
PEOPLE = ("newcomer", "holder", "guesser", "writer", "reader")


def prepare() -> None:
    from django.core.management import call_command

    from yunjiang.access import services as access
    from yunjiang.access.models import Role
    from yunjiang.organizations import queries, services

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    services.load_yunnan()
    scope = queries.resolve("530300")
    for name in PEOPLE:
        for size in ("desk", "phone"):
            # Demonstration accounts need no second factor: only the newcomer's test is about that.
            person = access.create_person(
                f"{name}-{size}",
                PASSWORD,
                name=f"{name} {size}",
                organization=scope,
                must_change_password=name == "newcomer",
                is_demonstration=name not in ("newcomer", "holder"),
            )
            access.assign(person, Role.REPORTING_OFFICER, scope, valid_from=date(2021, 1, 1))


if __name__ == "__main__":
    django.setup()
    prepare()
