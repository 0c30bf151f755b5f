"""What changed since a moment, by how much, and by whose postings."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from yunjiang.access.tests.cast import Cast
from yunjiang.ledger import posting
from yunjiang.ledger.models import DataSet
from yunjiang.ledger.posting import Line
from yunjiang.web.components.news import Change
from yunjiang.web.pages.changes import Told
from yunjiang.web.tests import world
from yunjiang.web.tests.world import LOOK


def told(client: Client, **changes: str) -> Told:
    answer = client.get("/changes/", {**LOOK, **changes})
    assert answer.status_code == 200
    found: Told = answer.context["told"]
    return found


def lead(found: Told) -> str:
    return "".join(each.text for each in found.lead)


def by_code(found: Told) -> dict[str, Change]:
    return {each.code: each for each in found.changes}


@pytest.fixture
def before(cast: Cast) -> str:
    """Return the position before anything of the test is posted."""
    return str(posting.position())


def test_it_works(owner: Client, cast: Cast, before: str) -> None:
    world.proposals(cast.kunming, 2021, 400)
    change = by_code(told(owner, since=before))["1.1.1"]
    assert (change.before.text, change.after.text, change.difference) == ("300", "700", "+400 件")
    assert change.arrow == "↑"
    assert change.is_turned


def test_a_number_then_leads_to_the_entries_known_then(owner: Client, cast: Cast, before: str) -> None:
    world.proposals(cast.kunming, 2021, 400)
    change = by_code(told(owner, since=before))["1.1.1"]
    assert f"asof={before}" in change.before.href
    assert "asof" not in change.after.href


def test_nothing_new_is_said_in_a_sentence(owner: Client, before: str) -> None:
    found = told(owner, since=before)
    assert lead(found) == f"自第{before}批入账以来没有变化。"
    assert found.changes == []


def test_a_correction_is_told_apart_from_a_new_report(owner: Client, cast: Cast, before: str) -> None:
    world.proposals(cast.kunming, 2021, 40)
    world.proposals(cast.qujing, 2023, 190)
    causes = by_code(told(owner, since=before))["1.1.1"].causes
    assert [(each.news, each.unit, each.difference) for each in causes] == [
        ("更正", "曲靖市", "−10 件"),
        ("新报", "昆明市", "+40 件"),
    ]
    assert causes[0].told_by == "tests"


def test_what_was_taken_back_is_said_so(owner: Client, cast: Cast, before: str) -> None:
    posting.withdraw(
        ["return:2023/530300/proposals"],
        data_set=DataSet.DEMONSTRATION,
        by="tests",
        title="冲销",
        reason="报错了",
    )
    [cause] = by_code(told(owner, since=before))["1.1.1"].causes
    assert (cause.news, cause.difference) == ("冲销", "−200 件")


def test_a_change_smaller_than_the_gap_has_no_arrow(owner: Client, cast: Cast, before: str) -> None:
    world.proposals(cast.kunming, 2021, 9)  # of a target of 1000
    change = by_code(told(owner, since=before))["1.1.1"]
    assert (change.difference, change.arrow) == ("+9 件", "")


def test_a_report_that_was_missing_is_news(owner: Client, cast: Cast, before: str) -> None:
    for unit in (cast.kunming, cast.qujing):
        world.post(f"return:2022/{unit.key}/craftsmen", Line("craftsmen", unit.pk, date(2022, 12, 31), 20))
    found = told(owner, since=before)
    assert by_code(found)["1.1.3"].word == "已补报"
    assert "1项状态变好" in lead(found)


def test_only_what_lies_below_the_unit_counts(owner: Client, cast: Cast, before: str) -> None:
    world.proposals(cast.kunming, 2021, 400)
    assert told(owner, since=before, unit="530300").changes == []


def test_yesterday_ends_at_midnight(owner: Client, cast: Cast) -> None:
    # Moments of the ledger never fall: the clock goes forward from the postings of the world.
    tomorrow = timezone.localtime() + timedelta(days=1)
    with time_machine.travel(tomorrow, tick=False):
        owner.logout()  # the session of before is over
        owner.force_login(cast.owner)
        assert told(owner).changes == []
        world.proposals(cast.kunming, 2021, 400)
        assert [each.code for each in told(owner).changes] == ["1.1.1"]


def test_on_the_first_day_everything_is_new_and_not_listed(owner: Client) -> None:
    found = told(owner, since="0")
    assert found.is_beginning
    assert found.changes == []


def test_a_visit_ends_when_one_stays_away(owner: Client, cast: Cast) -> None:
    now = timezone.localtime()
    owner.get("/", LOOK)
    with time_machine.travel(now + timedelta(hours=5), tick=False):
        owner.logout()  # the session of before is over
        owner.force_login(cast.owner)
        world.proposals(cast.kunming, 2021, 400)
        owner.get("/", LOOK)
        assert [each.code for each in told(owner, since="visit").changes] == ["1.1.1"]
    with time_machine.travel(now + timedelta(hours=10), tick=False):
        owner.logout()  # the session of before is over
        owner.force_login(cast.owner)
        assert told(owner, since="visit").changes == []


def test_a_day_can_be_chosen(owner: Client, cast: Cast) -> None:
    day = timezone.localdate() + timedelta(days=1)
    with time_machine.travel(datetime.combine(day, datetime.min.time()) + timedelta(days=3), tick=False):
        world.proposals(cast.kunming, 2021, 400)
        owner.logout()  # the session of before is over
        owner.force_login(cast.owner)
        assert len(told(owner, since=day.isoformat()).changes) == 1


@pytest.mark.parametrize("wrong", ["soon", "2023-13-01", "-1"])
def test_what_cannot_be_read_is_refused_in_words(owner: Client, wrong: str) -> None:
    assert owner.get("/changes/", {**LOOK, "since": wrong}).status_code == 400


def test_the_first_page_has_the_first_few(owner: Client, cast: Cast, before: str) -> None:
    world.proposals(cast.kunming, 2021, 400)
    text = owner.get("/changes/", {**LOOK, "since": before, "part": "brief"}).text
    assert "职工合理化建议" in text
    assert "<html" not in text


def test_another_prefectures_clerk_is_refused(clerk: Client) -> None:
    assert clerk.get("/changes/", {**LOOK, "unit": "530100"}).status_code == 403
