"""The page on which the office says who leads what."""

from django.test import Client

from yunjiang.access import services
from yunjiang.access.models import Role
from yunjiang.access.tests import cast as casting
from yunjiang.access.tests.cast import FIRST_DAY, Cast
from yunjiang.plans.models import LeadDecision
from yunjiang.web.tests.world import LOOK


def test_it_works(owner: Client, cast: Cast) -> None:
    assert "企业建会率" in owner.get("/leads/").text
    answer = owner.post(
        "/leads/", {"lead-1.1.2": "530300", "document_number": "云产改办〔2022〕9号"}, follow=True
    )
    assert "已调整1项指标的牵头单位" in answer.text
    assert "云产改办〔2022〕9号" in answer.text
    assert LeadDecision.objects.get().organization == cast.qujing


def test_who_is_made_lead_sees_the_indicator_everywhere(owner: Client, cast: Cast) -> None:
    lead = casting.person("lead", cast.qujing)
    services.assign(lead, Role.LEAD_DEPARTMENT, cast.qujing, valid_from=FIRST_DAY)
    here = {**LOOK, "unit": "530100"}
    browser = Client()
    browser.force_login(lead)
    assert browser.get("/indicators/1.1.2/", here).status_code == 403
    assert browser.get("/leading/").status_code == 403
    owner.post("/leads/", {"lead-1.1.2": "530300"})
    assert browser.get("/indicators/1.1.2/", here).status_code == 200
    assert browser.get("/indicators/1.1.3/", here).status_code == 403
    assert "企业建会率" in browser.get("/leading/").text


def test_a_unit_that_cannot_lead_is_refused(owner: Client) -> None:
    assert owner.post("/leads/", {"lead-1.1.2": "nobody"}).status_code == 400
    assert not LeadDecision.objects.exists()


def test_who_is_not_the_office_decides_nothing(clerk: Client) -> None:
    assert clerk.get("/leads/").status_code == 403
    assert clerk.post("/leads/", {"lead-1.1.2": "530300"}).status_code == 403
    assert not LeadDecision.objects.exists()
