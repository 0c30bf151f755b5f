"""Officers at work: each brings one county's return through every act, again and again, and writes everything down.

Nobody else touches that return, so an officer knows how it stands; after a broken connection it is looked up on the pages.
Numbers are never used twice: whatever stands anywhere was sent once, by one request.
"""

import json
import random
import re
import threading
from collections.abc import Callable
from typing import Any

from yunjiang.returns.models import State
from yunjiang.returns.workbooks.tests.forms import filled
from yunjiang.standards.national_cryptography import sm3

from .browser import Broken, Browser, Reply
from .diary import Diary
from .site import Site

QUESTIONS = {"proposals": "1.1.1", "funds": "1.1.3", "unions": "1.2.1", "enterprises": "1.2.1"}
INDICATORS = tuple(dict.fromkeys(QUESTIONS.values()))
STATES: dict[str, str] = {
    str(State.NOT_STARTED.label): "open",
    str(State.DRAFT.label): "open",
    str(State.RETURNED.label): "open",
    str(State.SUBMITTED.label): "submitted",
    str(State.APPROVED.label): "approved",
    str(State.POSTED.label): "posted",
}
WHY = "已同原始记录逐项核对，情况属实"
PAPER = b"%PDF-1.7\n% {}\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
DOCUMENTS_AT_MOST = 6

_numbers = iter(range(1, 90_000))
_numbers_lock = threading.Lock()


def fresh() -> int:
    """Return a number that nobody used before."""
    with _numbers_lock:
        return next(_numbers)


class Refused(Exception):
    """That the site refused what must be possible."""


