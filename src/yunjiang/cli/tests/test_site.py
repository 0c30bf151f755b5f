"""`yunjiang setup`, `yunjiang serve` and the demonstration's sign-ins."""

import socket
from datetime import date
from pathlib import Path

import pytest

from yunjiang.access.models import User
from yunjiang.demonstration import people, staging

from .conftest import Command


def test_a_port_that_is_taken_is_refused_with_a_way_out(yunjiang: Command) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        told = yunjiang("serve", "--port", other.getsockname()[1])
    assert told.code == 3
    assert "--port" in told.err


def test_a_site_with_data_of_its_own_gets_no_demonstration(
    yunjiang: Command, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_arguments: object) -> None:
        raise AssertionError("the demonstration was staged beside real data")

    monkeypatch.setattr(staging, "stage", never)
    assert yunjiang("demo", "--if-empty").code == 0


def test_forgetting_the_sign_ins_ends_them(
    yunjiang: Command, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "are_allowed", lambda: True)
    people.make(date(2026, 1, 1))
    assert User.objects.filter(is_active=True).count() == 10
    told = yunjiang("demo", "--forget-sign-ins")
    assert "10" in told.err
    assert not User.objects.filter(is_active=True).exists()
