"""Costly answers are kept part by part, and asked for once however many people wait for them."""

import threading
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor

from django.test import Client

from yunjiang.access.tests.cast import Cast
from yunjiang.ledger import posting
from yunjiang.web import judged, kept
from yunjiang.web.tests import world
from yunjiang.web.tests.world import LOOK


class Asked:
    """Answers every name with itself doubled, and remembers what it was asked."""

    def __init__(self) -> None:
        self.times: list[list[str]] = []

    def __call__(self, names: Collection[str]) -> dict[str, str]:
        self.times.append(sorted(names))
        return {name: name * 2 for name in names}


def test_it_works() -> None:
    ask = Asked()
    assert kept.parts("q", {"a": "1", "b": "1"}, ask) == {"a": "aa", "b": "bb"}
    assert kept.parts("q", {"a": "1", "b": "1"}, ask) == {"a": "aa", "b": "bb"}
    assert ask.times == [["a", "b"]]


def test_only_what_another_mark_says_is_over_is_asked_again() -> None:
    ask = Asked()
    kept.parts("q", {"a": "1", "b": "1"}, ask)
    kept.parts("q", {"a": "1", "b": "2"}, ask)
    assert ask.times == [["a", "b"], ["b"]]


def test_another_question_is_another_answer() -> None:
    ask = Asked()
    kept.parts("q", {"a": "1"}, ask)
    kept.parts("r", {"a": "1"}, ask)
    assert len(ask.times) == 2


def test_who_comes_while_it_is_asked_waits_and_does_not_ask_again() -> None:
    ask, begun, go_on = Asked(), threading.Event(), threading.Event()

    def slowly(names: Collection[str]) -> dict[str, str]:
        begun.set()
        assert go_on.wait(10)
        return ask(names)

    with ThreadPoolExecutor(20) as pool:
        answers = [pool.submit(kept.parts, "q", {"a": "1"}, slowly) for _ in range(20)]
        assert begun.wait(10)
        go_on.set()
        assert [each.result(10) for each in answers] == [{"a": "aa"}] * 20
    assert ask.times == [["a"]]


def test_a_posting_asks_again_for_what_it_touches_and_for_nothing_else(
    owner: Client, cast: Cast, monkeypatch
) -> None:
    asked: list[set[tuple[str, int]]] = []
    really = judged._asked

    def noted(selection, missing):
        asked.append(set(missing))
        return really(selection, missing)

    monkeypatch.setattr(judged, "_asked", noted)
    owner.get("/", {**LOOK, "unit": "530300"})
    owner.get("/", {**LOOK, "unit": "530100"})
    asked.clear()
    before = posting.position()
    world.proposals(cast.qujing, 2021, 7)
    assert posting.position() == before + 1
    owner.get("/", {**LOOK, "unit": "530100"})
    assert asked == []
    owner.get("/", {**LOOK, "unit": "530300"})
    assert asked == [{("1.1.1", cast.qujing.pk)}]
