import pytest
from django.template.loader import render_to_string
from django.test import Client

from yunjiang.access.tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


def test_an_address_without_a_page_says_so_in_a_sentence(client: Client) -> None:
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "这个地址没有页面" in answer.text


def test_the_page_for_failures_needs_nothing_that_may_have_failed() -> None:
    assert "页面没有生成" in render_to_string("500.html")


def test_a_form_from_another_time_changes_nothing_and_says_why() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/sign-in/", {"username": "owner", "password": PASSWORD})
    assert answer.status_code == 403
    assert "页面已经过期" in answer.text
