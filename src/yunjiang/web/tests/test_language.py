import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_pages_speak_chinese_whatever_the_browser_wishes(client: Client) -> None:
    answer = client.get("/sign-in/", headers={"Accept-Language": "en-US,en"})
    assert answer.headers["Content-Language"] == "zh-hans"
    assert 'lang="zh-Hans"' in answer.text


def test_the_switch_changes_the_language_and_comes_back(client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": "/sign-in/"})
    assert answer.headers["Location"] == "/sign-in/"
    assert "Sign in" in client.get("/sign-in/").text


def test_a_language_not_offered_changes_nothing(client: Client) -> None:
    client.post("/language/", {"language": "fr", "next": "/sign-in/"})
    assert client.get("/sign-in/").headers["Content-Language"] == "zh-hans"


def test_the_switch_does_not_lead_away_from_the_site(client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": "//elsewhere.example/"})
    assert "elsewhere" not in answer.headers["Location"]
