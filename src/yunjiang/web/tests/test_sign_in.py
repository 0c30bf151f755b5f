import pytest
from django.test import Client

from yunjiang.access.tests import cast as casting
from yunjiang.access.tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return casting.assemble()


def test_it_works(client: Client, cast: Cast) -> None:
    answer = client.post("/sign-in/", {"username": "owner", "password": PASSWORD, "next": "/units/"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/units/"


def test_a_wrong_password_keeps_the_name_and_does_not_say_whether_it_exists(
    client: Client, cast: Cast
) -> None:
    known = client.post("/sign-in/", {"username": "owner", "password": "wrong"})
    unknown = client.post("/sign-in/", {"username": "nobody", "password": "wrong"})
    assert 'value="owner"' in known.text
    assert known.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()


def test_a_way_to_elsewhere_is_not_followed(client: Client, cast: Cast) -> None:
    answer = client.post(
        "/sign-in/", {"username": "owner", "password": PASSWORD, "next": "https://elsewhere.example/"}
    )
    assert answer.headers["Location"] == "/"


def test_signing_out_closes_the_doors(client: Client, cast: Cast) -> None:
    client.force_login(cast.owner)
    client.post("/sign-out/")
    assert client.get("/units/").status_code == 302


def test_signing_out_needs_a_button_and_not_a_link(client: Client, cast: Cast) -> None:
    client.force_login(cast.owner)
    assert client.get("/sign-out/").status_code == 405
