import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_every_answer_forbids_what_it_does_not_name(client: Client) -> None:
    policy = client.get("/sign-in/").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy


def test_an_answer_is_kept_for_nobody_else(client: Client) -> None:
    assert "no-cache" in client.get("/sign-in/").headers["Cache-Control"]


def test_errors_carry_the_headers_too(client: Client) -> None:
    assert "Content-Security-Policy" in client.get("/no-such-page/").headers


@pytest.mark.parametrize("address", ["/sign-in/?next=%00", "/%00/"])
def test_a_nul_in_the_address_is_refused(client: Client, address: str) -> None:
    assert client.get(address).status_code == 400
