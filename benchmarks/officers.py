"""Officers on the last day of a cycle, for locust: what each kind does, with the pauses of people who read and type.

The file named by YUNJIANG_LOAD says who they are and what their units have to report (see `load.py`). Every officer signs in
like anybody else. What the server acknowledged is written down line by line, to be held against the database afterwards.
"""

import itertools
import json
import os
import random
import re
import threading
from pathlib import Path
from typing import Any

from locust import HttpUser, between, events, task

TOLD: dict[str, Any] = json.loads(Path(os.environ["YUNJIANG_LOAD"]).read_text("utf-8"))
_WAITING = {kind: iter(people) for kind, people in TOLD["people"].items()}
_KEPT = Path(os.environ["YUNJIANG_LOAD"]).with_name("acknowledged.jsonl")
_LOCK = threading.Lock()
_RANDOM = random.Random(20251231)
CYCLE = TOLD["cycle"]


def acknowledged(kind: str, **facts: Any) -> None:
    """Write down what the server said is done."""
    with _LOCK, _KEPT.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"kind": kind, **facts}, ensure_ascii=False) + "\n")


class Officer(HttpUser):
    """Somebody who has signed in and works."""

    abstract = True
    wait_time = between(4, 12)
    kind = ""
    me: dict[str, Any]

    def on_start(self) -> None:
        with _LOCK:
            self.me = next(_WAITING[self.kind])
        self.client.get("/sign-in/", name="sign in (page)")
        answer = self.client.post(
            "/sign-in/",
            {"username": self.me["username"], "password": TOLD["password"], **self.token()},
            name="sign in",
            headers=self.referer("/sign-in/"),
        )
        assert "/sign-in/" not in answer.url, "not signed in"

    def token(self) -> dict[str, str]:
        return {"csrfmiddlewaretoken": self.client.cookies.get("csrftoken", "")}

    def referer(self, address: str) -> dict[str, str]:
        return {"Referer": self.host + address, "X-CSRFToken": self.client.cookies.get("csrftoken", "")}

    def read(self, address: str, name: str) -> str:
        answer = self.client.get(address, name=name)
        return answer.text

    def send(self, address: str, form: dict[str, Any], name: str) -> bool:
        """Post a form as a page does; a refusal (409) is an answer, a failure is not."""
        with self.client.post(
            address,
            {**form, **self.token()},
            headers=self.referer(address),
            name=name,
            catch_response=True,
            allow_redirects=False,
        ) as answer:
            if answer.status_code == 409:
                answer.success()
                return False
        if answer.is_redirect:
            self.read(answer.headers["Location"], f"the page after: {name}")
        return answer.ok


class County(Officer):
    """Fills a return in, two cells at a time, so that most are still at it when everybody is there; then hands it in."""

    kind = "county"
    fixed_count = len(TOLD["people"]["county"])

    def on_start(self) -> None:
        super().on_start()
        self.left = list(self.me["cells"])
        self.versions: dict[str, int] = {}
        self.is_handed_in = False
        _RANDOM.shuffle(self.left)

    @task(8)
    def fill(self) -> None:
        here = f"/returns/{self.me['report']}/"
        if not self.left:
            return self.hand_in()
        if not self.versions:
            self.read(here, "the return")
        some, self.left = self.left[:2], self.left[2:]
        body = {
            "versions": {},
            "passages": [],
            "cells": [
                {
                    "key": f"{self.me['report']}|{code}",
                    "text": text,
                    "explanation": "与单位台账核对一致，属实际情况。",
                    "before": {"text": "", "unavailable": False, "explanation": ""},
                }
                for code, text in some
            ],
        }
        if not self.left:
            body["passages"] = [
                {"key": f"{self.me['report']}||{heading}", "text": "各项工作按计划推进。", "before": ""}
                for heading in self.me["headings"]
            ]
        with self.client.post(
            f"/cycles/{CYCLE}/cells/",
            json=body,
            headers=self.referer(here),
            name="save cells",
            catch_response=True,
        ) as answer:
            if not answer.ok:
                return answer.failure(f"{answer.status_code}")
            said = answer.json()
            self.versions = said.get("versions", {}) or {"seen": 1}
            for (code, text), became in zip(
                some, [said["cells"][each["key"]] for each in body["cells"]], strict=True
            ):
                if "stands" in became:
                    acknowledged("cell", report=self.me["report"], question=code, value=text)
                else:
                    answer.failure(f"cell {code}: {became}")

    def hand_in(self) -> None:
        if self.is_handed_in:
            self.read(f"/returns/{self.me['report']}/", "the return")
            return
        address = f"/returns/{self.me['report']}/submission/"
        self.read(address, "before handing in")
        if self.send(address, {}, "hand in"):
            self.is_handed_in = True
            acknowledged("submitted", report=self.me["report"])

    @task(2)
    def look_at_my_work(self) -> None:
        self.read("/work/", "my work")

    @task(1)
    def look_at_my_figures(self) -> None:
        self.read(f"/?unit={self.me['unit']}", "overview of a county")