class Officer(threading.Thread):
    """One county's people, played by one thread. `fault` is what went wrong, besides being killed."""

    def __init__(self, county: str, told: dict[str, Any], site: Site, diary: Diary, seed: int) -> None:
        super().__init__(name=county, daemon=True)
        mine = told["counties"][county]
        self.report, self.cycle = int(mine["report"]), int(told["cycle"])
        self._site, self._diary, self._chance = site, diary, random.Random(f"{seed}/{county}")

        def signed_in(name: str) -> Browser:
            return Browser(site.port, told["sessions"][name])

        self._clerk, self._reviewer = signed_in(mine["clerk"]), signed_in(mine["reviewer"])
        self._office = signed_in("office")
        self._over = threading.Event()
        self._state, self._accepted, self._filled = "open", set[str](), set[str]()
        self._document_count = 0
        self._is_writer = county == "wuhua"
        self.fault = ""

    def stop(self) -> None:
        self._over.set()

    def run(self) -> None:
        try:
            while not self._over.is_set():
                if not self._site.is_up.wait(0.1):
                    continue
                try:
                    self._next_act()
                except Broken:
                    self._diary.broken()
                    self._find_out()
        except Exception as fault:
            self.fault = f"{self.name}: {type(fault).__name__} {fault}"

    def _next_act(self) -> None:
        acts: dict[str, list[Callable[[], None]]] = {
            "open": [
                self._save,
                self._save,
                self._save,
                self._upload,
                self._attach,
                self._submit,
                self._submit,
            ],
            "submitted": [self._approve, self._approve, self._approve, self._send_back, self._withdraw],
            "approved": [self._accept, self._accept, self._accept, self._refuse],
            "posted": [self._reopen],
        }
        chosen = acts[self._state]
        if self._state == "open" and set(self._open_questions()) - self._filled:
            chosen = [self._save, self._upload]
        if self._is_writer and self._document_count < DOCUMENTS_AT_MOST and self._chance.random() < 0.08:
            chosen = [self._ask_for_document]
        self._chance.choice(chosen)()

    def _open_questions(self) -> list[str]:
        return [question for question, indicator in QUESTIONS.items() if indicator not in self._accepted]

    def _values(self, questions: list[str]) -> dict[str, int]:
        # There are always fewer unions than enterprises.
        return {each: fresh() + (100_000 if each == "enterprises" else 0) for each in questions}

    def _save(self) -> None:
        missing = [each for each in self._open_questions() if each not in self._filled]
        known = missing or self._open_questions()
        if not known:
            return self._submit()
        values = self._values(self._chance.sample(known, self._chance.randint(1, len(known))))
        cells = [
            {
                "key": f"{self.report}|{question}",
                "text": str(value),
                "explanation": WHY,
                "before": {"text": ""},
            }
            for question, value in values.items()
        ]
        number = self._diary.sent("save", report=self.report, values=values)
        reply = self._clerk.post_json(
            f"/cycles/{self.cycle}/cells/", {"cells": cells, "passages": [], "versions": {}}
        )
        told = self._told(reply, number, 200, "save")
        for question, value in values.items():
            stands = told["cells"][f"{self.report}|{question}"].get("stands", {})
            if stands.get("text", "").replace(",", "") != str(value):
                raise Refused(f"saved {question}={value}, told {told['cells']}")
        self._diary.answered(number)
        self._filled |= set(values)

    def _upload(self) -> None:
        questions = self._open_questions()
        if not questions:
            return self._submit()
        template = self._clerk.get(f"/returns/{self.report}/template/")
        if template.status != 200:
            raise Refused(f"the template: {template.status}")
        values = self._values(questions)
        content = filled(template.content, self.name, **values)
        name = f"{self.name}-{fresh()}.xlsx"
        number = self._diary.sent(
            "upload", report=self.report, values=values, name=name, digest=sm3(content).hex()
        )
        reply = self._clerk.post_file(
            f"/returns/{self.report}/upload/", {"mode": "whole"}, "file", name, content
        )
        self._led(reply, number, r"/uploads/(\d+)/$")
        upload = int(reply.location.rstrip("/").rpartition("/")[2])
        self._diary.answered(number, upload=upload)
        self._filled |= set(values)
        outcome = self._clerk.get(reply.location)
        if "▲" not in outcome.text:
            raise Refused(f"the workbook was not taken: {_plain(outcome.text)[:1500]}")

    def _attach(self) -> None:
        questions = self._open_questions()
        if not questions:
            return self._submit()
        content = PAPER.replace(b"{}", str(fresh()).encode())
        name = f"{fresh()}.pdf"
        question = self._chance.choice(questions)
        number = self._diary.sent(
            "attach", report=self.report, question=question, name=name, digest=sm3(content).hex()
        )
        address = f"/returns/{self.report}/evidence/"
        headers = {"HX-Request": "true"}
        reply = self._clerk.post_file(address, {"question": question}, "files", name, content, **headers)
        if reply.status == 422 and "20" in reply.text:
            return self._diary.refused(number)  # as many as an item may have
        if reply.status != 200 or name not in reply.text:
            raise Refused(f"attaching: {reply.status} {_plain(reply.text)[:1500]}")
        self._diary.answered(number)

    def _submit(self) -> None:
        self._step("submitted", self._clerk, f"/returns/{self.report}/submission/", {}, "submitted")

    def _withdraw(self) -> None:
        self._step("withdrawn", self._clerk, f"/returns/{self.report}/withdraw/", {}, "open")

    def _approve(self) -> None:
        self._step("approved", self._reviewer, self._review, {"decision": "approve"}, "approved")

    def _send_back(self) -> None:
        told = {"decision": "send_back", "reason": "数字有误，请核对", "r:funds": ""}
        self._step("sent_back", self._reviewer, self._review, told, "open")

    def _refuse(self) -> None:
        told = {"decision": "send_back", "reason": "口径有误，请核对"}
        self._step("sent_back", self._office, self._review, told, "open")

    def _accept(self) -> None:
        left = [each for each in INDICATORS if each not in self._accepted]
        chosen = left if self._chance.random() < 0.6 else self._chance.sample(left, 1)
        becomes = "posted" if len(chosen) == len(left) else "approved"
        told = {"decision": "accept", "indicator": chosen}
        self._accepted |= self._step(
            "accepted", self._office, self._review, told, becomes, chosen, r"/accept/posted/"
        )

    def _reopen(self) -> None:
        chosen = self._chance.sample(INDICATORS, self._chance.randint(1, len(INDICATORS)))
        takes_back = self._chance.choice(["1", ""])
        told = {"indicators": chosen, "reason": "发现错误", "takes_back": takes_back}
        address = f"/returns/{self.report}/reopen/"
        self._accepted -= self._step("reopened", self._office, address, told, "open", chosen)

    @property
    def _review(self) -> str:
        return f"/returns/{self.report}/review/"

    def _step(
        self,
        kind: str,
        by: Browser,
        address: str,
        fields: dict[str, Any],
        becomes: str,
        indicators: list[str] | tuple[str, ...] = (),
        leads_to: str = "",
    ) -> set[str]:
        """Do an act that leaves a step, and look whether the return stands as the answer claims."""
        number = self._diary.sent("step", report=self.report, kind=kind, indicators=sorted(indicators))
        reply = by.post(address, fields)
        self._led(reply, number, leads_to)
        self._diary.answered(number)
        self._state = becomes
        # What was accepted before the answer broke is looked up: nothing is assumed of it.
        stands, accepted = self._look()
        if stands != becomes:
            raise Refused(f"{kind} was acknowledged, and the return is {stands}: {reply.location}")
        if kind in ("accepted", "reopened") and bool(accepted & set(indicators)) != (kind == "accepted"):
            raise Refused(f"{kind} {indicators} was acknowledged, and {accepted} is accepted")
        return set(indicators)

    def _ask_for_document(self) -> None:
        number = self._diary.sent("document")
        self._document_count += 1
        address = "/documents/new/?unit=530100&on=2024-12-31&data=operational"
        reply = self._office.post(address, {"kind": "annual_report"})
        self._led(reply, number, r"/jobs/[\w-]+/$")
        self._diary.answered(number, job=reply.location.rstrip("/").rpartition("/")[2])

    def _find_out(self) -> None:
        """Look up how the return stands, as often as the site is killed meanwhile."""
        while not self._over.is_set():
            if self._site.is_up.wait(0.1):
                try:
                    self._state, self._accepted = self._look()
                    return
                except Broken:
                    self._diary.broken()

    def _look(self) -> tuple[str, set[str]]:
        page = self._office.get(f"/returns/{self.report}/")
        if page.status != 200:
            raise Refused(f"the return cannot be read: {page.status}")
        standing = re.search(r'(?s)class="standing">.*?</i> ([^<]+)</span>', page.text)
        assert standing is not None, _plain(page.text)[:1500]
        choice = self._office.get(f"/returns/{self.report}/reopen/")
        accepted = set(re.findall(r'name="indicators" value="([\d.]+)"', choice.text))
        return STATES[standing[1]], accepted

    def _led(self, reply: Reply, number: int, where: str) -> None:
        if reply.status != 302 or not re.search(where, reply.location):
            raise Refused(f"act {number}: {reply.status} {reply.location} {_plain(reply.text)[:1500]}")

    def _told(self, reply: Reply, number: int, status: int, act: str) -> Any:
        if reply.status != status:
            raise Refused(f"{act} {number}: {reply.status} {_plain(reply.text)[:1500]}")
        return json.loads(reply.content)


def _plain(text: str) -> str:
    """Return the words of a page's own part."""
    body = re.sub(r"(?s).*<main|</main>.*", " ", text)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).strip()
