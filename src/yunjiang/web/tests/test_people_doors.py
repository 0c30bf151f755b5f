"""Every page and post of the administration of people is tried by who may not pass it."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone

from yunjiang.access.models import Assignment, AssignmentRequest, Invitation, User
from yunjiang.access.people import invitations, requests
from yunjiang.access.people.tests import offices as opening
from yunjiang.access.people.tests.offices import Offices
from yunjiang.access.tests.cast import Cast

TODAY = timezone.localdate().isoformat()
NOBODY_ELSE = ("owner", "clerk", "auditor", "audit", "stranger")
KEEPING = (
    "/people/new/", "/people/invite/", "/people/import/", "/people/import/template/", "/people/import/agree/",
    "/people/import/result/",
)  # fmt: skip
ADMINISTERING = ("/people/", "/people/requests/", "/people/dormant/", "/people/matrix/")
ACCOUNT_ACTS = ("transfer", "leave", "reopen", "password", "unlock", "second-factor", "identity", "ask-role")


@pytest.fixture
def offices(cast: Cast) -> Offices:
    return opening.people_the(cast)


@pytest.fixture
def nothing_changes(offices: Offices) -> Iterator[None]:
    """Fail when anything about people is other than before."""

    def state() -> list[object]:
        return [
            list(User.objects.order_by("pk").values_list("pk", "is_active", "password", "organization")),
            list(Assignment.objects.order_by("pk").values_list("pk", "valid_from", "valid_to")),
            list(AssignmentRequest.objects.order_by("pk").values_list("pk", "state")),
            list(Invitation.objects.order_by("pk").values_list("pk", "withdrawn_at")),
        ]

    requests.ask(
        offices.clerk, "reviewer", offices.qujing, valid_from=timezone.localdate(), by=offices.system
    )  # type: ignore[arg-type]
    invitations.invite("张三", offices.qujing, by=offices.system)
    before = state()
    yield
    assert state() == before


def posted(offices: Offices) -> list[tuple[str, dict[str, object]]]:
    """Return every post of the room with what would do something if it were let in."""
    clerk, [held] = offices.clerk.pk, offices.clerk.assignments.all()
    reason = {"reason": "原因", "on": TODAY}
    role = {"role": "auditor", "scope": "530300", "valid_from": TODAY}
    return [
        ("/people/new/", {"name": "李四", "username": "li.si", "unit": "530300"}),
        ("/people/invite/", {"name": "李四", "unit": "530300"}),
        (f"/people/invitations/{Invitation.objects.get().pk}/withdraw/", {}),
        ("/people/import/agree/", {"carried": "x"}),
        ("/people/import/result/", {"carried": "x"}),
        ("/people/dormant/", {"person": [clerk], "reason": "原因"}),
        (f"/people/{clerk}/transfer/", {**reason, "unit": "530102"}),
        (f"/people/{clerk}/leave/", reason),
        (f"/people/{clerk}/reopen/", reason),
        (f"/people/{clerk}/password/", {}),
        (f"/people/{clerk}/unlock/", {}),
        (f"/people/{clerk}/second-factor/", {}),
        (f"/people/{clerk}/identity/", {"claim": "x"}),
        (f"/people/{clerk}/ask-role/", role),
        (f"/people/{clerk}/give-role/", role),
        (f"/people/{clerk}/roles/{held.pk}/end/", reason),
        *(
            (
                "/people/requests/",
                {"request": [AssignmentRequest.objects.get().pk], "decision": each, "reason": "原因"},
            )
            for each in ("grant", "refuse", "withdraw")
        ),
    ]


@pytest.mark.parametrize("name", NOBODY_ELSE)
def test_nobody_else_sees_any_page(client: Client, offices: Offices, name: str) -> None:
    client.force_login(getattr(offices, name))
    pages = [*KEEPING, *ADMINISTERING, f"/people/{offices.clerk.pk}/"]
    pages += [f"/people/{offices.clerk.pk}/{act}/" for act in (*ACCOUNT_ACTS, "give-role")]
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 403)


@pytest.mark.usefixtures("nothing_changes")
@pytest.mark.parametrize("name", [*NOBODY_ELSE, "kunming_system", "kunming_security"])
def test_nobody_else_and_no_other_prefectures_administrator_changes_anything(
    client: Client, offices: Offices, name: str
) -> None:
    client.force_login(getattr(offices, name))
    told = {}
    for address, sent in posted(offices):
        # What another prefecture's administrator may open at all is refused as a fault of the form or the page.
        told[address] = client.post(address, sent).status_code
    assert set(told.values()) <= {403, 422, 302}
    if name in NOBODY_ELSE:
        assert set(told.values()) == {403}


@pytest.mark.parametrize("name", ["kunming_system", "kunming_security"])
def test_another_prefectures_people_are_not_shown(client: Client, offices: Offices, name: str) -> None:
    client.force_login(getattr(offices, name))
    assert client.get(f"/people/{offices.clerk.pk}/").status_code == 403
    assert "clerk" not in client.get("/people/").text
    assert client.get("/people/", {"unit": "530300"}).context["table"].rows == []


def test_the_security_administrator_keeps_no_accounts(client: Client, offices: Offices) -> None:
    client.force_login(offices.security)
    pages = [*KEEPING, *(f"/people/{offices.clerk.pk}/{act}/" for act in ACCOUNT_ACTS)]
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 403)
    assert {page: client.get(page).status_code for page in ADMINISTERING} == dict.fromkeys(ADMINISTERING, 200)


@pytest.mark.usefixtures("nothing_changes")
def test_the_security_administrators_posts_about_accounts_change_nothing(
    client: Client, offices: Offices
) -> None:
    client.force_login(offices.security)
    roles = ("give-role", "roles", "requests")
    for address, sent in posted(offices):
        if not any(each in address for each in roles) or sent.get("decision") == "withdraw":
            assert client.post(address, sent).status_code == 403, address


@pytest.mark.usefixtures("nothing_changes")
def test_the_system_administrators_posts_about_roles_change_nothing(client: Client, offices: Offices) -> None:
    client.force_login(offices.system)
    for address, sent in posted(offices):
        is_of_roles = "give-role" in address or "roles/" in address
        if is_of_roles or sent.get("decision") in ("grant", "refuse"):
            assert client.post(address, sent).status_code == 403, address


def test_administrators_see_no_figures(client: Client, offices: Offices) -> None:
    for name in ("system", "security", "audit"):
        client.force_login(getattr(offices, name))
        for page in ("/indicators/1.1.1/", "/indicators/1.1.1/entries/", "/documents/", "/runs/"):
            assert client.get(page, {"unit": "530000"}).status_code == 403


@pytest.mark.parametrize(("name", "first"), [("system", "/people/"), ("security", "/people/")])
def test_administrators_begin_at_their_own_work(
    client: Client, offices: Offices, name: str, first: str
) -> None:
    client.force_login(getattr(offices, name))
    assert client.get("/").headers["Location"] == first


def test_nobody_acts_on_his_own_account(client: Client, offices: Offices) -> None:
    for name, acts in (("system", ACCOUNT_ACTS), ("security", ("give-role",))):
        person = getattr(offices, name)
        client.force_login(person)
        for act in acts:
            assert client.get(f"/people/{person.pk}/{act}/").status_code == 403, act


def test_a_person_or_an_act_that_is_not_there_is_not_found(client: Client, offices: Offices) -> None:
    client.force_login(offices.system)
    assert client.get("/people/999999/").status_code == 404
    assert client.get(f"/people/{offices.clerk.pk}/promote/").status_code == 404


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("system", "人员"),
        ("security", "人员"),
        ("owner", "责任人"),
        ("clerk", ""),
        ("auditor", ""),
        ("audit", ""),
    ],
)
def test_the_door_is_shown_to_who_may_pass(client: Client, offices: Offices, name: str, shown: str) -> None:
    client.force_login(getattr(offices, name))
    doors = [each.name for each in client.get("/account/").context["navigation"]]
    assert [each for each in doors if each in ("人员", "责任人")] == ([shown] if shown else [])


def test_whom_to_call_is_for_the_office_and_administrators(client: Client, offices: Offices) -> None:
    passing = {}
    for name in ("owner", "colleague", "system", "security", "clerk", "auditor", "audit", "stranger"):
        client.force_login(getattr(offices, name))
        passing[name] = client.get("/people/responsible/").status_code
    assert passing == {
        "owner": 200, "colleague": 200, "system": 200, "security": 200,
        "clerk": 403, "auditor": 403, "audit": 403, "stranger": 403,
    }  # fmt: skip
    client.force_login(offices.colleague)
    assert client.get("/people/responsible/", {"unit": "530300"}).status_code == 403