class Prefecture(Officer):
    """Looks returns through and lets them pass, one after the other."""

    kind = "prefecture"
    fixed_count = len(TOLD["people"]["prefecture"])

    @task(6)
    def review(self) -> None:
        page = self.read("/review/", "what waits for review")
        waiting = re.findall(r'href="(/returns/(\d+)/review/)', page)
        if not waiting:
            return
        address, report = waiting[0]
        self.read(address, "a return under review")
        if self.send(address, {"decision": "approve"}, "approve"):
            acknowledged("approved", report=int(report))

    @task(2)
    def look_at_the_cycle(self) -> None:
        self.read(f"/cycles/{CYCLE}/", "the cycle")

    @task(1)
    def look_at_the_prefecture(self) -> None:
        self.read(f"/?unit={self.me['unit']}", "overview of a prefecture")


class Lead(Officer):
    """Accepts what has passed, indicator by indicator."""

    kind = "lead"
    fixed_count = len(TOLD["people"]["lead"])

    def on_start(self) -> None:
        super().on_start()
        self.round = itertools.cycle(self.me["indicators"])

    @task(4)
    def accept(self) -> None:
        self.read("/accept/", "what waits for acceptance")
        code = next(self.round)
        address = f"/cycles/{CYCLE}/accept/{code}/"
        page = self.read(address, "an indicator to accept")
        waiting = re.findall(r'name="report" value="(\d+)"', page)
        if waiting and self.send(address, {"decision": "accept", "report": waiting}, "accept"):
            acknowledged("accepted", indicator=code, reports=[int(each) for each in waiting])

    @task(2)
    def look_at_what_i_lead(self) -> None:
        self.read("/leading/", "what a department leads")


class Office(Officer):
    """Watches the whole province."""

    kind = "office"
    fixed_count = len(TOLD["people"]["office"])

    @task(3)
    def overview(self) -> None:
        self.read("/?unit=530000", "overview of the province")

    @task(2)
    def overview_of_the_demonstration(self) -> None:
        self.read("/?unit=530000&data=demonstration", "overview of the province, 100,000 entries")

    @task(2)
    def one_indicator(self) -> None:
        self.read(
            f"/indicators/{_RANDOM.choice(TOLD['indicators'])}/?unit=530000&data=demonstration",
            "an indicator",
        )

    @task(2)
    def the_cycle(self) -> None:
        self.read(f"/cycles/{CYCLE}/", "the cycle")

    @task(1)
    def what_changed(self) -> None:
        self.read("/changes/?unit=530000", "what changed")


@events.spawning_complete.add_listener
def forget_signing_in(user_count: int, **_: Any) -> None:
    """Begin to measure once everybody is there: signing in is measured apart."""
    environment = _environment[0]
    stats = environment.stats
    Path(os.environ["YUNJIANG_LOAD"]).with_name("arriving.json").write_text(
        json.dumps({f"{name}": entry.to_dict() for (name, _method), entry in stats.entries.items()}), "utf-8"
    )
    if stats.errors:
        raise RuntimeError(f"errors while signing in: {[each.to_dict() for each in stats.errors.values()]}")
    stats.reset_all()


_environment: list[Any] = []


@events.init.add_listener
def keep_environment(environment: Any, **_: Any) -> None:
    _environment.append(environment)
