"""Each address of reporting is tried by each role, and passes only where its act is the role's."""

import pytest
from django.test import Client

from yunjiang.access.tests import cast as casting
from yunjiang.returns.tests.world import World
from yunjiang.web import returns_urls
from yunjiang.web.tests.returns.conftest import SignIn

NAMES = sorted(each.name or "" for each in returns_urls.urlpatterns)
# Who gets in by looking; everybody else is refused. The return is Wuhua's, in its clerk's hands.
LOOKING: dict[str, set[str]] = {
    "work": {"office", "clerk", "neighbour", "reviewer", "lead", "auditor"},
    "cycles": {"office", "clerk", "neighbour", "reviewer", "lead", "auditor"},
    "cycle": {"office", "clerk", "neighbour", "reviewer", "lead", "auditor"},
    "cycle-new": {"office"},
    "calendar": {"office"},
    "cycle-grid": {"clerk", "neighbour"},
    "cycle-template": {"clerk", "neighbour"},
    "cycle-upload": {"clerk", "neighbour"},
    "return": {"office", "clerk", "reviewer", "lead", "auditor"},
    "return-history": {"office", "clerk", "reviewer", "lead", "auditor"},
    "return-differences": {"office", "clerk", "reviewer", "auditor"},
    "return-submission": {"clerk"},
    "return-template": {"office", "clerk", "reviewer", "auditor"},
    "return-upload": {"clerk"},
    "return-review": {"office", "reviewer", "lead"},
    "return-reopen": {"office", "lead"},
    "return-extend": {"office"},
    "reviews": {"office", "reviewer"},
    "acceptance": {"office", "lead"},
    "acceptance-indicator": {"office", "lead"},
    "posted": {"office", "lead"},
}
PEOPLE = ("office", "clerk", "neighbour", "reviewer", "lead", "auditor")


def address(world: World, name: str) -> str:
    """Return an address of the world's own cycle and Wuhua's return."""
    report = world.report("wuhua")
    [pattern] = [str(each.pattern) for each in returns_urls.urlpatterns if each.name == name]
    filled = pattern.replace("<int:cycle>", str(report.cycle_id)).replace("<int:report>", str(report.pk))
    filled = filled.replace("<str:code>", "1.1.1").replace("<slug:which>", "sent")
    for other in ("evidence", "upload", "day_off"):
        filled = filled.replace(f"<int:{other}>", "1")
    assert "<" not in filled
    return f"/{filled}?question=proposals"


@pytest.mark.parametrize("name", sorted(LOOKING))
def test_only_who_may_gets_in(world: World, as_: SignIn, name: str) -> None:
    world.fill_all("wuhua")
    got_in = set()
    for person in PEOPLE:
        answer = as_(person).get(address(world, name))
        assert answer.status_code in (200, 302, 403, 404), (person, answer.status_code)
        if answer.status_code != 403:
            got_in.add(person)
    assert got_in == LOOKING[name]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_has_no_role_passes_nowhere(world: World, client: Client, name: str, method: str) -> None:
    client.force_login(casting.person("stranger", None))
    answer = getattr(client, method)(address(world, name))
    # What only takes posts says so before it looks who asks; nothing is told by that.
    assert answer.status_code == 403 or (method == "get" and answer.status_code == 405)


POSTS: dict[str, set[str]] = {
    "return": {"clerk"},
    "return-submission": {"clerk"},
    "return-withdraw": {"clerk"},
    "return-attach": {"clerk"},
    "return-upload": {"clerk"},
    "return-extend": {"office"},
    "cycle-lock": {"office"},
    "cycle-close": {"office"},
    "cycle-recompute": {"office"},
    "cycle-new": {"office"},
    "calendar": {"office"},
    "calendar-import": {"office"},
    "day-off-withdraw": {"office"},
    "cells": {"clerk"},
}


@pytest.mark.parametrize("name", sorted(POSTS))
def test_only_who_may_changes_anything(world: World, as_: SignIn, name: str) -> None:
    for person in set(PEOPLE) - POSTS[name]:
        report = world.fill_all("wuhua")
        if name == "return-withdraw":
            report = world.submit("wuhua")
        cell = {"key": f"{report.pk}|proposals", "text": "99", "before": {"text": "10"}}
        body = {"versions": {str(report.pk): report.version}, "cells": [cell], "passages": []}
        sent = (
            {"data": body, "content_type": "application/json"}
            if name == "cells"
            else {
                "data": {
                    "v:proposals": "99",
                    "reason": "x",
                    "locks_on": "2020-01-01",
                    "question": "proposals",
                }
            }
        )
        answer = as_(person).post(address(world, name), **sent)
        after = world.report("wuhua")
        assert answer.status_code in (302, 403, 422), (person, answer.status_code)
        assert (after.state, after.version, after.extended_to) == (report.state, report.version, None), person
        assert after.cycle.locks_on is None
        assert after.cycle.closed_at is None
        if report.state != "draft":
            report.state = "draft"
            report.save()


def test_a_neighbour_sees_nothing_of_another_countys_return(world: World, as_: SignIn) -> None:
    assert "五华" not in as_("neighbour").get(f"/cycles/{world.cycles['2024'].pk}/").text
    answer = as_("neighbour").get(f"/returns/{world.report('wuhua').pk}/")
    assert answer.status_code == 403


def test_a_lead_reads_only_the_sections_it_leads(world: World, as_: SignIn) -> None:
    shown = as_("lead").get(f"/returns/{world.report('wuhua').pk}/")
    indicators = [block.indicator for chapter in shown.context["page"].chapters for block in chapter.blocks]
    assert indicators == ["1.1.1"]
    assert shown.context["page"].slots == []


def test_a_history_of_what_one_may_not_read_is_refused(world: World, as_: SignIn) -> None:
    assert as_("lead").get(f"/returns/{world.report('wuhua').pk}/history/?question=funds").status_code == 403
