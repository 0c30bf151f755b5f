"""The pages about unions: their tree on a day, who is covered, elections due, and the acts that have forms of their own."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from yunjiang.access import permission
from yunjiang.access.models import AuditRecord
from yunjiang.access.permission import Act
from yunjiang.registers.kit.writing_refusals import GuardedField
from yunjiang.registers.members.models import Tally
from yunjiang.registers.unions import keeping, moving
from yunjiang.registers.unions.choices import Committee
from yunjiang.registers.unions.models import Enterprise, Union
from yunjiang.registers.unions.tests.hall import Hall, build, code_of


@pytest.fixture
def hall(db: None) -> Hall:
    return build()


@pytest.fixture
def officer(client: Client, hall: Hall) -> Client:
    client.force_login(hall.checker)
    return client


@pytest.fixture
def stranger(hall: Hall) -> Client:
    client = Client()
    client.force_login(hall.stranger)
    return client


def page(client: Client, name: str, *keys: object, **asked: str) -> str:
    answer = client.get(reverse(name, args=keys), asked)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_tree_counts_the_unions_of_a_day(officer: Client, hall: Hall) -> None:
    union = hall.union()
    assert "有工会组织 1 个" in page(officer, "union-tree", on="2022-06-01")
    assert "有工会组织 0 个" in page(officer, "union-tree", on="2022-05-31")
    branch = page(officer, "union-branch", unit="530102", on="2022-06-01")
    assert union.name in branch
    assert union.name not in page(officer, "union-branch", unit="530102", on="2022-05-31")


def test_who_is_missing_on_a_day_is_taken_away_as_a_workbook_on_record(
    officer: Client, stranger: Client, hall: Hall
) -> None:
    hall.union(firm=hall.firm(150))
    bare = hall.firm(120, counted_on="2022-06-01")
    here = reverse("union-coverage-file")
    assert f"{here}?unit=530100&amp;on=2023-01-01" in page(officer, "union-coverage", on="2023-01-01")
    sheet = openpyxl.load_workbook(io.BytesIO(officer.get(here, {"on": "2023-01-01"}).content)).active
    rows = [row for row in sheet.values if row[1] == bare.name]
    assert [row[2:4] for row in rows] == [(bare.code, 120)]
    assert sheet.max_row == 8
    earlier = openpyxl.load_workbook(io.BytesIO(officer.get(here, {"on": "2022-05-31"}).content)).active
    assert bare.name not in {row[1] for row in earlier.values}
    assert AuditRecord.objects.filter(action="registers.export").count() == 2
    assert stranger.get(here, {"unit": "530100"}).status_code == 403


def test_the_slider_stops_at_the_end_of_a_month(officer: Client, hall: Hall) -> None:
    hall.union()
    assert "2022-05-31" in page(officer, "union-tree", month="16")
    assert "有工会组织 1 个" in page(officer, "union-tree", month="17")


def test_the_industrial_tree_stands_beside(officer: Client, hall: Hall) -> None:
    upper, lower = hall.union(), hall.union()
    moving.place(lower, upper, on=date(2023, 1, 1), by=hall.officer)
    shown = page(officer, "union-tree", view="industrial")
    assert upper.name in shown
    assert lower.name not in shown
    assert lower.name in page(officer, "union-branch", view="industrial", union=str(upper.pk))
    lowest = hall.union()
    moving.place(lowest, lower, on=date(2023, 1, 1), by=hall.officer)
    Tally.objects.create(
        organization=lowest.organization, path=lowest.path, member_count=7, qualified_count=0
    )
    told = page(officer, "union-tree", view="industrial")
    assert "7名会员" in told
    assert "2 <small>个工会" in told.replace("\n", "")


def test_coverage_leads_from_the_rate_to_the_firm_to_a_founding(officer: Client, hall: Hall) -> None:
    hall.union(firm=hall.firm(150))
    bare = hall.firm(120)
    shown = page(officer, "union-coverage", on="2023-01-01")
    assert "覆盖率 50.0%" in shown
    assert bare.name in shown
    here = reverse("union-found")
    assert f"{here}?unit=530100&amp;on=2023-01-01&amp;firm={bare.pk}" in shown
    form = page(officer, "union-found", firm=str(bare.pk))
    assert f"{bare.name}工会委员会" in form
    sent = {
        "unit": "530102",
        "name": "新建工会委员会",
        "kind": "single",
        "form": "committee",
        "level": "70",
        "staff": "120",
        "members": "60",
        "term_years": "5",
        "prepared_on": "2023-02-01",
    }
    answer = officer.post(f"{here}?firm={bare.pk}", sent)
    union = Union.objects.get(name="新建工会委员会")
    assert answer.headers["Location"] == reverse("register-record", args=["unions", union.pk])
    assert "筹备中" in page(officer, "union-coverage", on="2023-03-01")


def test_a_union_becomes_a_legal_person_on_its_page(officer: Client, hall: Hall) -> None:
    union = hall.union()
    here = reverse("register-move", args=["unions", union.pk, "register_later"])
    form = officer.get(here).context["form"]
    assert not [path for path, field in form.fields.items() if field.disabled]
    sent = {"code": code_of(77, of_union=True), "certificate_number": "1", "legal_since_on": "2022-07-01"}
    sent |= {"certificate_until_on": "2027-07-01"}
    assert officer.post(here, sent).status_code == 302
    union.refresh_from_db()
    assert union.code == sent["code"]
    refused = officer.post(here, sent | {"code": code_of(78, of_union=True)})
    assert "取得法人资格。" in refused.content.decode()
    # What stands already is changed by request and a second person's approval, not by another step.
    other = hall.union()
    Union.objects.filter(pk=other.pk).update(code=code_of(79, of_union=True))
    there = reverse("register-move", args=["unions", other.pk, "register_later"])
    assert officer.get(there).context["form"].fields["code"].disabled
    legal = {"certificate_number": "2", "legal_since_on": "2022-07-01", "certificate_until_on": "2027-07-01"}
    with pytest.raises(GuardedField):
        hall.move(other, "register_later", hall.checker, code=code_of(80, of_union=True), **legal)
    assert officer.post(there, legal).status_code == 302


def test_what_the_law_does_not_allow_is_said_in_the_form(officer: Client, hall: Hall) -> None:
    sent = {
        "unit": "530102",
        "name": "某工会",
        "kind": "single",
        "form": "organiser",
        "level": "70",
        "members": "60",
        "term_years": "5",
        "prepared_on": "2023-02-01",
    }
    answer = officer.post(reverse("union-found"), sent)
    assert answer.status_code == 422
    assert "第十一条" in answer.content.decode()
    assert not Union.objects.exists()


def test_elections_due_are_listed_with_how_near_they_are(officer: Client, hall: Hall) -> None:
    union = hall.union(term_years=3)  # over since 2025-05-10
    shown = page(officer, "union-terms")
    assert union.name in shown
    assert "逾期未换届" in shown


def test_a_firm_is_entered(officer: Client, hall: Hall) -> None:
    sent = {
        "unit": "530102",
        "name": "新登记公司",
        "code": code_of(900),
        "ownership": "170",
        "opened_on": "2022-01-01",
        "status": "operating",
        "staff": "130",
    }
    assert officer.post(reverse("union-firm"), sent).status_code == 422  # counted on which day?
    assert officer.post(reverse("union-firm"), sent | {"counted_on": "2022-03-01"}).status_code == 302
    assert Enterprise.objects.get().staff == 130


def test_what_is_said_of_a_firm_and_a_union_is_added_from_their_pages(officer: Client, hall: Hall) -> None:
    firm, union = hall.firm(120), hall.union()

    def add(register: str, link: str, about: int, **sent: Any) -> None:
        here = f"{reverse('register-new', args=[register])}?{link}={about}"
        form = officer.get(here).context["form"]
        assert form.initial[link] == about
        answer = officer.post(here, {link: about, f"{link}__text": form.fields[link].shown} | sent)
        assert answer.status_code == 302, answer.content.decode()

    tab = page(officer, "register-tab", "enterprises", firm.pk, "staff")
    assert f"{reverse('register-new', args=['headcounts'])}?enterprise={firm.pk}" in tab
    add("headcounts", "enterprise", firm.pk, as_of_on="2023-01-01", staff=88, women=0)
    add("operations", "enterprise", firm.pk, status="suspended", since_on="2024-01-01")
    firm.refresh_from_db()
    assert (firm.staff, firm.status) == (88, "suspended")
    tab = page(officer, "register-tab", "enterprises", firm.pk, "staff")
    assert "至 2024-01-01 前" in tab
    assert "尚未登记经费审查委员会" in page(officer, "register-tab", "unions", union.pk, "committee")
    term = {"committee": "audit", "number": 1, "elected_on": "2022-06-01", "years": 5}
    add("union-terms", "union", union.pk, **term)
    person = {"person__name": "某审计", "person__sex": "0"}
    post = {"committee": "audit", "title": "chair", "work_time": "part", "since_on": "2022-06-01"}
    add("union-posts", "union", union.pk, **post, **person)
    add("union-coverage", "union", union.pk, enterprise=firm.pk, kind="single", since_on="2022-06-01")
    tab = page(officer, "register-tab", "unions", union.pk, "committee")
    assert "尚未登记经费审查委员会" not in tab
    assert "2022-06-01 成立" in tab
    assert "在任 1 人" in tab


def test_a_body_is_elected_beside_the_committee_and_reminds_of_itself(officer: Client, hall: Hall) -> None:
    union = hall.union()
    said = {"union": union, "committee": Committee.WOMEN, "years": 3}
    for number, on in ((1, date(2022, 6, 1)), (2, date(2023, 6, 1))):
        keeping.add(
            "union-terms", said | {"number": number, "elected_on": on}, union.organization, by=hall.officer
        )
    told = union.terms.order_by("committee", "number").values_list("committee", "number", "is_running")
    assert list(told) == [("union", 1, True), ("women", 1, False), ("women", 2, True)]
    due = page(officer, "union-terms")  # elected in 2023 for three years
    assert "女职工委员会" in due
    assert "未登记届次" not in due
    union.terms.filter(committee="union").update(voided_at=timezone.now())
    assert "未登记届次的工会 1 个" in page(officer, "union-terms")


def test_a_record_leads_to_the_records_that_it_names(officer: Client, hall: Hall) -> None:
    union = hall.union(firm=hall.firm(150))
    coverage = union.coverages.get()
    shown = page(officer, "register-record", "union-coverage", coverage.pk)
    assert reverse("register-record", args=["enterprises", coverage.enterprise_id]) in shown
    assert reverse("register-record", args=["unions", union.pk]) in shown
    with permission.limited({Act.SEE_RECORDS}, [union.path]):
        shown = page(officer, "register-record", "union-coverage", coverage.pk)
    assert reverse("register-record", args=["enterprises", coverage.enterprise_id]) not in shown


@pytest.mark.parametrize("tab", ["committee", "terms", "firms", "course"])
def test_a_unions_own_tabs_are_drawn(officer: Client, hall: Hall, tab: str) -> None:
    union = hall.union(firm=hall.firm(150))
    hall.post(union, name="某主席")
    shown = page(officer, "register-tab", "unions", union.pk, tab)
    assert {"committee": "某主席", "terms": "第1届", "firms": "独立建会", "course": "成立筹备组"}[
        tab
    ] in shown


def test_pages_ask_few_questions_however_many_unions_there_are(
    officer: Client, hall: Hall, django_assert_max_num_queries: object
) -> None:
    for _turn in range(4):
        hall.union(firm=hall.firm(150))
    for name, most in (("union-tree", 30), ("union-branch", 30), ("union-coverage", 35), ("union-terms", 35)):
        with django_assert_max_num_queries(most):  # type: ignore[operator]
            page(officer, name, unit="530102")


@pytest.mark.parametrize("name", ["union-tree", "union-branch", "union-coverage", "union-terms"])
def test_an_officer_elsewhere_sees_nothing_of_it(stranger: Client, hall: Hall, name: str) -> None:
    firm = hall.firm(150, name="暗记公司")
    union = hall.union(name="暗记工会", firm=firm)
    assert stranger.get(reverse(name), {"unit": "530102"}).status_code == 403
    assert "暗记" not in page(stranger, name)
    if name == "union-tree":
        assert "暗记" not in page(stranger, name, view="industrial")
    answer = stranger.get(reverse("union-branch"), {"view": "industrial", "union": str(union.pk)})
    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["union-split", "union-move"])
def test_an_officer_elsewhere_changes_nothing_of_it(stranger: Client, hall: Hall, name: str) -> None:
    union = hall.union()
    for answer in (
        stranger.get(reverse(name, args=[union.pk])),
        stranger.post(reverse(name, args=[union.pk]), {}),
    ):
        assert answer.status_code == 403
    assert stranger.get(reverse("union-found"), {"firm": str(hall.firm(150).pk)}).status_code == 403


def test_the_tree_tells_members_and_coverage_of_each_node_without_a_query_for_each(
    officer: Client, hall: Hall, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        union = hall.union(firm=hall.firm(staff=300))
        Tally.objects.create(organization=union.organization, path=union.path, member_count=1200)
    hall.firm(staff=150)
    with django_assert_max_num_queries(45):
        above = page(officer, "union-tree", unit="530100")
    assert "3,600名会员" in above
    assert "100人及以上单位4家，已覆盖3家" in above
    with django_assert_max_num_queries(45):
        below = page(officer, "union-branch", unit="530102")
    assert below.count("1,200名会员") == 3
    assert "名会员" not in page(officer, "union-branch", unit="530102", on="2023-01-01")
