"""Make a site for the journey of a yearly return: the tree, the plan with one lead department, last year's returns, people."""

import os
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import django

from tests.browser.prepare import PASSWORD

if TYPE_CHECKING:
    from yunjiang.access.models import User

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunjiang.settings")
LED = "2.2.1"  # 职工合理化建议, which this plan lets the union federation lead
COUNTIES = ("530102", "530103")
# What each county said last year; parts of a whole say less, rates never come out odd.
LAST_YEAR, OF_WHOLE = Decimal(1000), Decimal("0.7")


def prepare() -> None:
    from django.core.management import call_command

    from yunjiang.access import trail
    from yunjiang.figures import binding
    from yunjiang.organizations import services
    from yunjiang.plans import library
    from yunjiang.plans import queries as plans
    from yunjiang.plans import services as plan_services

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    services.load_yunnan()
    text = library.path("yunnan-2021-2025").read_text("utf-8")
    text = text.replace(
        f"          - code: {LED}\n", f"          - code: {LED}\n            lead: [yn-zgh]\n"
    )
    plan_services.load(text, "tests")
    binding.declare_measures(plans.document(plans.current()))
    with trail.acting("tests"):
        people = _people()
        _last_year(people)


def _people() -> "dict[str, User]":
    from yunjiang.access import services as access
    from yunjiang.access.models import Role
    from yunjiang.organizations import queries

    people = {}
    for username, name, role, key in (
        ("office", "李明", Role.OFFICE, "530000"),
        ("wuhua", "王芳", Role.REPORTING_OFFICER, "530102"),
        ("panlong", "张伟", Role.REPORTING_OFFICER, "530103"),
        ("kunming", "赵敏", Role.REVIEWER, "530100"),
        ("kunming-fills", "钱进", Role.REPORTING_OFFICER, "530100"),
        ("union", "孙丽", Role.LEAD_DEPARTMENT, "yn-zgh"),
    ):
        scope = queries.resolve(key)
        people[username] = access.create_person(username, PASSWORD, name=name, organization=scope)
        access.assign(people[username], role, scope, valid_from=date(2021, 1, 1))
    return people


def _last_year(people: "dict[str, User]") -> None:
    """Bring the two counties' returns on 2023 all the way into the ledger."""
    from yunjiang.ledger.models import DataSet
    from yunjiang.plans import queries as plans
    from yunjiang.returns import cycles, filling, workflow
    from yunjiang.returns.filling import Answer
    from yunjiang.returns.models import Origin, Return, Rhythm
    from yunjiang.standards import periods

    office = people["office"]
    cycle = cycles.open_cycle(
        plans.current(), Rhythm.ANNUAL, periods.parse("2023"), DataSet.OPERATIONAL, by=office
    )
    for key, officer in zip(COUNTIES, (people["wuhua"], people["panlong"]), strict=True):
        report = Return.objects.select_related(
            "cycle__plan_version__plan__owner", "place", "organization", "desk"
        ).get(cycle=cycle, organization__key=key)
        wholes = dict(report.cells.values_list("question__code", "question__part_of"))
        answers = {code: Answer(said(code, wholes)) for code in wholes}
        words = {("", "progress"): "各项任务按序时进度推进。", ("", "next_year"): "巩固提升。"}
        filling.save(report, answers, by=officer, origin=Origin.TYPED, passages=words)
        workflow.submit(report, officer)
        workflow.approve(report, people["kunming"])
        workflow.accept(report, None, office)
    cycles.close(cycle, office)


def said(code: str, wholes: dict[str, str]) -> Decimal:
    """Return what a county says to a question: a part is seven tenths of its whole."""
    whole = wholes.get(code, "")
    return said(whole, wholes) * OF_WHOLE if whole in wholes else LAST_YEAR


if __name__ == "__main__":
    django.setup()
    prepare()
