"""Make a site in YUNJIANG_HOME: a small plan, six counties with an open cycle, and people who have signed in already.

What the officers need is written to `officers.json`: their sessions, the cycle, and each county's return and people.
"""

import json
import os
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunjiang.settings")
COUNTIES = {
    "wuhua": "kunming",
    "panlong": "kunming",
    "guandu": "kunming",
    "xishan": "kunming",
    "qilin": "qujing",
    "zhanyi": "qujing",
}
FURTHER = {"guandu": "530111", "xishan": "530112", "zhanyi": "530303"}  # beyond those of the small province


def prepare() -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from yunjiang.access import services as access
    from yunjiang.access import trail
    from yunjiang.access.models import Role
    from yunjiang.organizations import services as organizations
    from yunjiang.organizations.models import Kind
    from yunjiang.returns.tests.world import FIRST_DAY, build

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    settings.ALLOWED_HOSTS.append("testserver")
    with trail.acting("tests"):
        world = build()
        for name, key in FURTHER.items():
            world.units[name] = organizations.open_organization(
                key, on=FIRST_DAY, kind=Kind.COUNTY, code=key, name=name, short_name=name,
                parent=world.units[COUNTIES[name]],
            )  # fmt: skip
        posts = {f"clerk-{county}": (county, Role.REPORTING_OFFICER) for county in COUNTIES}
        posts |= {f"reviewer-{unit}": (unit, Role.REVIEWER) for unit in ("kunming", "qujing")}
        for name, (unit, role) in posts.items():
            where = world.units[unit]
            person = access.create_person(name, "", name=name, organization=where, is_password_checked=False)
            access.assign(person, role, where, valid_from=FIRST_DAY)
            world.people[name] = person
        cycle = world.open("2024")
        sessions = {}
        for name in (*posts, "office"):
            browser = Client()
            browser.force_login(world.people[name])
            sessions[name] = browser.cookies["sessionid"].value
    told = {
        "sessions": sessions,
        "cycle": cycle.pk,
        "counties": {
            county: {
                "report": world.report(county).pk,
                "clerk": f"clerk-{county}",
                "reviewer": f"reviewer-{above}",
            }
            for county, above in COUNTIES.items()
        },
    }
    (Path(settings.HOME) / "officers.json").write_text(json.dumps(told), "utf-8")


if __name__ == "__main__":
    django.setup()
    prepare()
